/** The picture of a naive state, by which it is compared with the configurations of others. */
import { providePorts, usePorts } from "./anatomy.ts";
import type { InstancePicture, Picture } from "./picture.ts";
import { provideActive, refusing, useActive } from "./ports.ts";
import { type Instance, type State, spotText } from "./state.ts";

export const pictureOf = (state: State): Picture => ({
  instances: Object.fromEntries(
    Object.entries(state.instances).map(([name, instance]) => [name, pictureOfInstance(instance)]),
  ),
  connections: state.connections.map(({ use, provide }) => ({
    use: `${use.instance}.${use.port}`,
    provide: `${provide.instance}.${provide.port}`,
  })),
  left: state.programs.reduce((sum, { rest }) => sum + rest.length, 0),
  stopped: state.stopped,
});

function pictureOfInstance(instance: Instance): InstancePicture {
  const uses = usePorts(instance.type).filter(({ kind }) => kind === "service");
  const provides = providePorts(instance.type).filter(({ kind }) => kind === "service");
  return {
    tokens: instance.tokens.map(({ at }) => spotText(at)),
    queue: instance.queue,
    withdrawal: instance.withdrawal,
    values: instance.values,
    lost: instance.lost,
    active: [
      ...uses.filter(({ port }) => useActive(instance, port)),
      ...provides.filter(({ port }) => provideActive(instance, port)),
    ].map(({ port }) => port),
    refusing: provides.filter(({ port }) => refusing(instance, port)).map(({ port }) => port),
  };
}
