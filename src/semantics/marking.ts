/**
 * Tokens and what follows from them at once: counters of groups, and which connections are enabled or refused (§1, §3.5).
 *
 * The rules of a run move tokens as compiled (`move`); what else may become of a token is `setMark`'s. Both change all marks first, then
 * `refresh` is called; so a token that moves within a group never seems to have left it.
 */
import {
  type Configuration,
  failed,
  held,
  none,
  nothing,
  running,
  unknown,
} from "./configuration.ts";
import {
  connectionRow,
  instanceRow,
  markFromHome,
  markShift,
  provideRow,
  useRow,
} from "./record.ts";
import { rules } from "./event.ts";
import { type Lifecycle, elements } from "./lifecycle.ts";
import { type Move, countedAt } from "./move.ts";

/** Bits of a port's `state`: what the other side of its connections was last told. */
const portState = { active: 1, refusing: 2 } as const;

/** Moves held tokens as compiled. Cost: what counts them. */
export function moveTokens(c: Configuration, instance: number, move: Move): void {
  const home = c.home(instance);
  const { additions, ports } = move;
  for (let k = 0; k < additions.length; k += 2)
    c.cells.add(home, additions[k] ?? 0, additions[k + 1] ?? 0);
  for (const port of ports) c.touched.push(instance, port);
}

/** Puts, changes or takes one token. Cost: the ports of the type. */
export function setMark(c: Configuration, instance: number, slot: number, mark: number): void {
  const home = c.home(instance);
  const before = c.mark(instance, slot);
  if (before === mark) return;
  c.cells.change(home, markFromHome(slot), (mark ^ before) << markShift(slot));
  const life = c.life(instance);
  const put = Number(mark > none) - Number(before > none);
  for (const cell of countedAt(life, c.behavior(instance), slot)) c.cells.add(home, cell, put);
  const harm = Number(mark > held) - Number(before > held);
  for (const port of life.groups[slot] ?? []) {
    if (life.ports[port]?.side === "provide")
      c.cells.add(c.port(instance, port), provideRow.impaired, harm);
    c.touched.push(instance, port);
  }
  if (slot < life.firstOn || slot >= life.firstIn) return;
  const fails = Number(mark === failed) - Number(before === failed);
  c.cells.add(home, instanceRow.running, -fails);
  c.failedTokens += fails;
}

/** Tells the other sides of all touched ports what has become of them. Cost: their connections, where something changed. */
export function refresh(c: Configuration): void {
  if (c.touched.length > 0) tellOthers(c);
}

function tellOthers(c: Configuration): void {
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
  const b = c.behavior(instance);
  const departures = b === nothing ? [] : (life.departures[b] ?? []);
  let firable = 0;
  for (let place = 0; place < departures.length; place++) {
    if (departures[place] === undefined || c.mark(instance, place) === none) continue;
    firable++;
    c.agenda.push(instance, place);
  }
  c.cells.set(c.home(instance), instanceRow.firable, firable);
  for (let q = 0; q < life.ports.length; q++) {
    const port = life.ports[q];
    if (port?.side !== "provide" || port.kind === "data") continue;
    const departs = b === nothing ? undefined : port.departs[b];
    const record = c.port(instance, q);
    let staying = c.cells.get(record, provideRow.tokens);
    for (const place of port.places)
      if (departs?.[place] === 1 && c.mark(instance, place) !== none) staying--;
    c.cells.set(record, provideRow.staying, staying);
    c.touched.push(instance, q);
  }
  refresh(c);
  if (b !== nothing) c.agenda.push(instance, elements.finish);
}

/** The value of a data provide port can be read from now on: its readers are told. */
export function makeReadable(c: Configuration, instance: number, port: number): void {
  const record = c.port(instance, port);
  if (isActive(c, record)) return;
  c.cells.set(record, provideRow.state, portState.active);
  c.steps.push(rules.enable, instance, port);
  for (let k = c.firstOf(record); k !== nothing; k = c.nextOf(k, "provide")) tellUser(c, k, 1, 0);
}

/** Is the provider active (for data: readable)? Or, for a use: is it active? */
export const isActive = (c: Configuration, record: number): boolean =>
  (c.cells.get(record, useRow.state) & portState.active) !== 0;
export const isRefusing = (c: Configuration, record: number): boolean =>
  (c.cells.get(record, provideRow.state) & portState.refusing) !== 0;

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
  for (const s of life.stationsOf[place] ?? []) {
    const station = life.stations[s];
    if (station !== undefined && c.mark(instance, station.slots[0] ?? 0) !== none)
      c.agenda.push(instance, station.element);
  }
}

export function wakeWithdrawal(c: Configuration, instance: number): void {
  if (c.isWithdrawing(instance)) c.agenda.push(instance, elements.withdraw);
}

/** Tells a use that one of its providers has come (`came` 1) or gone (-1), and refuses (`refusal` 1) or no longer (-1). */
function tellUser(c: Configuration, connection: number, came: number, refusal: number): void {
  const record = c.connections.get(connection, connectionRow.use);
  c.cells.add(record, useRow.served, came);
  c.cells.add(record, useRow.refused, refusal);
  if (came <= 0 && refusal >= 0) return;
  // As long as another provider is missing it would be in vain.
  if (c.cells.get(record, useRow.served) !== c.cells.get(record, useRow.links)) return;
  const instance = c.connections.get(connection, connectionRow.user);
  wakeUse(c, instance, c.portAt(instance, record));
}

function refreshUse(c: Configuration, instance: number, port: number): void {
  const record = c.port(instance, port);
  const active = c.cells.get(record, useRow.tokens) > 0;
  if (active === isActive(c, record)) return;
  c.cells.set(record, useRow.state, active ? portState.active : 0);
  for (let k = c.firstOf(record); k !== nothing; k = c.nextOf(k, "use")) {
    const other = c.connections.get(k, connectionRow.provide);
    c.cells.add(other, provideRow.users, active ? 1 : -1);
    if (c.cells.get(other, provideRow.users) > 0) continue;
    const provider = c.connections.get(k, connectionRow.provider);
    wakeProvider(c, provider, c.portAt(provider, other));
  }
}

/** A provide that is no longer used, or holds one token more: its places may be left, its instance withdrawn. */
function wakeProvider(c: Configuration, instance: number, port: number): void {
  for (const p of c.life(instance).ports[port]?.places ?? []) c.agenda.push(instance, p);
  wakeWithdrawal(c, instance);
}

function refreshProvide(c: Configuration, instance: number, port: number): void {
  const record = c.port(instance, port);
  const tokens = c.cells.get(record, provideRow.tokens);
  const impaired = c.cells.get(record, provideRow.impaired);
  if (tokens > 1 && c.cells.get(record, provideRow.users) > 0) wakeProvider(c, instance, port);
  const refusing = refuses(tokens, impaired, c.cells.get(record, provideRow.staying));
  const was = c.cells.get(record, provideRow.state);
  const now = (tokens > 0 ? portState.active : 0) | (refusing ? portState.refusing : 0);
  if (was === now) return;
  c.cells.set(record, provideRow.state, now);
  const activity = (now & portState.active) - (was & portState.active);
  const refusal = ((now & portState.refusing) - (was & portState.refusing)) / portState.refusing;
  if (activity !== 0) c.steps.push(activity > 0 ? rules.enable : rules.disable, instance, port);
  for (let k = c.firstOf(record); k !== nothing; k = c.nextOf(k, "provide"))
    tellUser(c, k, activity, refusal);
}

/** The action runs, or may run: nobody can tell. */
export const isAtWork = (mark: number): boolean => mark === running || mark === unknown;
