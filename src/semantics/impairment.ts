/** What is less than it was promised, and for whom: provides that are impaired (§3), and readers of values that have changed since. */
import { type Configuration, none, nothing } from "./configuration.ts";
import { nameOf, portOf, portText } from "./lack.ts";
import { usersOf } from "./lack-port.ts";
import { lacksOfHarm } from "./lack-token.ts";
import { isActive } from "./marking.ts";
import { connectionRow, provideRow } from "./record.ts";

/** A service port that has its users, and takes no new one. */
export interface Impairment {
  readonly instance: string;
  readonly port: string;
  /** A sentence each, e.g. `db is no longer running`. */
  readonly because: readonly string[];
  /** Who uses it now. */
  readonly users: readonly string[];
  /** Who uses what these provide, and so on. */
  readonly beyond: readonly string[];
}
/** A data use whose value has been given anew since it was read. */
export interface StaleReading {
  readonly instance: string;
  readonly port: string;
  /** `instance.port` that gives the value. */
  readonly provide: string;
  /** The version that was read, and the one that is there. */
  readonly read: number;
  readonly version: number;
}

/** In the order in which instances were added. O(assembly). */
export function impairments(c: Configuration): readonly Impairment[] {
  return [...c.all()].flatMap((instance) =>
    c.life(instance).ports.flatMap((port, q): readonly Impairment[] => {
      if (port.side !== "provide" || port.kind !== "service") return [];
      if (c.cells.get(c.port(instance, q), provideRow.impaired) === 0) return [];
      const users = new Set(usersOf(c, instance, q).map((one) => one.instance));
      return [
        {
          instance: nameOf(c, instance),
          port: port.name,
          because: lacksOfHarm(c, instance, q).map(({ text }) => text),
          users: [...users].map((one) => nameOf(c, one)),
          beyond: beyond(c, instance, users).map((one) => nameOf(c, one)),
        },
      ];
    }),
  );
}

/** In the order in which instances were added. Who is back at the initial place reads nothing. O(assembly). */
export function staleReadings(c: Configuration): readonly StaleReading[] {
  return [...c.all()].flatMap((instance) => {
    const { ports, initial } = c.life(instance);
    if (c.mark(instance, initial) !== none) return [];
    return ports.flatMap(({ side, kind }, q) =>
      side === "use" && kind === "data" ? staleAt(c, instance, q) : [],
    );
  });
}

function staleAt(c: Configuration, instance: number, use: number): readonly StaleReading[] {
  const found: StaleReading[] = [];
  for (let k = c.firstOf(c.port(instance, use)); k !== nothing; k = c.nextOf(k, "use")) {
    const record = c.connections.get(k, connectionRow.provide);
    const read = c.connections.get(k, connectionRow.read);
    const version = c.values.get(record)?.version ?? 0;
    if (read === 0 || version <= read) continue;
    const provider = c.connections.get(k, connectionRow.provider);
    found.push({
      instance: nameOf(c, instance),
      port: portOf(c, instance, use),
      provide: portText(c, provider, c.portAt(provider, record)),
      read,
      version,
    });
  }
  return found;
}

function beyond(c: Configuration, provider: number, users: ReadonlySet<number>): readonly number[] {
  const reached = new Set(users);
  for (const user of reached)
    for (const [q, port] of c.life(user).ports.entries())
      if (port.side === "provide" && port.kind === "service" && isActive(c, c.port(user, q)))
        for (const { instance } of usersOf(c, user, q)) reached.add(instance);
  return [...reached].filter((one) => one !== provider && !users.has(one));
}
