/**
 * Why a place has no token and never gets one: an empty siphon, a set of places without tokens to which no transition can give one
 * without having one from it. The smallest part of it that is a siphon itself is the reason; a chain of waits leads there.
 */
import { circleThrough, stronglyConnected } from "../../semantics/circle.ts";
import { type Flow, flowOf, inputAt, inputCount, rowLength } from "./flow.ts";
import type { Net } from "../net.ts";
import type { Marking } from "./player.ts";
import { row } from "../rows.ts";

export interface Cause {
  /** Places that wait for each other; one to which nothing gives tokens; or places that had tokens once, which were taken away. */
  readonly kind: "cycle" | "never given" | "taken";
  /** From the place asked about into the reason: each has no token because its giver, the transition, has none on the next. */
  readonly chain: readonly Wait[];
  /** The reason: a siphon, ascending. */
  readonly reason: readonly number[];
  /** The event of the run that took the reason's last token; undefined: it never had one. */
  readonly takenBy: number | undefined;
  /** All places that the chain could go through: a siphon too. */
  readonly siphon: readonly number[];
}
/** `giver` would give `place` a token, if the next wait were over; undefined at the end. */
export interface Wait {
  readonly place: number;
  readonly giver: number | undefined;
}

/**
 * Why `place` is empty after a run, and remains so; undefined: it may still get a token, as far as empty places can tell. O(arcs + run).
 *
 * @param trace  a run from the start to `marking`
 */
export function causeOf(
  net: Net,
  marking: Marking,
  trace: Uint32Array,
  place: number,
): Cause | undefined {
  const waits = waitsFrom(flowOf(net), marking, place);
  if (waits === undefined) return undefined;
  const next = (p: number): readonly number[] => [...(waits.get(p)?.keys() ?? [])];
  const reasons = reasonsFrom(place, next);
  const way = wayTo(reasons, place, next);
  const last = way.at(-1) ?? place;
  const reason = reasons.get(last) ?? new Set();
  const circle = circleThrough(last, reason, next);
  const places = [...way, ...circle.slice(1)];
  const takenBy = lastTaken(net, trace, reason);
  const isCycle = circle.length > 1 || next(last).includes(last);
  const had = takenBy !== undefined;
  return {
    kind: had ? "taken" : isCycle ? "cycle" : "never given",
    chain: places.map((p, k) => ({
      place: p,
      giver: waits.get(p)?.get(places[k + 1] ?? circle[0] ?? p),
    })),
    reason: ascending(reason),
    takenBy,
    siphon: ascending(waits.keys()),
  };
}

/** A transition that has some of the tokens it takes, and the places where others are missing. */
export interface Blocked {
  readonly transition: number;
  readonly lacking: readonly number[];
}

/** The transitions that are not enabled though a token is there for them to take, in order. O(arcs). */
export function blocked(net: Net, marking: Marking): readonly Blocked[] {
  const found: Blocked[] = [];
  for (let transition = 0; transition < net.transitionCount; transition++) {
    const isEmpty = (p: number): boolean => (marking[p] ?? 0) === 0;
    const consumed = row(net.consumed, transition);
    if (consumed.every(isEmpty)) continue;
    const lacking = [...consumed, ...row(net.read, transition)].filter(isEmpty);
    if (lacking.length > 0) found.push({ transition, lacking: [...new Set(lacking)] });
  }
  return found;
}

/** Place → the places that its givers lack, each with such a giver. One place for each giver: one that is met already, if there is. */
type Waits = ReadonlyMap<number, ReadonlyMap<number, number>>;

function waitsFrom(flow: Flow, marking: Marking, place: number): Waits | undefined {
  if ((marking[place] ?? 0) > 0) return undefined;
  const waits = new Map<number, Map<number, number>>([[place, new Map()]]);
  for (const [p, next] of waits)
    for (const giver of row(flow.givers, p)) {
      const lacking = lackedBy(flow, marking, giver, waits);
      if (lacking === undefined) return undefined;
      if (!next.has(lacking)) next.set(lacking, giver);
      if (!waits.has(lacking)) waits.set(lacking, new Map());
    }
  return waits;
}

/** An empty place that `t` needs: one without givers before all, then one that is met, then one with the fewest givers. */
function lackedBy(
  flow: Flow,
  marking: Marking,
  t: number,
  met: ReadonlyMap<number, unknown>,
): number | undefined {
  let best: number | undefined;
  let least = Infinity;
  for (let k = 0; k < inputCount(flow, t); k++) {
    const p = inputAt(flow, t, k);
    if ((marking[p] ?? 0) > 0) continue;
    const givers = rowLength(flow.givers, p);
    const rank = givers === 0 ? 0 : met.has(p) ? 0.5 : givers;
    if (rank >= least) continue;
    best = p;
    least = rank;
  }
  return best;
}

/** Place → the set it is in, for the sets of places that wait for each other and for nothing else. */
function reasonsFrom(
  place: number,
  next: (p: number) => readonly number[],
): ReadonlyMap<number, ReadonlySet<number>> {
  const reasons = new Map<number, ReadonlySet<number>>();
  for (const places of stronglyConnected([place], next)) {
    const set = new Set(places);
    if (places.every((p) => next(p).every((q) => set.has(q))))
      for (const p of places) reasons.set(p, set);
  }
  return reasons;
}

/** A shortest way from a place to one of those. */
function wayTo(
  goals: ReadonlyMap<number, unknown>,
  place: number,
  next: (p: number) => readonly number[],
): readonly number[] {
  const before = new Map<number, number>([[place, place]]);
  for (const [p] of before) {
    if (goals.has(p)) {
      const way = [p];
      for (let at = p; at !== place; at = before.get(at) ?? place)
        way.push(before.get(at) ?? place);
      return way.reverse();
    }
    for (const q of next(p)) if (!before.has(q)) before.set(q, p);
  }
  return [place];
}

/** The last event that took a token from one of the places. */
function lastTaken(net: Net, trace: Uint32Array, places: ReadonlySet<number>): number | undefined {
  const event = trace.findLastIndex((t) => row(net.consumed, t).some((p) => places.has(p)));
  return event < 0 ? undefined : event;
}

const ascending = (places: Iterable<number>): readonly number[] =>
  [...places].toSorted((a, b) => a - b);
