/**
 * The rules of components (§3) and of failure (§4): each moves tokens and nothing else.
 *
 * A rule is applied only where its guard in `enabled` holds. It leaves the counters right, adds to the agenda what may have become
 * possible by it, and tells its step.
 */
import {
  type Configuration,
  failed,
  held,
  lost,
  none,
  nothing,
  running,
  unknown,
} from "./configuration.ts";
import { connectionRow } from "./record.ts";
import { type Event, type Failure, rules } from "./event.ts";
import { mayFinish } from "./enabled.ts";
import { elements } from "./lifecycle.ts";
import {
  isActive,
  makeReadable,
  moveTokens,
  refresh,
  setMark,
  wakeStations,
  wakeWithdrawal,
} from "./marking.ts";
import { popBehavior, remember } from "./queue.ts";
import { settlePush } from "./wait.ts";

/** Place → output docks of all transitions of the active behavior that leave it. */
export function leave(c: Configuration, instance: number, place: number): void {
  const departure = c.departure(instance, place);
  if (departure === undefined) return;
  // A move knows held tokens only; one that is lost here is as good elsewhere.
  if (c.mark(instance, place) !== held) setMark(c, instance, place, held);
  moveTokens(c, instance, departure.move);
  for (const element of departure.elements) c.agenda.push(instance, element);
  remember(c, instance, place);
  c.steps.push(rules.leave, instance, place);
  refresh(c);
  wakeStations(c, instance, c.life(instance), place);
}

/** Output dock → transition: its action is to start. */
export function fire(c: Configuration, instance: number, transition: number): void {
  const edge = c.life(instance).transitions[transition];
  if (edge === undefined) return;
  moveTokens(c, instance, edge.fires);
  noteReading(c, instance, edge.uses);
  c.steps.push(rules.fire, instance, transition);
  refresh(c);
}

/** Transition → input dock of the chosen station; the values it gave are stored. */
export function end(
  c: Configuration,
  instance: number,
  dock: number,
  values?: Readonly<Record<string, unknown>>,
): void {
  const life = c.life(instance);
  const reached = life.docks[dock];
  if (reached === undefined) return;
  const on = life.transitions[reached.transition]?.on ?? 0;
  forgetFailure(c, instance, on);
  if (c.mark(instance, on) !== running) setMark(c, instance, on, running);
  moveTokens(c, instance, reached.ends);
  if (values !== undefined)
    for (const [name, value] of Object.entries(values)) give(c, instance, name, value);
  c.steps.push(rules.end, instance, dock);
  refresh(c);
  c.agenda.push(instance, life.stations[reached.station]?.element ?? 0);
  wakeWithdrawal(c, instance);
}

/** Input docks of a station → its place; values given for the place can be read from now on. */
export function enter(c: Configuration, instance: number, station: number): void {
  const life = c.life(instance);
  const joined = life.stations[station];
  if (joined === undefined) return;
  moveTokens(c, instance, joined.enters);
  for (const source of joined.sources)
    if (c.mark(instance, source) !== none) c.agenda.push(instance, source);
  remember(c, instance, -1 - station);
  c.steps.push(rules.enter, instance, station);
  refresh(c);
  for (const port of life.publishes[joined.place] ?? []) publish(c, instance, port);
  c.agenda.push(instance, joined.place);
  if (mayFinish(c, instance)) c.agenda.push(instance, elements.finish);
}

/** A second token may not enter a place, nor a token that owes a value: the transitions that end here fail (§3.4). */
export function refuseEntry(
  c: Configuration,
  instance: number,
  station: number,
  rule: "collide" | "ungiven",
): void {
  const life = c.life(instance);
  const { docks = [], name = "" } = life.stations[station] ?? {};
  const error = entryFailure(c, instance, station, rule);
  c.steps.push(rules[rule], instance, station);
  for (const d of docks) {
    const { slot = 0, transition = 0 } = life.docks[d] ?? {};
    setMark(c, instance, slot, none);
    fail(c, instance, transition, { ...error, message: `${name}: ${error.message}` });
  }
}

