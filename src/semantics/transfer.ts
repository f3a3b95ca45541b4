/** Instances on their way from one configuration to another: their tokens, pushes, trails, connections and values, found again by name. */
import { type Configuration, none, nothing } from "./configuration.ts";
import { connect } from "./connection.ts";
import { add } from "./instance.ts";
import { type Lifecycle, portKey } from "./lifecycle.ts";
import { makeReadable, refresh, refreshBehavior, setMark } from "./marking.ts";
import { push, remember, trailOf } from "./queue.ts";
import { connectionRow, instanceRow } from "./record.ts";

/** One instance on its way: its numbers and its tables, there and here. */
export interface Move {
  readonly from: number;
  readonly to: number;
  readonly before: Lifecycle;
  readonly life: Lifecycle;
}

/** @throws RangeError  where something that holds a token or a push has no new home */
export function moveInstance(
  old: Configuration,
  c: Configuration,
  from: number,
  life: Lifecycle,
): Move {
  const before = old.life(from);
  const name = old.names[from] ?? "";
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

/** The connections of its use ports, in their order; those to whom `moved` does not know are left behind. */
export function moveConnections(
  old: Configuration,
  c: Configuration,
  user: Move,
  moved: (instance: number) => Move | undefined,
): void {
  user.before.ports.forEach((port, q) => {
    if (port.side === "provide") return;
    const use = newPort(user, q);
    const first = old.firstOf(old.port(user.from, q));
    for (let k = first; k !== nothing; k = old.nextOf(k, "use")) {
      const other = moved(old.connections.get(k, connectionRow.provider));
      if (other === undefined) continue;
      const record = old.connections.get(k, connectionRow.provide);
      const provide = newPort(other, old.portAt(other.from, record));
      const made = connect(c, { user: user.to, use, provider: other.to, provide });
      c.connections.set(made, connectionRow.read, old.connections.get(k, connectionRow.read));
    }
  });
}

/** What it has given, once it is connected: its readers are told. */
export function moveValues(old: Configuration, c: Configuration, move: Move): void {
  move.before.ports.forEach((port, q) => {
    const value = old.values.get(old.port(move.from, q));
    if (port.side === "use" || value === undefined) return;
    const at = newPort(move, q);
    c.values.set(c.port(move.to, at), value);
    if (value.version > 0) makeReadable(c, move.to, at);
  });
  refresh(c);
}

/** The withdrawal that is pending, and the latest of its pushes that was abandoned. */
export function moveWithdrawal(
  old: Configuration,
  c: Configuration,
  { from, to, before, life }: Move,
): void {
  const behavior = old.withdrawals.get(from);
  if (behavior !== undefined)
    c.withdrawals.set(
      to,
      behavior < 0 ? behavior : named(life.behaviors, before.behaviors[behavior]),
    );
  const abandoned = old.abandoned.get(from);
  if (abandoned !== undefined) c.abandoned.set(to, abandoned);
}

/** The transition that has the same name. */
export const newTransition = ({ before, life }: Move, transition: number): number =>
  named(names(life.transitions), before.transitions[transition]?.name);

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
