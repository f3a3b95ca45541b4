/**
 * Tokens and what follows from them at once: counters of groups, and which connections are enabled or refused (§1, §3.5).
 *
 * A rule sets all its marks first and then calls `refresh`; so a token that moves within a group never seems to have left it.
 */
import { type Configuration, nothing, unknown, running, failed } from "./configuration.ts";
import type { Lifecycle, Port } from "./lifecycle.ts";

/** Bits of a port's `state`: what the other side of its connections was last told. */
export const portState = { active: 1, refusing: 2 } as const;

/** Elements whose guard may have come true, coded in one row for the agenda: places, transitions, stations, then these. */
export const elements = { finish: -1, withdraw: -2 } as const;

/** Puts, changes or takes a token. Cost: the ports whose group holds the slot. */
export function setMark(c: Configuration, instance: number, slot: number, mark: number): void {
  const { column } = c.instances;
  const at = (column.marks[instance] ?? 0) + slot;
  const before = c.marks[at] ?? 0;
  if (before === mark) return;
  c.marks[at] = mark;
  const life = c.life(instance);
  const put = Number(mark > 0) - Number(before > 0);
  const harm = Number(mark > 1) - Number(before > 1);
  for (const port of life.groups[slot] ?? []) {
    const record = c.port(instance, port);
    add(c.ports.column.tokens, record, put);
    add(c.ports.column.impaired, record, harm);
    if (!departs(c, instance, life.ports[port], slot)) add(c.ports.column.staying, record, put);
    c.touched.push(instance, port);
  }
  if (slot < life.places.length) {
    const b = c.behavior(instance);
    if (b !== nothing && (life.leaving[b]?.[slot]?.length ?? 0) > 0)
      add(column.firable, instance, put);
    return;
  }
  add(column.busy, instance, put);
  const first = life.places.length + life.transitions.length;
  if (slot >= first && slot < first + life.transitions.length)
    countAction(c, instance, before, mark);
}

/** Tells the other sides of all touched ports what has become of them. Cost: their connections, where something changed. */
export function refresh(c: Configuration): void {
  for (let k = 0; k < c.touched.length; k += 2) {
    const instance = c.touched[k] ?? 0;
    const port = c.touched[k + 1] ?? 0;
    const declared = c.life(instance).ports[port];
    if (declared?.side === "use") refreshUse(c, instance, port);
    else refreshProvide(c, instance, port);
  }
  c.touched.length = 0;
}

/** The active behavior of an instance has changed: what leaves and what stays is counted anew. Cost: the size of its type. */
export function refreshBehavior(c: Configuration, instance: number): void {
  const life = c.life(instance);
  const b = c.behavior(instance);
  let firable = 0;
  life.places.forEach((_, p) => {
    if (c.mark(instance, p) === 0) return;
    if (b !== nothing && (life.leaving[b]?.[p]?.length ?? 0) > 0) {
      firable++;
      c.agenda.push(instance, p);
    }
  });
  c.instances.column.firable[instance] = firable;
  life.ports.forEach((port, q) => {
    if (port.side === "use" || port.kind === "data") return;
    c.ports.column.staying[c.port(instance, q)] = port.group.filter(
      (slot) => c.mark(instance, slot) > 0 && !departs(c, instance, port, slot),
    ).length;
    c.touched.push(instance, q);
  });
  refresh(c);
  c.agenda.push(instance, elements.finish);
}

/** The value of a data provide port can be read from now on: its readers are told. */
export function makeReadable(c: Configuration, instance: number, port: number): void {
  const record = c.port(instance, port);
  if (isActive(c, record)) return;
  c.ports.column.state[record] = portState.active;
  c.steps.push({ rule: "enable", instance, element: port });
  for (const k of c.connectionsOf(record, "provide")) serve(c, k, 1);
}

/** Is the provider active (for data: readable)? Or, for a use: is it active? */
export const isActive = (c: Configuration, record: number): boolean =>
  ((c.ports.column.state[record] ?? 0) & portState.active) !== 0;
export const isRefusing = (c: Configuration, record: number): boolean =>
  ((c.ports.column.state[record] ?? 0) & portState.refusing) !== 0;

