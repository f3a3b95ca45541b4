/**
 * Where a behavior can leave its instance: the sets of component's places that hold tokens when it is finished.
 *
 * Ports decide when tokens move, never where; so this follows from the lifecycle and from what its transitions choose. A run that gets
 * stuck (a join that is never met, a second token) has no outcome.
 */
import type { Lifecycle } from "../../semantics/lifecycle.ts";
import { type Concurrency, concurrencyOf } from "./concurrency.ts";

/** Slots that hold tokens, in ascending order. */
export type Slots = readonly number[];

/** A behavior of a type may end in too many ways to tell them apart. */
export class TooManyOutcomes extends Error {}

/**
 * All outcomes of behavior `b` begun (or gone on with) from `start`; worked out once. Cost: outcomes × transitions of the behavior; where a second token
 * may come to a slot, all orders of its moves.
 *
 * @throws TooManyOutcomes  beyond some thousand ways through
 */
export function outcomesOf(
  life: Lifecycle,
  b: number,
  start: Slots,
  concurrency: Concurrency = concurrencyOf(life),
): readonly Slots[] {
  let ofType = known.get(concurrency);
  if (ofType === undefined) known.set(concurrency, (ofType = new Map()));
  const key = `${b}:${start.join()}`;
  let outcomes = ofType.get(key);
  if (outcomes === undefined) ofType.set(key, (outcomes = explored(life, b, start, concurrency)));
  return outcomes;
}
/** By the concurrency of a type, of which each type has its own. */
const known = new WeakMap<Concurrency, Map<string, readonly Slots[]>>();

function explored(
  life: Lifecycle,
  b: number,
  start: Slots,
  concurrency: Concurrency,
): readonly Slots[] {
  const isOrdered = mayMeet(life, b, concurrency);
  const outcomes = new Map<string, Slots>();
  const seen = new Set([start.join()]);
  const open: Slots[] = [start];
  for (let marked = open.pop(); marked !== undefined; marked = open.pop()) {
    const next = isOrdered ? everyNext(life, b, marked) : followed(life, b, marked);
    if (next.length === 0 && marked.every((slot) => slot < life.places.length))
      outcomes.set(marked.join(), marked);
    for (const one of next) {
      if (seen.has(one.join())) continue;
      if (seen.add(one.join()).size > waysMax) throw new TooManyOutcomes(life.component.name);
      open.push(one);
    }
  }
  return [...outcomes.values()];
}
const waysMax = 4096;

/** May a token come to a slot of behavior `b` while there is one? Then the order of moves matters. */
function mayMeet(life: Lifecycle, b: number, { between }: Concurrency): boolean {
  return (
    life.transitions.some(
      ({ behavior, source, slots }) =>
        behavior === b && slots.some((slot) => between(source, slot)),
    ) || life.stations.some((station) => station.behavior === b && mayCollide(station, between))
  );
}

/** May all docks of the station hold tokens while its place does? */
export const mayCollide = (
  { slots, place }: Lifecycle["stations"][number],
  between: Concurrency["between"],
): boolean => slots.every((slot) => between(slot, place));

interface Move {
  readonly taken: Slots;
  /** What may be put instead; several only at the end of a transition that chooses. */
  readonly choices: readonly Slots[];
}

/** The sets of marked slots after each move that may be next. */
const everyNext = (life: Lifecycle, b: number, marked: Slots): readonly Slots[] => {
  const now = new Set(marked);
  return marked.flatMap((slot) => {
    const move = moveFrom(life, b, now, slot);
    return move === undefined ? [] : move.choices.map((choice) => moved(now, move.taken, choice));
  });
};

/** As far as the tokens come by themselves, or to the next choice; nothing where nothing moves. The order does not matter here. */
function followed(life: Lifecycle, b: number, start: Slots): readonly Slots[] {
  const marked = new Set(start);
  const agenda = [...start];
  let moves = 0;
  for (let slot = agenda.pop(); slot !== undefined; slot = agenda.pop()) {
    const move = moveFrom(life, b, marked, slot);
    if (move === undefined) continue;
    moves++;
    if (move.choices.length > 1)
      return move.choices.map((choice) => moved(marked, move.taken, choice));
    for (const taken of move.taken) marked.delete(taken);
    for (const put of move.choices[0] ?? []) {
      marked.add(put);
      agenda.push(put);
    }
  }
  return moves === 0 ? [] : [moved(marked, [], [])];
}

function moved(marked: ReadonlySet<number>, taken: Slots, put: Slots): Slots {
  const after = new Set(marked);
  for (const slot of taken) after.delete(slot);
  for (const slot of put) after.add(slot);
  return [...after].sort((a, z) => a - z);
}

/** What becomes of the token on a slot, or undefined where it stays. */
function moveFrom(
  life: Lifecycle,
  b: number,
  marked: ReadonlySet<number>,
  slot: number,
): Move | undefined {
  if (!marked.has(slot)) return undefined;
  if (slot < life.places.length) {
    const edges = (life.leaving[b]?.[slot] ?? []).map((t) => life.transitions[t]);
    const isClear = edges.every((edge) => edge?.slots.every((one) => !marked.has(one)));
    if (edges.length === 0 || !isClear) return undefined;
    return { taken: [slot], choices: [edges.map((edge) => edge?.out ?? 0)] };
  }
  if (slot < life.firstIn) {
    const t = (slot - life.places.length) % life.transitions.length;
    const docks = life.transitions[t]?.docks ?? [];
    return { taken: [slot], choices: docks.map((d) => [life.docks[d]?.slot ?? 0]) };
  }
  const station = life.stations[life.docks[slot - life.firstIn]?.station ?? 0];
  if (station === undefined || marked.has(station.place)) return undefined;
  if (!station.slots.every((one) => marked.has(one))) return undefined;
  return { taken: station.slots, choices: [[station.place]] };
}
