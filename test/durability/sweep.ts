/** Trials at many points: all of them, or as many as asked for, the same for the same seed. */
import { drawing } from "../engine/crash-assembly.ts";
import { type Course, type Point, courseOf, nameOf, trial } from "./trial.ts";
import type { WorkName } from "./work.ts";

export interface Swept {
  readonly tried: number;
  /** Of these, how many showed: the process was killed, or said what it was refused. */
  readonly interrupted: number;
  /** Each with its point. */
  readonly faults: readonly string[];
}

export async function coursesOf(
  works: readonly WorkName[],
  durable: boolean,
): Promise<readonly Course[]> {
  const found: Course[] = [];
  for (const work of works) found.push(await courseOf(work, durable));
  return found;
}

/** A kill at every call. */
export const kills = (some: readonly Course[]): readonly Point[] =>
  some.flatMap((course) =>
    course.calls.map(
      (call): Point => ({ course, call, injection: "signal=SIGKILL", lasting: false }),
    ),
  );

/**
 * Every call that is refused because the disk is full, or broken: once, or from then on. Not from then on where a file is made: what
 * is only read would be refused as well.
 */
export const refusals = (some: readonly Course[]): readonly Point[] =>
  some.flatMap((course) =>
    course.calls.flatMap((call) => {
      const isWrite = /^(pwrite64|fsync|ftruncate)$/.test(call.name);
      if (!isWrite && !/^(openat|mkdir|link)$/.test(call.name)) return [];
      return (isWrite ? [false, true] : [false]).flatMap((lasting) =>
        (["error=ENOSPC", "error=EIO"] as const).map(
          (injection): Point => ({ course, call, injection, lasting }),
        ),
      );
    }),
  );

/** So many of them, spread over all; which ones is drawn by the seed. */
export function sample<T>(points: readonly T[], count: number, seed: number): readonly T[] {
  if (count >= points.length) return points;
  const draw = drawing(seed);
  const from = (k: number): number => Math.floor((k * points.length) / count);
  return Array.from({ length: count }, (_, k) => draw(points.slice(from(k), from(k + 1))));
}

export async function sweep(
  points: readonly Point[],
  tell: (line: string) => void = () => undefined,
): Promise<Swept> {
  const faults: string[] = [];
  let count = 0;
  for (const point of points) {
    const result = await trial(point);
    if (result.wasInterrupted) count += 1;
    for (const fault of result.faults) {
      faults.push(`${nameOf(point)}: ${fault}`);
      tell(`${nameOf(point)}: ${fault}`);
    }
  }
  return { tried: points.length, interrupted: count, faults };
}
