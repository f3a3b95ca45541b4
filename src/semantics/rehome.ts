/**
 * The same configuration under types that are declared anew: every token, push, connection and value is found again by its name.
 *
 * This is how a run goes on after its file has changed, and how a history that was replayed under the types of its time gets the
 * actions of today. Whoever calls it has made sure that all that holds something still exists (`store/compatibility`).
 */
import type { AnyComponent } from "../model/component.ts";
import { Configuration, none, nothing } from "./configuration.ts";
import { connectionRow, instanceRow } from "./record.ts";
import { connect } from "./connection.ts";
import { add } from "./instance.ts";
import { type Lifecycle, lifecycle, portKey } from "./lifecycle.ts";
import { makeReadable, refresh, refreshBehavior, setMark } from "./marking.ts";
import { push, remember, trailOf } from "./queue.ts";

/** Finds the type of an instance as it is declared now. */
export type FindType = (instance: string, before: AnyComponent) => AnyComponent;

/** What has moved, by old number. */
export interface Rehomed {
  readonly configuration: Configuration;
  /** An instance and one of its transitions, by their new numbers. */
  readonly transition: (instance: number, transition: number) => readonly [number, number];
}

/** @throws RangeError  where something that holds a token, a push, a connection or a value has no new home */
export function rehome(old: Configuration, find: FindType): Rehomed {
  const c = new Configuration();
  const moves = new Map(
    [...old.all()].map((instance) => [instance, moveInstance(old, c, instance, find)]),
  );
  const moved = (instance: number): Move => must(moves.get(instance), `instance ${instance}`);
  for (const instance of old.all()) moveConnections(old, c, instance, moved);
  for (const instance of old.all()) moveValues(old, c, moved(instance));
  for (const [instance, behavior] of old.withdrawals) {
    const { to, life, before } = moved(instance);
    c.withdrawals.set(
      to,
      behavior < 0 ? behavior : named(life.behaviors, before.behaviors[behavior]),
    );
  }
  for (const [instance, identity] of old.abandoned) c.abandoned.set(moved(instance).to, identity);
  for (const one of old.program)
    c.program.push(
      one.op === "add" ? { ...one, component: find(one.instance, one.component) } : one,
    );
  c.begins.push(...old.begins);
  const { position, firstPush, nextPush, awaiting, stopped } = old;
  Object.assign(c, { position, firstPush, nextPush, awaiting, stopped });
  c.agenda.clear();
  c.steps.clear();
  const transition = (instance: number, t: number): readonly [number, number] => {
    const { to, life, before } = moved(instance);
    return [to, named(names(life.transitions), before.transitions[t]?.name)];
  };
  return { configuration: c, transition };
}

/** One instance on its way. */
interface Move {
  readonly from: number;
  readonly to: number;
  readonly before: Lifecycle;
  readonly life: Lifecycle;
}

function moveInstance(old: Configuration, c: Configuration, from: number, find: FindType): Move {
  const before = old.life(from);
  const name = old.names[from] ?? "";
  const life = lifecycle(find(name, before.component));
  add(c, name, life);
  const to = must(c.number(name), name);
  const move = { from, to, before, life };
  setMark(c, to, life.initial, none);
  for (let slot = 0; slot < before.slots; slot++) {
    const mark = old.mark(from, slot);
    if (mark === none) continue;
    const at = newSlot(move, slot);
    setMark(c, to, at, mark);
    const failure = old.failure(from, slot);
    if (failure !== undefined) c.failures.set(c.slot(to, at), failure);
  }
  for (const { behavior, identity, own } of old.queue(from)) {
    c.nextPush = identity;
    push(c, to, named(life.behaviors, before.behaviors[behavior]), own);
  }
  moveTrail(old, c, move);
  c.cells.set(c.home(to), instanceRow.awaited, old.own(from, instanceRow.awaited));
  refreshBehavior(c, to);
  return move;
}

/** The slot that has the same name: of a place, of a transition, or of one of its docks. */
function newSlot({ before, life }: Move, slot: number): number {
  if (slot < before.places.length) return named(life.places, before.places[slot]);
  const dock = before.docks.find((one) => one.slot === slot);
  const t = before.transitions.findIndex(
    (edge, k) => edge.out === slot || edge.on === slot || k === dock?.transition,
  );
  const edge = must(
    life.transitions[named(names(life.transitions), before.transitions[t]?.name)],
    "transition",
  );
  if (dock === undefined) return before.transitions[t]?.out === slot ? edge.out : edge.on;
  const station = before.stations[dock.station]?.name;
  const end = edge.docks.find((d) => life.stations[life.docks[d]?.station ?? -1]?.name === station);
  return must(life.docks[end ?? -1], `station ${station}`).slot;
}

function moveTrail(old: Configuration, c: Configuration, { from, to, before, life }: Move): void {
  for (const move of trailOf(old, from))
    remember(
      c,
      to,
      move >= 0
        ? named(life.places, before.places[move])
        : -1 - newStation(before, life, -1 - move),
    );
}

function newStation(before: Lifecycle, life: Lifecycle, s: number): number {
  const { name, behavior = -1 } = before.stations[s] ?? {};
  const found = life.stations.findIndex(
    (one) => one.name === name && life.behaviors[one.behavior] === before.behaviors[behavior],
  );
  if (found < 0) throw new RangeError(`no station ${name}`);
  return found;
}

function moveConnections(
  old: Configuration,
  c: Configuration,
  user: number,
  moved: (instance: number) => Move,
): void {
  const { to } = moved(user);
  old.life(user).ports.forEach((port, q) => {
    if (port.side === "provide") return;
    const use = newPort(moved(user), q);
    for (let k = old.firstOf(old.port(user, q)); k !== nothing; k = old.nextOf(k, "use")) {
      const other = moved(old.connections.get(k, connectionRow.provider));
      const record = old.connections.get(k, connectionRow.provide);
      const provide = newPort(other, old.portAt(other.from, record));
      const made = connect(c, { user: to, use, provider: other.to, provide });
      c.connections.set(made, connectionRow.read, old.connections.get(k, connectionRow.read));
    }
  });
}

function moveValues(old: Configuration, c: Configuration, move: Move): void {
  move.before.ports.forEach((port, q) => {
    const value = old.values.get(old.port(move.from, q));
    if (port.side === "use" || value === undefined) return;
    const at = newPort(move, q);
    c.values.set(c.port(move.to, at), value);
    if (value.version > 0) makeReadable(c, move.to, at);
  });
  refresh(c);
}

function newPort({ before, life }: Move, q: number): number {
  const port = must(before.ports[q], "port");
  return must(life.portNamed.get(portKey(port.side, port.name)), `port ${port.name}`);
}

const names = (items: readonly { readonly name: string }[]): readonly string[] =>
  items.map(({ name }) => name);

function named(among: readonly string[], name: string | undefined): number {
  const found = among.indexOf(name ?? "");
  if (found < 0) throw new RangeError(`"${name}" has no new home`);
  return found;
}

function must<T>(found: T | undefined, what: string): T {
  if (found === undefined) throw new RangeError(`${what} has no new home`);
  return found;
}
