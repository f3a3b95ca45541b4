/** What may happen next: the guards of the rules of components (§3), each a few reads of counters. */
import { type Configuration, none, nothing } from "./configuration.ts";
import { instanceRow, provideRow, useRow } from "./record.ts";
import type { Entry } from "./lifecycle.ts";
import { isActive } from "./marking.ts";

/** leave: the place holds a token that the active behavior moves, no second token would follow it, and no used provide would end. */
export function mayLeave(c: Configuration, instance: number, place: number): boolean {
  const departure = c.departure(instance, place);
  if (departure === undefined || c.mark(instance, place) === none) return false;
  if (c.isWithdrawing(instance)) return false;
  for (const t of departure.transitions) if (!isClear(c, instance, t)) return false;
  for (const q of departure.provides) if (isKept(c, instance, q)) return false;
  return true;
}

/** No token of a transition is on its way: neither on itself nor on its docks. */
export function isClear(c: Configuration, instance: number, transition: number): boolean {
  if (c.own(instance, instanceRow.busy) === 0) return true;
  for (const slot of c.life(instance).transitions[transition]?.slots ?? [])
    if (c.mark(instance, slot) !== none) return false;
  return true;
}

/** A provide port keeps a token that would leave its group: it is the last one, and it is in use. */
export function isKept(c: Configuration, instance: number, provide: number): boolean {
  const record = c.port(instance, provide);
  return c.cells.get(record, provideRow.tokens) === 1 && c.cells.get(record, provideRow.users) > 0;
}

/** fire: the token is on the output dock and all that the transition uses is served. */
export function mayFire(c: Configuration, instance: number, transition: number): boolean {
  const edge = c.life(instance).transitions[transition];
  if (edge === undefined || c.mark(instance, edge.out) === none) return false;
  if (c.stopped || c.isWithdrawing(instance)) return false;
  for (const use of edge.uses) if (!isServed(c, instance, use)) return false;
  return true;
}

/** A use that may be, or become, active: enough connections, each provider active, and (unless it is active already) none refusing. */
export function isServed(c: Configuration, instance: number, use: number): boolean {
  const record = c.port(instance, use);
  const links = c.cells.get(record, useRow.links);
  return (
    links >= (c.life(instance).ports[use]?.min ?? 0) &&
    links === c.cells.get(record, useRow.served) &&
    (c.cells.get(record, useRow.refused) === 0 || isActive(c, record))
  );
}

/** All docks of the station hold tokens. */
export function isJoined(c: Configuration, instance: number, station: number): boolean {
  const joined = c.life(instance).stations[station];
  if (joined === undefined || joined.behavior !== c.behavior(instance)) return false;
  for (const slot of joined.slots) if (c.mark(instance, slot) === none) return false;
  return true;
}

/** What a joined station does next, or undefined where it waits. */
export function entry(c: Configuration, instance: number, station: number): Entry | undefined {
  if (!isJoined(c, instance, station)) return undefined;
  const next = entryOf(c, instance, station);
  for (const use of c.life(instance).stations[station]?.gains[next] ?? [])
    if (isMissed(c, instance, use)) return undefined;
  return next;
}

/** What a joined station does once it may: enter its place, collide with the token there, or lack a value that it should give. */
export function entryOf(c: Configuration, instance: number, station: number): Entry {
  const life = c.life(instance);
  const place = life.stations[station]?.place ?? 0;
  if (c.mark(instance, place) !== none) return "collide";
  for (const q of life.publishes[place] ?? [])
    if (!c.values.has(c.port(instance, q))) return "ungiven";
  return "enter";
}

/** A use that would have to become active and may not. */
export function isMissed(c: Configuration, instance: number, use: number): boolean {
  return c.cells.get(c.port(instance, use), useRow.tokens) === 0 && !isServed(c, instance, use);
}

/** finish: no token is on its way and none will leave. */
export function mayFinish(c: Configuration, instance: number): boolean {
  return (
    c.behavior(instance) !== nothing &&
    c.own(instance, instanceRow.busy) === 0 &&
    c.own(instance, instanceRow.firable) === 0
  );
}
