/**
 * Tokens and what follows from them at once: counters of groups, and which connections are enabled or refused (§1, §3.5).
 *
 * A rule sets all its marks first and then calls `refresh`; so a token that moves within a group never seems to have left it.
 */
import {
  type Configuration,
  connectionRow,
  failed,
  held,
  instanceRow,
  none,
  nothing,
  provideRow,
  running,
  unknown,
  useRow,
} from "./configuration.ts";
import { type Lifecycle, type Port, elementOf, elements } from "./lifecycle.ts";

/** Bits of a port's `state`: what the other side of its connections was last told. */
export const portState = { active: 1, refusing: 2 } as const;

/** Puts, changes or takes a token. Cost: the ports whose group holds the slot. */
export function setMark(c: Configuration, instance: number, slot: number, mark: number): void {
  const at = c.instances.get(instance, instanceRow.marks) + slot;
  const before = c.marks[at] ?? none;
  if (before === mark) return;
  c.marks[at] = mark;
  const life = c.life(instance);
  const put = Number(mark > none) - Number(before > none);
  const harm = Number(mark > held) - Number(before > held);
  for (const port of life.groups[slot] ?? []) countToken(c, instance, port, slot, put, harm);
  const { places, transitions } = life;
  if (slot < places.length) {
    if (isLeft(c, instance, life, slot)) c.instances.add(instance, instanceRow.firable, put);
    return;
  }
  c.instances.add(instance, instanceRow.busy, put);
  const firstOn = places.length + transitions.length;
  if (slot >= firstOn && slot < firstOn + transitions.length)
    countAction(c, instance, before, mark);
}

/** Tells the other sides of all touched ports what has become of them. Cost: their connections, where something changed. */
export function refresh(c: Configuration): void {
  for (let k = 0; k < c.touched.length; k++) {
    const instance = c.touched.first(k);
    const port = c.touched.second(k);
    if (c.life(instance).ports[port]?.side === "use") refreshUse(c, instance, port);
    else refreshProvide(c, instance, port);
  }
  c.touched.clear();
}

/** The active behavior of an instance has changed: what leaves and what stays is counted anew. Cost: the size of its type. */
export function refreshBehavior(c: Configuration, instance: number): void {
  const life = c.life(instance);
  let firable = 0;
  for (let place = 0; place < life.places.length; place++) {
    if (c.mark(instance, place) === none || !isLeft(c, instance, life, place)) continue;
    firable++;
    c.agenda.push(instance, place);
  }
  c.instances.set(instance, instanceRow.firable, firable);
  for (let q = 0; q < life.ports.length; q++) {
    const port = life.ports[q];
    if (port?.side !== "provide" || port.kind === "data") continue;
    let staying = 0;
    for (const slot of port.group)
      if (c.mark(instance, slot) !== none && !departs(c, instance, port, slot)) staying++;
    c.ports.set(c.port(instance, q), provideRow.staying, staying);
    c.touched.push(instance, q);
  }
  refresh(c);
  c.agenda.push(instance, elements.finish);
}

/** The value of a data provide port can be read from now on: its readers are told. */
export function makeReadable(c: Configuration, instance: number, port: number): void {
  const record = c.port(instance, port);
  if (isActive(c, record)) return;
  c.ports.set(record, provideRow.state, portState.active);
  c.steps.push({ rule: "enable", instance, element: port });
  for (let k = c.firstOf(record); k !== nothing; k = c.nextOf(k, "provide")) serve(c, k, 1);
}

/** Is the provider active (for data: readable)? Or, for a use: is it active? */
export const isActive = (c: Configuration, record: number): boolean =>
  (c.ports.get(record, useRow.state) & portState.active) !== 0;
export const isRefusing = (c: Configuration, record: number): boolean =>
  (c.ports.get(record, provideRow.state) & portState.refusing) !== 0;

/** What the rules of §3 say of a provide whose group holds these tokens. */
export const refuses = (tokens: number, impaired: number, staying: number): boolean =>
  tokens === 0 || impaired > 0 || staying === 0;

/** Adds the elements that wait for a use port to the agenda. */
export function wakeUse(c: Configuration, instance: number, port: number): void {
  for (const element of c.life(instance).ports[port]?.waiting ?? [])
    c.agenda.push(instance, element);
  wakeWithdrawal(c, instance);
}

export function wakeStations(
  c: Configuration,
  instance: number,
  life: Lifecycle,
  place: number,
): void {
  for (const s of life.stationsOf[place] ?? [])
    c.agenda.push(instance, elementOf(life, "station", s));
}

