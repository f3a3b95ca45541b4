/**
 * Connections: a use port wired to a provide port (§5). Each port keeps a list of its own, in the order in which they were made.
 */
import type { PortName } from "../model/program.ts";
import type { Configuration } from "./configuration.ts";
import { add as count, isActive, isRefusing, wakeUse } from "./marking.ts";

/** A use port and the provide port it is, or will be, connected to, by numbers. */
export interface Ends {
  readonly user: number;
  readonly use: number;
  readonly provider: number;
  readonly provide: number;
}

/** The same by names. */
export interface Wiring {
  readonly use: PortName;
  readonly provide: PortName;
}
/** The numbers of the instruction's ports, or undefined where one does not exist. */
export function ends(c: Configuration, { use, provide }: Wiring): Ends | undefined {
  const user = c.number(use.instance);
  const provider = c.number(provide.instance);
  if (user === undefined || provider === undefined) return undefined;
  const usePort = c.portNamed(user, "use", use.port);
  const providePort = c.portNamed(provider, "provide", provide.port);
  return usePort === undefined || providePort === undefined
    ? undefined
    : { user, use: usePort, provider, provide: providePort };
}

/** The connection between two ports, or undefined. */
export function connectionBetween(c: Configuration, at: Ends): number | undefined {
  const { provider, provide } = c.connections.column;
  for (const k of c.connectionsOf(c.port(at.user, at.use), "use"))
    if (provider[k] === at.provider && provide[k] === at.provide) return k;
  return undefined;
}

/** Connects two ports; a use that waits for it is looked at again. O(1). */
export function connect(c: Configuration, at: Ends): void {
  const k = c.connections.allocate();
  const { user, use, provider, provide } = c.connections.column;
  user[k] = at.user;
  use[k] = at.use;
  provider[k] = at.provider;
  provide[k] = at.provide;
  const record = c.port(at.user, at.use);
  const other = c.port(at.provider, at.provide);
  append(c, record, k, "nextOfUse");
  append(c, other, k, "nextOfProvide");
  const { links, served, refused, users } = c.ports.column;
  count(links, record, 1);
  count(served, record, Number(isActive(c, other)));
  count(refused, record, Number(isRefusing(c, other)));
  count(users, other, Number(isActive(c, record)));
  wakeUse(c, at.user, at.use);
}

/** Ends a connection. Cost: the connections of the two ports. */
export function disconnect(c: Configuration, at: Ends): void {
  const k = connectionBetween(c, at) ?? 0;
  const record = c.port(at.user, at.use);
  const other = c.port(at.provider, at.provide);
  unlink(c, record, k, "nextOfUse");
  unlink(c, other, k, "nextOfProvide");
  const { links, served, refused } = c.ports.column;
  count(links, record, -1);
  count(served, record, -Number(isActive(c, other)));
  count(refused, record, -Number(isRefusing(c, other)));
  c.connections.free(k);
  wakeUse(c, at.user, at.use);
}

type Next = "nextOfUse" | "nextOfProvide";

/** Connections of a port stay in the order in which they were made: `read` of a `many` port gives its values so. */
function append(c: Configuration, record: number, connection: number, next: Next): void {
  const { first = zero, last = zero } = c.ports.column;
  const before = last[record] ?? 0;
  if (before === 0) first[record] = connection + 1;
  else c.connections.column[next][before - 1] = connection + 1;
  last[record] = connection + 1;
}

function unlink(c: Configuration, record: number, connection: number, next: Next): void {
  const { first = zero, last = zero } = c.ports.column;
  const column = c.connections.column[next];
  const after = column[connection] ?? 0;
  let before = first[record] ?? 0;
  if (before === connection + 1) {
    first[record] = after;
    before = 0;
  } else {
    while (column[before - 1] !== connection + 1) before = column[before - 1] ?? 0;
    column[before - 1] = after;
  }
  if (last[record] === connection + 1) last[record] = before;
}

const zero = new Int32Array(0);
