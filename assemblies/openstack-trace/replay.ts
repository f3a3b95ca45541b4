/** Actions that take as long as they once took, and do nothing else. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Scope } from "madeus";

export interface Replayed {
  readonly durationS: number;
  readonly run: (scope: Scope) => Promise<void>;
}
/** By `component.transition`. */
export type Replay = (transition: string) => Replayed;

/** @param runsS  for each transition the seconds that it took in each run: it takes their median, times `scale` */
export const replay =
  (runsS: Readonly<Record<string, readonly number[]>>, scale: number): Replay =>
  (transition) => {
    const runs = runsS[transition];
    if (runs === undefined) throw new Error(`there are no times of ${transition}`);
    const durationS = median(runs) * scale;
    return { durationS, run: ({ signal }) => sleep(durationS * 1000, undefined, { signal }) };
  };

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(half)] ?? 0) + (sorted[Math.ceil(half)] ?? 0)) / 2;
}