/** No token is on its way and none will leave: the next behavior becomes active. */
export function finish(c: Configuration, instance: number): void {
  c.steps.push(rules.finish, instance, c.behavior(instance));
  settlePush(c, instance, popBehavior(c, instance));
}

/** Running (or on its dock, refused) → failed: the token stays on the transition. */
export function fail(c: Configuration, instance: number, transition: number, error: Failure): void {
  const on = c.life(instance).transitions[transition]?.on ?? 0;
  setMark(c, instance, on, failed);
  c.failures.set(c.slot(instance, on), error);
  c.steps.push(rules.fail, instance, transition);
  refresh(c);
  wakeWithdrawal(c, instance);
}

/** Whether the action has ended cannot be told; where it is known why, that is kept. */
export function doubt(
  c: Configuration,
  instance: number,
  transition: number,
  error: Failure | undefined,
): void {
  const on = c.life(instance).transitions[transition]?.on ?? 0;
  setMark(c, instance, on, unknown);
  if (error !== undefined) c.failures.set(c.slot(instance, on), error);
  c.steps.push(rules.unknown, instance, transition);
  refresh(c);
}

/** Failed or unknown → running again. */
export function refire(c: Configuration, instance: number, transition: number): void {
  const edge = c.life(instance).transitions[transition];
  if (edge === undefined) return;
  forgetFailure(c, instance, edge.on);
  setMark(c, instance, edge.on, running);
  noteReading(c, instance, edge.uses);
  c.steps.push(rules.fire, instance, transition);
  refresh(c);
}

/** A probe's word on a place: while it is lost its provides are impaired; the marking stays. */
export function observe(c: Configuration, event: Event & { type: "lost" | "found" }): void {
  if (c.mark(event.instance, event.place) === none) return;
  setMark(c, event.instance, event.place, event.type === "lost" ? lost : held);
  refresh(c);
}

function give(c: Configuration, instance: number, name: string, value: unknown): void {
  const port = c.portNamed(instance, "provide", name);
  if (port === undefined) return;
  const record = c.port(instance, port);
  const before = c.values.get(record);
  const version = before?.version ?? 0;
  c.values.set(record, { value, version: isActive(c, record) ? version + 1 : version });
  if (before !== undefined) return;
  const life = c.life(instance);
  for (const place of life.ports[port]?.places ?? []) wakeStations(c, instance, life, place);
}

function publish(c: Configuration, instance: number, port: number): void {
  const record = c.port(instance, port);
  const given = c.values.get(record);
  if (given === undefined || isActive(c, record)) return;
  c.values.set(record, { ...given, version: 1 });
  makeReadable(c, instance, port);
}

/** Which versions a transition reads: a later one makes its reader stale. */
function noteReading(c: Configuration, instance: number, uses: readonly number[]): void {
  if (c.values.size === 0) return;
  for (const use of uses)
    for (let k = c.firstOf(c.port(instance, use)); k !== nothing; k = c.nextOf(k, "use")) {
      const value = c.values.get(c.connections.get(k, connectionRow.provide));
      c.connections.set(k, connectionRow.read, value?.version ?? 0);
    }
}

function entryFailure(
  c: Configuration,
  instance: number,
  station: number,
  rule: "collide" | "ungiven",
): Failure {
  const life = c.life(instance);
  const place = life.stations[station]?.place ?? 0;
  if (rule === "collide")
    return { code: "MADEUS_SECOND_TOKEN", message: "the place already holds a token" };
  const missing = (life.publishes[place] ?? []).filter((q) => !c.values.has(c.port(instance, q)));
  const names = missing.map((q) => life.ports[q]?.name).join(", ");
  return { code: "MADEUS_VALUE_NOT_GIVEN", message: `no action has given ${names}` };
}

function forgetFailure(c: Configuration, instance: number, slot: number): void {
  if (c.mark(instance, slot) !== running) c.failures.delete(c.slot(instance, slot));
}
