/**
 * A contest: several ways to do the same, in turn, in one process, several rounds. What is compared was so measured under the same
 * conditions, and what disturbed one round did not disturb the others.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

export interface Contender {
  readonly name: string;
  /** In how many of the rounds it takes part. Default: in all. */
  readonly rounds?: number;
  /** How often it does it in a round, so that a round is long enough to be measured. Default: once. */
  readonly copies?: number;
  /** Makes ready what is not counted. */
  readonly prepare: () => Trial;
}
export interface Trial {
  /** What is counted. */
  readonly run: () => unknown;
  /** Puts away what is not needed any more; not counted. */
  readonly close?: () => void;
}

/** Seconds that it took once, in each round, in order. */
export interface Score {
  readonly wallS: readonly number[];
  /** Of the processor, in this process. */
  readonly cpuS: readonly number[];
}

/** Who begins is another one in each round. */
export async function contest(
  rounds: number,
  contenders: readonly Contender[],
): Promise<ReadonlyMap<string, Score>> {
  const scores = new Map<string, Tally>();
  for (const { name } of contenders) scores.set(name, { wallS: [], cpuS: [] });
  // When all objects of a kind are collected, the code compiled for them goes with them: where rounds are short they stay for one.
  const kept = new Map<string, readonly Trial[]>();
  for (let round = 0; round < rounds; round++)
    for (let k = 0; k < contenders.length; k++) {
      const contender = contenders[(round + k) % contenders.length];
      if (contender === undefined || round >= (contender.rounds ?? rounds)) continue;
      const { name, copies = 1, prepare } = contender;
      const trials = Array.from({ length: copies }, prepare);
      if (copies > 1) kept.set(name, trials);
      const { wallS, cpuS } = await time(trials);
      scores.get(name)?.wallS.push(wallS / copies);
      scores.get(name)?.cpuS.push(cpuS / copies);
    }
  return scores;
}

export const best = (seconds: readonly number[]): number => Math.min(...seconds);

export const median = (seconds: readonly number[]): number =>
  seconds.toSorted((a, b) => a - b)[Math.floor(seconds.length / 2)] ?? Number.NaN;

/** The best of one to the best of another, and the median of what they were to each other round by round. */
export function ratio(
  one: readonly number[],
  other: readonly number[],
): { readonly value: number; readonly median: number } {
  const shared = one.slice(0, other.length);
  return {
    value: best(one) / best(other),
    median: median(shared.map((seconds, round) => seconds / (other[round] ?? Number.NaN))),
  };
}

setFlagsFromString("--expose-gc");
export const collectGarbage = runInNewContext("gc") as () => void;

interface Tally {
  readonly wallS: number[];
  readonly cpuS: number[];
}

async function time(trials: readonly Trial[]): Promise<{ wallS: number; cpuS: number }> {
  collectGarbage();
  const begun = process.cpuUsage();
  const begunMs = performance.now();
  for (const { run } of trials) await run();
  const wallS = (performance.now() - begunMs) / 1e3;
  const { user, system } = process.cpuUsage(begun);
  for (const { close } of trials) close?.();
  return { wallS, cpuS: (user + system) / 1e6 };
}