/** What the rules of §3 say of a provide whose group holds these tokens. */
export const refuses = (tokens: number, impaired: number, staying: number): boolean =>
  tokens === 0 || impaired > 0 || staying === 0;

/** Adds the elements that wait for a use port to the agenda. */
export function wakeUse(c: Configuration, instance: number, port: number): void {
  const life = c.life(instance);
  const declared = life.ports[port];
  for (const t of declared?.transitions ?? []) c.agenda.push(instance, life.places.length + t);
  if (declared?.kind === "service")
    for (const p of declared.places) wakeStations(c, instance, life, p);
  if (c.withdrawals.has(instance)) c.agenda.push(instance, elements.withdraw);
}

export function wakeStations(
  c: Configuration,
  instance: number,
  life: Lifecycle,
  place: number,
): void {
  const first = life.places.length + life.transitions.length;
  for (const s of life.stationsOf[place] ?? []) c.agenda.push(instance, first + s);
}

export function add(column: Int32Array, index: number, by: number): void {
  column[index] = (column[index] ?? 0) + by;
}

/** Tells a use that one of its providers has come (`by` 1) or gone (-1). */
function serve(c: Configuration, connection: number, by: number): void {
  const { user = zero, use = zero } = c.connections.column;
  const instance = user[connection] ?? 0;
  const port = use[connection] ?? 0;
  add(c.ports.column.served, c.port(instance, port), by);
  if (by > 0) wakeUse(c, instance, port);
}
const zero = new Int32Array(0);

function refreshUse(c: Configuration, instance: number, port: number): void {
  const record = c.port(instance, port);
  const active = (c.ports.column.tokens[record] ?? 0) > 0;
  if (active === isActive(c, record)) return;
  c.ports.column.state[record] = active ? portState.active : 0;
  const { provider, provide } = c.connections.column;
  for (const k of c.connectionsOf(record, "use")) {
    const other = provider[k] ?? 0;
    const users = c.ports.column.users;
    const at = c.port(other, provide[k] ?? 0);
    add(users, at, active ? 1 : -1);
    if (users[at] === 0) wakeProvider(c, other, provide[k] ?? 0);
  }
}

/** A provide that is no longer used: its places may be left, its instance withdrawn. */
function wakeProvider(c: Configuration, instance: number, port: number): void {
  for (const p of c.life(instance).ports[port]?.places ?? []) c.agenda.push(instance, p);
  if (c.withdrawals.has(instance)) c.agenda.push(instance, elements.withdraw);
}

function refreshProvide(c: Configuration, instance: number, port: number): void {
  const record = c.port(instance, port);
  const { tokens, impaired, staying, state, refused } = c.ports.column;
  const was = state[record] ?? 0;
  const count = tokens[record] ?? 0;
  const refusing = refuses(count, impaired[record] ?? 0, staying[record] ?? 0);
  const now = (count > 0 ? portState.active : 0) | (refusing ? portState.refusing : 0);
  if (was === now) return;
  state[record] = now;
  const activity = Number(count > 0) - (was & portState.active);
  const refusal = Number(refusing) - (was & portState.refusing) / portState.refusing;
  if (activity !== 0)
    c.steps.push({ rule: activity > 0 ? "enable" : "disable", instance, element: port });
  const { user, use } = c.connections.column;
  for (const k of c.connectionsOf(record, "provide")) {
    if (refusal !== 0) {
      add(refused, c.port(user[k] ?? 0, use[k] ?? 0), refusal);
      if (refusal < 0) wakeUse(c, user[k] ?? 0, use[k] ?? 0);
    }
    if (activity !== 0) serve(c, k, activity);
  }
}

function departs(
  c: Configuration,
  instance: number,
  port: Port | undefined,
  slot: number,
): boolean {
  const b = c.behavior(instance);
  return b !== nothing && port?.departs[b]?.[slot] === 1;
}

function countAction(c: Configuration, instance: number, before: number, mark: number): void {
  const runs = (m: number): number => Number(m === running || m === unknown);
  add(c.instances.column.running, instance, runs(mark) - runs(before));
  c.runningActions += runs(mark) - runs(before);
  c.failedTokens += Number(mark === failed) - Number(before === failed);
}
