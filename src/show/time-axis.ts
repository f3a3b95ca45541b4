/** A time axis from milliseconds to days: where its ticks are, and how lengths of time are written. */
import { duration } from "./progress.ts";

export interface Tick {
  readonly atS: number;
  readonly text: string;
}

/** At most `countMax` ticks, and the first at 0, at round distances. */
export function ticks(spanS: number, countMax: number): readonly Tick[] {
  const span = sound(spanS);
  const stepS = stepFor((span / Math.max(1, countMax)) * (1 + 1e-9));
  const count = Math.min(countMax, Math.floor(span / stepS + 1e-9) + 1);
  return Array.from({ length: count }, (_, k) => {
    const atS = k * stepS;
    return { atS, text: k === 0 ? "0" : clock(atS, stepS) };
  });
}

/** A length that can be divided by: above 0 and finite. */
export const sound = (spanS: number): number =>
  Number.isFinite(spanS) && spanS > shortestS ? spanS : shortestS;
const shortestS = 0.001;

/** `3ms`, `12.3s`, `2m 03s`, `1h 02m`. */
export const lengthOfTime = (s: number): string =>
  Number.isFinite(s) && s < 0.9995
    ? `${Number((Math.max(0, s) * 1000).toPrecision(3))}ms`
    : duration(Math.min(Number.isFinite(s) ? s : 0, 1e12) * 1000);

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const roundS = [1, 2, 5, 10, 15, 30]
  .concat([1, 2, 5, 10, 15, 30].map((n) => n * minute))
  .concat([1, 2, 3, 6, 12].map((n) => n * hour));

/** The first round step that is not below `leastS`. */
function stepFor(leastS: number): number {
  const found = leastS > 0.5 ? roundS.find((step) => step >= leastS) : undefined;
  return found ?? (leastS > 0.5 ? day * decimal(leastS / day) : decimal(leastS * 1000) / 1000);
}

/** 1, 2 or 5 times a power of ten, not below `least`. */
function decimal(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5].find((n) => n * power >= least * (1 - 1e-9)) ?? 10);
}

function clock(atS: number, stepS: number): string {
  if (stepS < 1) return atS < 1 ? `${rounded(atS * 1000)}ms` : `${rounded(atS)}s`;
  if (stepS >= day) return `${rounded(atS / day)}d`;
  const s = Math.round(atS);
  if (s < minute) return `${s}s`;
  if (s < hour) return parts(s, minute, "m", "s", 1);
  return parts(s, hour, "h", "m", minute);
}

const parts = (s: number, unit: number, large: string, small: string, per: number): string => {
  const rest = (s % unit) / per;
  return rest === 0
    ? `${Math.floor(s / unit)}${large}`
    : `${Math.floor(s / unit)}${large} ${Math.floor(rest)}${small}`;
};
const rounded = (n: number): string => String(Number(n.toPrecision(6)));
