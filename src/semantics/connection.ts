/** Connections of use ports to provide ports, and the two instructions that make and undo them (§5). */
import type { PortName } from "../model/program.ts";
import { type Configuration, nothing } from "./configuration.ts";
import { connectionRow, provideRow, useRow } from "./record.ts";
import { isActive, isAtWork, isRefusing, wakeUse } from "./marking.ts";

/** What `connect` and `disconnect` say. */
export interface Wiring {
  readonly use: PortName;
  readonly provide: PortName;
}
/** A use port and the provide port it is, or will be, connected to, by numbers. */
export interface Ends {
  readonly user: number;
  readonly use: number;
  readonly provider: number;
  readonly provide: number;
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

/** The connection between two ports, or `nothing`. */
export function connectionBetween(c: Configuration, at: Ends): number {
  const provide = c.port(at.provider, at.provide);
  let k = c.firstOf(c.port(at.user, at.use));
  while (k !== nothing && c.connections.get(k, connectionRow.provide) !== provide)
    k = c.nextOf(k, "use");
  return k;
}

/** May the ports be connected at all: they fit, and the use has room? */
export function isConnectable(c: Configuration, at: Ends): boolean {
  const use = c.life(at.user).ports[at.use];
  const provide = c.life(at.provider).ports[at.provide];
  const links = c.cells.get(c.port(at.user, at.use), useRow.links);
  const room = use?.many === true ? connectionBetween(c, at) === nothing : links === 0;
  return room && use?.kind === provide?.kind && use?.type === provide?.type;
}

/** A use that is active may be connected only to a provide that serves it. */
export function mayConnect(c: Configuration, at: Ends): boolean {
  return (
    isConnectable(c, at) &&
    (!isActive(c, c.port(at.user, at.use)) || isOffered(c, c.port(at.provider, at.provide)))
  );
}

/** May a new use of this provide begin? */
export const isOffered = (c: Configuration, record: number): boolean =>
  isActive(c, record) && !isRefusing(c, record);

export function mayDisconnect(c: Configuration, at: Ends): boolean {
  return connectionBetween(c, at) !== nothing && !isHeld(c, at.user, at.use);
}

/** Does the instance hold on to what it uses: an active service, or a value that an action at work reads? */
function isHeld(c: Configuration, user: number, use: number): boolean {
  const life = c.life(user);
  const port = life.ports[use];
  if (port?.kind === "service") return isActive(c, c.port(user, use));
  return (port?.transitions ?? []).some((t) =>
    isAtWork(c.mark(user, life.transitions[t]?.on ?? 0)),
  );
}

/** Connects two ports; a use that waits for it is looked at again. Gives the connection. O(1). */
export function connect(c: Configuration, at: Ends): number {
  const k = c.connections.allocate();
  const record = c.port(at.user, at.use);
  const other = c.port(at.provider, at.provide);
  c.connections.set(k, connectionRow.user, at.user);
  c.connections.set(k, connectionRow.use, record);
  c.connections.set(k, connectionRow.provider, at.provider);
  c.connections.set(k, connectionRow.provide, other);
  append(c, record, k, connectionRow.nextOfUse);
  append(c, other, k, connectionRow.nextOfProvide);
  countLink(c, record, other, 1);
  c.cells.add(other, provideRow.users, Number(isActive(c, record)));
  wakeUse(c, at.user, at.use);
  return k;
}

/** Ends a connection. Cost: the connections of the two ports. */
export function disconnect(c: Configuration, at: Ends): void {
  const k = connectionBetween(c, at);
  const record = c.port(at.user, at.use);
  const other = c.port(at.provider, at.provide);
  unlink(c, record, k, connectionRow.nextOfUse);
  unlink(c, other, k, connectionRow.nextOfProvide);
  countLink(c, record, other, -1);
  c.connections.free(k);
  wakeUse(c, at.user, at.use);
}

function countLink(c: Configuration, record: number, provider: number, by: number): void {
  c.cells.add(record, useRow.links, by);
  if (isActive(c, provider)) c.cells.add(record, useRow.served, by);
  if (isRefusing(c, provider)) c.cells.add(record, useRow.refused, by);
}

/** The connections of a port are a list, in the order in which they were made: a `many` port is read so. */
function append(c: Configuration, record: number, connection: number, next: number): void {
  const last = c.cells.get(record, useRow.last);
  if (last === 0) c.cells.set(record, useRow.first, connection + 1);
  else c.connections.set(last - 1, next, connection + 1);
  c.cells.set(record, useRow.last, connection + 1);
}

function unlink(c: Configuration, record: number, connection: number, next: number): void {
  const after = c.connections.get(connection, next);
  let before = 0;
  for (let k = c.cells.get(record, useRow.first); k !== connection + 1; )
    k = c.connections.get((before = k) - 1, next);
  if (before === 0) c.cells.set(record, useRow.first, after);
  else c.connections.set(before - 1, next, after);
  if (after === 0) c.cells.set(record, useRow.last, before);
}
