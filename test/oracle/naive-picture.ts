/** The picture of a naive state, by which it is compared with the configurations of others. */
import { providePorts, usePorts } from "./anatomy.ts";
import type { InstancePicture, Picture } from "./picture.ts";
import { activeUsesOf, provideActive, refusing, useActive } from "./ports.ts";
import { type State, instanceOf, spotText } from "./state.ts";

export const pictureOf = (state: State): Picture => ({
  instances: Object.fromEntries(
    Object.keys(state.instances).map((name) => [name, pictureOfInstance(state, name)]),
  ),
  connections: state.connections.map(({ use, provide }) => ({
    use: `${use.instance}.${use.port}`,
    provide: `${provide.instance}.${provide.port}`,
  })),
  left: state.program.rest.length,
  stopped: state.stopped,
});

function pictureOfInstance(state: State, name: string): InstancePicture {
  const instance = instanceOf(state, name);
  const uses = usePorts(instance.type).filter(({ kind }) => kind === "service");
  const provides = providePorts(instance.type).filter(({ kind }) => kind === "service");
  return {
    tokens: instance.tokens.map(({ at }) => spotText(at)),
    queue: instance.queue,
    withdrawal: instance.withdrawal,
    values: instance.values,
    lost: instance.lost,
    active: [
      ...uses.filter(({ port }) => useActive(instance, port)).map(({ port }) => port),
      ...provides
        .filter(({ port }) => provideActive(instance, port))
        .map(({ port }) => `${port} used ${activeUsesOf(state, name, port).length}`),
    ],
    refusing: provides.filter(({ port }) => refusing(instance, port)).map(({ port }) => port),
  };
}
