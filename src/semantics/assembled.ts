/** What stands, as an assembly: so that a program for a running system is looked at like one for a declared one. */
import { type Assembly, assemblyBrand } from "../model/assembly.ts";
import { type Instruction, portText } from "../model/program.ts";
import type { Configuration } from "./configuration.ts";

/** Which name it has, and what the configuration does not know. */
export interface Surroundings {
  readonly name: string;
  readonly hosts: Assembly["hosts"];
  /** instance → the name of its host, where it has one. */
  readonly on: Iterable<readonly [instance: string, host: string]>;
}

/** The instances that are there with their types and connections, whatever they are doing. O(instances + connections). */
export function assembled(c: Configuration, { name, hosts, on }: Surroundings): Assembly {
  const instances = [...c.all()];
  return {
    [assemblyBrand]: true,
    name,
    components: Object.fromEntries(
      instances.map((one) => [c.names[one] ?? "", c.life(one).component]),
    ),
    wires: Object.fromEntries(instances.map((one) => [c.names[one] ?? "", wiresOf(c, one)])),
    hosts,
    on: Object.fromEntries([...on].filter(([instance]) => c.number(instance) !== undefined)),
    at: undefined,
  };
}

/** A connection, as the instructions about it name it. */
export type Wiring = Pick<Extract<Instruction, { op: "connect" }>, "use" | "provide">;

/** The connections of an instance's use ports, in the order in which they were made. */
export function connectionsOf(c: Configuration, user: number): readonly Wiring[] {
  const instance = c.names[user] ?? "";
  return c.life(user).ports.flatMap((port, q) => {
    if (port.side === "provide") return [];
    return c.across(user, q).map((given) => ({
      use: { instance, port: port.name },
      provide: {
        instance: c.names[given.instance] ?? "",
        port: c.life(given.instance).ports[given.port]?.name ?? "",
      },
    }));
  });
}

function wiresOf(c: Configuration, user: number): Assembly["wires"][string] {
  const byPort = Map.groupBy(connectionsOf(c, user), ({ use }) => use.port);
  return Object.fromEntries(
    c.life(user).ports.flatMap(({ name, side, many }) => {
      const providers = byPort.get(name)?.map(({ provide }) => portText(provide));
      if (side === "provide" || providers === undefined) return [];
      return [[name, many ? providers : (providers[0] ?? "")]];
    }),
  );
}
