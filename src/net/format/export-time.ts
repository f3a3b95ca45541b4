/**
 * Times as whole numbers, which is all that tools for timed nets read.
 *
 * The unit is as long as all bounds allow, for the cost of most tools grows with the numbers. Bounds are rounded outwards to milliseconds:
 * a tool may then take more into account than can be, never less.
 */
import type { ExportSource } from "./export-source.ts";

export interface WholeTimes {
  readonly unitMs: number;
  /** In units; `max` may be infinite. A transition without a range takes no time. */
  readonly rangeOf: (transition: number) => { readonly min: number; readonly max: number };
}

/** O(transitions). */
export function wholeTimes({ net, rangeOf }: ExportSource): WholeTimes {
  let unitMs = 0;
  for (let t = 0; t < net.transitionCount; t++) {
    const range = rangeOf(t);
    if (range === undefined) continue;
    unitMs = commonDivisor(unitMs, floorMs(range.minS));
    if (range.maxS !== Infinity) unitMs = commonDivisor(unitMs, ceilMs(range.maxS));
  }
  const unit = unitMs === 0 ? 1000 : unitMs;
  return {
    unitMs: unit,
    rangeOf: (transition) => {
      const { minS, maxS } = rangeOf(transition) ?? { minS: 0, maxS: 0 };
      return { min: floorMs(minS) / unit, max: ceilMs(maxS) / unit };
    },
  };
}

/** 1.1 s is 1100 ms, although 1.1 · 1000 is a little more in binary. */
const floorMs = (seconds: number): number => Math.floor(nearMs(seconds));
const ceilMs = (seconds: number): number => Math.ceil(nearMs(seconds));
const nearMs = (seconds: number): number =>
  seconds === Infinity ? Infinity : Number((seconds * 1000).toFixed(6));

function commonDivisor(a: number, b: number): number {
  let [larger, smaller] = [a, b];
  while (smaller > 0) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}
