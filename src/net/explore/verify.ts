/**
 * Checks what the explorer brings as proof, against the net and nothing else.
 *
 * Each check reads the net's arcs by itself, in the plainest way; it knows nothing of how the proof was found.
 */
import type { Net } from "../net.ts";
import type { Marking } from "./player.ts";
import { row } from "../rows.ts";
import type { Lasso } from "./search.ts";

/** The marking after a run from the start, or undefined if it is none: a transition in it is not enabled. O(arcs of the run). */
export function markingAfter(net: Net, trace: Uint32Array): Marking | undefined {
  const marking = Uint32Array.from(net.initial);
  for (const t of trace) if (!fires(net, marking, t)) return undefined;
  return marking;
}

/** Does the run fit the net, and is nothing enabled after it? O(arcs). */
export function endsThere(net: Net, trace: Uint32Array): boolean {
  const marking = markingAfter(net, trace);
  if (marking === undefined) return false;
  for (let t = 0; t < net.transitionCount; t++) if (isEnabled(net, marking, t)) return false;
  return true;
}

/** Does the run fit the net, and does its loop come back to where it begins? */
export function comesBack(net: Net, { stem, loop }: Lasso): boolean {
  const before = markingAfter(net, stem);
  const after = markingAfter(net, Uint32Array.of(...stem, ...loop));
  if (loop.length === 0 || before === undefined || after === undefined) return false;
  return net.initial.every((_, p) => before[p] === after[p]);
}

/** Does the run fit the net, and does the place hold several tokens after it? */
export function isUnsafe(net: Net, place: number, trace: Uint32Array): boolean {
  return (markingAfter(net, trace)?.[place] ?? 0) > 1;
}

/** Are the places without tokens, and does no transition give them one without having one from them? Then they never get any. */
export function isEmptySiphon(net: Net, places: Iterable<number>, marking: Marking): boolean {
  const siphon = new Set(places);
  const has = (p: number): boolean => siphon.has(p);
  for (const p of siphon) {
    if (marking[p] !== 0) return false;
    for (const t of row(net.producers, p))
      if (!row(net.consumed, t).some(has) && !row(net.read, t).some(has)) return false;
  }
  return true;
}

/** Is the transition enabled? It needs what it consumes and what it reads, added up. */
export function isEnabled(net: Net, marking: Marking, t: number): boolean {
  const needs = new Map<number, number>();
  for (const rows of [net.consumed, net.read])
    for (const p of row(rows, t)) {
      const need = (needs.get(p) ?? 0) + 1;
      if ((marking[p] ?? 0) < need) return false;
      needs.set(p, need);
    }
  return true;
}

function fires(net: Net, marking: Uint32Array, t: number): boolean {
  if (t >= net.transitionCount || !isEnabled(net, marking, t)) return false;
  move(net, marking, t);
  return true;
}

/** Moves the tokens of a transition that is enabled. */
export function move(net: Net, marking: Uint32Array, t: number): void {
  for (const p of row(net.consumed, t)) marking[p] = (marking[p] ?? 0) - 1;
  for (const p of row(net.produced, t)) marking[p] = (marking[p] ?? 0) + 1;
}
