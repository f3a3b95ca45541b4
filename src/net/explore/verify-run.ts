/**
 * Checks that a run is the only one there is, but for the order of its events: then its end is the only end, and nothing runs for ever.
 *
 * Each event must be one that nothing can keep from happening: what conflicts with it cannot be enabled before it has happened, even if
 * no token were ever taken away. Where nothing conflicts, that needs no looking.
 */
import type { Net } from "../net.ts";
import { row } from "../rows.ts";
import { endsThere, move } from "./verify.ts";
import { type ConflictCheck, verifyConflicts } from "./verify-conflict.ts";

/**
 * O(arcs), and for each event that conflicts with something once more. Undefined where there is too much to look at.
 *
 * @param unmarked  places that never hold a token: a siphon, empty at the start
 */
export function isOnlyRun(
  net: Net,
  run: Uint32Array,
  unmarked: Iterable<number>,
): boolean | undefined {
  if (!endsThere(net, run)) return false;
  const { missing, isCut } = verifyConflicts(net, () => false, unmarked);
  if (isCut) return undefined;
  const rivals = rivalsOf(missing);
  const marking = Uint32Array.from(net.initial);
  for (const t of run) {
    const others = rivals.get(t);
    if (others !== undefined && mayComeFirst(net, marking, t, others)) return false;
    move(net, marking, t);
  }
  return true;
}

function rivalsOf(pairs: ConflictCheck["missing"]): ReadonlyMap<number, readonly number[]> {
  const rivals = new Map<number, number[]>();
  const add = (t: number, u: number): void => {
    rivals.set(t, [...(rivals.get(t) ?? []), u]);
  };
  for (const [t, u] of pairs) {
    add(t, u);
    add(u, t);
  }
  return rivals;
}

/** May one of `others` be enabled before `t` has fired, if no token is ever taken away? O(arcs). */
function mayComeFirst(
  net: Net,
  marking: Uint32Array,
  t: number,
  others: readonly number[],
): boolean {
  const reached = Uint8Array.from(marking, (tokens) => Number(tokens > 0));
  const lacking = lackingIn(net, reached);
  lacking[t] = Number.POSITIVE_INFINITY;
  const queue = [...lacking.keys()].filter((u) => lacking[u] === 0);
  for (const fired of queue)
    for (const p of row(net.produced, fired)) {
      if (reached[p] !== 0) continue;
      reached[p] = 1;
      for (const rows of [net.consumers, net.readers])
        for (const u of row(rows, p)) {
          lacking[u] = (lacking[u] ?? 0) - 1;
          if (lacking[u] === 0) queue.push(u);
        }
    }
  return others.some((u) => lacking[u] === 0);
}

/** By transition: how many of its arcs begin at places that were not reached. */
function lackingIn(net: Net, reached: Uint8Array): Float64Array {
  const lacking = new Float64Array(net.transitionCount);
  for (const [p, is] of reached.entries())
    if (is === 0)
      for (const rows of [net.consumers, net.readers])
        for (const u of row(rows, p)) lacking[u] = (lacking[u] ?? 0) + 1;
  return lacking;
}
