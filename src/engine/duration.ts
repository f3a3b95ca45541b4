/**
 * How long actions take: a number, what was measured, or a distribution, in seconds.
 *
 * What is not drawn by chance takes the middle. Pure: chance comes from outside.
 */

/** Seconds; or measured seconds; or a distribution, named by its parameters. Nothing drawn is below 0. */
export type Duration = number | readonly number[] | Distribution;
export type Distribution =
  /** Even between the two. */
  | { readonly minS: number; readonly maxS: number }
  /** Normal. */
  | { readonly meanS: number; readonly sdS: number }
  /** Lognormal: half are shorter than the median, one in twenty is longer than `p95S`. */
  | { readonly medianS: number; readonly p95S: number };

/** `instance.transition` → how long it takes. */
export type DurationTable = Readonly<Record<string, Duration>>;

/** The forms that a distribution may have: the names of its two parameters, the lesser of two bounds first. */
export const distributions = [
  ["minS", "maxS"],
  ["meanS", "sdS"],
  ["medianS", "p95S"],
] as const;

/** What to expect of it: the median. */
export function expectedS(duration: Duration): number {
  if (typeof duration === "number") return duration;
  if (isMeasured(duration)) return quantile(duration, 0.5);
  if ("minS" in duration) return (duration.minS + duration.maxS) / 2;
  return "meanS" in duration ? Math.max(0, duration.meanS) : duration.medianS;
}

/**
 * The least and the most to expect of it: a plain number is taken as it is, what was measured from the least to the most of it. Of a
 * distribution without bounds nineteen in twenty are no shorter, and nineteen in twenty no longer.
 */
export function extentOf(duration: Duration): { readonly minS: number; readonly maxS: number } {
  if (typeof duration === "number") return { minS: duration, maxS: duration };
  if (isMeasured(duration)) return { minS: quantile(duration, 0), maxS: quantile(duration, 1) };
  if ("minS" in duration) return duration;
  if ("meanS" in duration) {
    const { meanS, sdS } = duration;
    return { minS: Math.max(0, meanS - z95 * sdS), maxS: meanS + z95 * sdS };
  }
  const { medianS, p95S } = duration;
  return { minS: medianS ** 2 / p95S, maxS: p95S };
}

/**
 * One of the times it may take. A plain number is taken as between half and twice; what was measured as any of that, or between.
 *
 * @param chance  gives the k-th of some numbers that are even from 0 to 1, without 1
 */
export function drawnS(duration: Duration, chance: (k: number) => number): number {
  if (typeof duration === "number") return duration * 2 ** (2 * chance(0) - 1);
  if (isMeasured(duration)) return quantile(duration, chance(0));
  if ("minS" in duration) return duration.minS + chance(0) * (duration.maxS - duration.minS);
  const z = normal(chance);
  if ("meanS" in duration) return Math.max(0, duration.meanS + z * duration.sdS);
  return duration.medianS * (duration.p95S / duration.medianS) ** (z / z95);
}

/** The value below which that share of the values lies, between neighbours in proportion; NaN of none. O(n log n). */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)] ?? Number.NaN, sorted[Math.ceil(at)] ?? Number.NaN];
  return low + (at - Math.floor(at)) * (high - low);
}

const isMeasured = (duration: readonly number[] | Distribution): duration is readonly number[] =>
  Array.isArray(duration);

/** Standard normal, by Box and Muller. */
const normal = (chance: (k: number) => number): number =>
  Math.sqrt(-2 * Math.log(1 - chance(0))) * Math.cos(2 * Math.PI * chance(1));
const z95 = 1.6448536269514722;
