/**
 * The point of no return of a run that ends badly: the last marking from which the goal could still be reached, the step that was taken
 * there, and one that should have come first.
 */
import { type ExploreOptions, explore } from "../explore/explore.ts";
import type { Net } from "../net.ts";
import type { Marking } from "../explore/player.ts";
import { row } from "../rows.ts";
import { markingAfter } from "../explore/verify.ts";

export interface Decision {
  /** How many transitions of the run come before it. */
  readonly index: number;
  /** The transition that was taken. */
  readonly taken: number;
  /** One that can be taken earlier than that in a run that ends well; undefined: none stands out. */
  readonly instead: number | undefined;
}

/**
 * Looks for the decision by halving the run: what can be reached late can be reached early. Cost: log(run) explorations.
 *
 * Undefined where the goal cannot be reached from the start either, or where an exploration was stopped.
 *
 * @param trace  a run of the net
 */
export function decisionOf(
  net: Net,
  trace: Uint32Array,
  options: ExploreOptions,
): Decision | undefined {
  const endsWell = (index: number): Uint32Array | undefined | "unknown" => {
    const marking = markingAfter(net, trace.subarray(0, index)) ?? net.initial;
    return wayToGoal(net, marking, options);
  };
  let good = endsWell(0);
  if (good === undefined || good === "unknown") return undefined;
  let [from, to] = [0, trace.length];
  while (to - from > 1) {
    const middle = (from + to) >> 1;
    const way = endsWell(middle);
    if (way === "unknown") return undefined;
    if (way === undefined) to = middle;
    else [from, good] = [middle, way];
  }
  const taken = trace[from];
  if (taken === undefined) return undefined;
  return { index: from, taken, instead: good.find((t) => t !== taken && conflict(net, taken, t)) };
}

/** A run from a marking to the goal; undefined: there is none. */
function wayToGoal(
  net: Net,
  marking: Marking,
  options: ExploreOptions,
): Uint32Array | undefined | "unknown" {
  const { terminals, stop, terminalCount, lostCount } = explore(
    { ...net, initial: Uint8Array.from(marking) },
    { ...options, mode: "auto" },
  );
  const good = terminals.find(({ isFinal }) => isFinal);
  if (good !== undefined) return good.trace;
  return stop !== undefined || terminalCount > lostCount ? "unknown" : undefined;
}

/** Does one of the two take what the other needs? */
function conflict(net: Net, t: number, u: number): boolean {
  const needs = (one: number): readonly number[] => [
    ...row(net.consumed, one),
    ...row(net.read, one),
  ];
  return (
    row(net.consumed, t).some((p) => needs(u).includes(p)) ||
    row(net.consumed, u).some((p) => needs(t).includes(p))
  );
}
