/**
 * Checks that a run is the only one there is, but for the order of its events: then its end is the only end, and nothing runs for ever.
 *
 * Each event must be one that nothing can keep from happening: what conflicts with it cannot be enabled before it has happened, even if
 * no token were ever taken away. Where nothing conflicts, that needs no looking.
 */
import type { Net } from "../net.ts";
import { row } from "../rows.ts";
import { endsThere } from "./verify.ts";
import { verifyConflicts } from "./verify-conflict.ts";

/**
 * O(arcs), and for each event that conflicts with something once more.
 *
 * @param unmarked  places that never hold a token: a siphon, empty at the start
 */
export function isOnlyRun(net: Net, run: Uint32Array, unmarked: Iterable<number>): boolean {
  if (!endsThere(net, run)) return false;
  const rivals = rivalsOf(net, unmarked);
  const marking = Uint32Array.from(net.initial);
  for (const t of run) {
    const others = rivals.get(t);
    if (others !== undefined && mayComeFirst(net, marking, t, others)) return false;
    for (const p of row(net.consumed, t)) marking[p] = (marking[p] ?? 0) - 1;
    for (const p of row(net.produced, t)) marking[p] = (marking[p] ?? 0) + 1;
  }
  return true;
}

function rivalsOf(net: Net, unmarked: Iterable<number>): ReadonlyMap<number, readonly number[]> {
  const rivals = new Map<number, number[]>();
  const add = (t: number, u: number): void => {
    rivals.set(t, [...(rivals.get(t) ?? []), u]);
  };
  for (const [t, u] of verifyConflicts(net, () => false, unmarked).missing) {
    add(t, u);
    add(u, t);
  }
  return rivals;
}

/** May one of `others` be enabled before `t` has fired, if no token is ever taken away? */
function mayComeFirst(
  net: Net,
  marking: Uint32Array,
  t: number,
  others: readonly number[],
): boolean {
  const reached = Uint32Array.from(marking);
  const hasFired = new Set([t]);
  const queue: number[] = [];
  const look = (u: number): void => {
    if (hasFired.has(u) || !isMarked(net, reached, u)) return;
    hasFired.add(u);
    queue.push(u);
  };
  for (let u = 0; u < net.transitionCount; u++) look(u);
  for (const fired of queue)
    for (const p of row(net.produced, fired)) {
      if (reached[p] !== 0) continue;
      reached[p] = 1;
      for (const rows of [net.consumers, net.readers]) for (const u of row(rows, p)) look(u);
    }
  return others.some((u) => hasFired.has(u));
}

const isMarked = (net: Net, marking: Uint32Array, t: number): boolean =>
  [net.consumed, net.read].every((rows) => row(rows, t).every((p) => (marking[p] ?? 0) > 0));