export function wakeWithdrawal(c: Configuration, instance: number): void {
  if (c.withdrawals.has(instance)) c.agenda.push(instance, elements.withdraw);
}

function countToken(
  c: Configuration,
  instance: number,
  port: number,
  slot: number,
  put: number,
  harm: number,
): void {
  const declared = c.life(instance).ports[port];
  const record = c.port(instance, port);
  c.ports.add(record, useRow.tokens, put);
  if (declared?.side === "provide") {
    c.ports.add(record, provideRow.impaired, harm);
    if (!departs(c, instance, declared, slot)) c.ports.add(record, provideRow.staying, put);
  }
  c.touched.push(instance, port);
}

/** Does the active behavior move a token away from the place? */
function isLeft(c: Configuration, instance: number, life: Lifecycle, place: number): boolean {
  const b = c.behavior(instance);
  return b !== nothing && (life.leaving[b]?.[place]?.length ?? 0) > 0;
}

/** Does the active behavior move a token out of the port's group from here? */
function departs(c: Configuration, instance: number, port: Port, slot: number): boolean {
  const b = c.behavior(instance);
  return b !== nothing && port.departs[b]?.[slot] === 1;
}

/** Tells a use that one of its providers has come (`by` 1) or gone (-1). */
function serve(c: Configuration, connection: number, by: number): void {
  const instance = c.connections.get(connection, connectionRow.user);
  const port = c.connections.get(connection, connectionRow.use);
  c.ports.add(c.port(instance, port), useRow.served, by);
  if (by > 0) wakeUse(c, instance, port);
}

function refreshUse(c: Configuration, instance: number, port: number): void {
  const record = c.port(instance, port);
  const active = c.ports.get(record, useRow.tokens) > 0;
  if (active === isActive(c, record)) return;
  c.ports.set(record, useRow.state, active ? portState.active : 0);
  for (let k = c.firstOf(record); k !== nothing; k = c.nextOf(k, "use")) {
    const provider = c.connections.get(k, connectionRow.provider);
    const provide = c.connections.get(k, connectionRow.provide);
    const other = c.port(provider, provide);
    c.ports.add(other, provideRow.users, active ? 1 : -1);
    if (c.ports.get(other, provideRow.users) === 0) wakeProvider(c, provider, provide);
  }
}

/** A provide that is no longer used, or holds one token more: its places may be left, its instance withdrawn. */
function wakeProvider(c: Configuration, instance: number, port: number): void {
  for (const p of c.life(instance).ports[port]?.places ?? []) c.agenda.push(instance, p);
  wakeWithdrawal(c, instance);
}

function refreshProvide(c: Configuration, instance: number, port: number): void {
  const record = c.port(instance, port);
  const tokens = c.ports.get(record, provideRow.tokens);
  const impaired = c.ports.get(record, provideRow.impaired);
  if (tokens > 1 && c.ports.get(record, provideRow.users) > 0) wakeProvider(c, instance, port);
  const refusing = refuses(tokens, impaired, c.ports.get(record, provideRow.staying));
  const was = c.ports.get(record, provideRow.state);
  const now = (tokens > 0 ? portState.active : 0) | (refusing ? portState.refusing : 0);
  if (was === now) return;
  c.ports.set(record, provideRow.state, now);
  const activity = (now & portState.active) - (was & portState.active);
  const refusal = ((now & portState.refusing) - (was & portState.refusing)) / portState.refusing;
  if (activity !== 0)
    c.steps.push({ rule: activity > 0 ? "enable" : "disable", instance, element: port });
  for (let k = c.firstOf(record); k !== nothing; k = c.nextOf(k, "provide")) {
    if (refusal !== 0) refuse(c, k, refusal);
    if (activity !== 0) serve(c, k, activity);
  }
}

/** Tells a use that one of its providers refuses from now on (`by` 1) or no longer (-1). */
function refuse(c: Configuration, connection: number, by: number): void {
  const instance = c.connections.get(connection, connectionRow.user);
  const port = c.connections.get(connection, connectionRow.use);
  c.ports.add(c.port(instance, port), useRow.refused, by);
  if (by < 0) wakeUse(c, instance, port);
}

function countAction(c: Configuration, instance: number, before: number, mark: number): void {
  const runs = Number(isAtWork(mark)) - Number(isAtWork(before));
  c.instances.add(instance, instanceRow.running, runs);
  c.runningActions += runs;
  c.failedTokens += Number(mark === failed) - Number(before === failed);
}

/** The action runs, or may run: nobody can tell. */
export const isAtWork = (mark: number): boolean => mark === running || mark === unknown;
