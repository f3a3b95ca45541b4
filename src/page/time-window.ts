/** Which stretch of a run a chart shows: zoomed about a moment, moved, never beyond the run. Seconds. */
import { lengthOfTime, sound, ticks } from "../show/time-axis.ts";

export interface TimeWindow {
  readonly fromS: number;
  readonly toS: number;
}

export const wholeOf = (spanS: number): TimeWindow => ({ fromS: 0, toS: sound(spanS) });

/** @param factor  above 1: a shorter stretch is seen */
export function zoomedIn(
  { fromS, toS }: TimeWindow,
  factor: number,
  aboutS: number,
  spanS: number,
): TimeWindow {
  const length = Math.min(sound(spanS), Math.max(shortestS, (toS - fromS) / factor));
  const share = (aboutS - fromS) / (toS - fromS);
  return within({ fromS: aboutS - share * length, toS: aboutS + (1 - share) * length }, spanS);
}
const shortestS = 0.005;

export const shifted = ({ fromS, toS }: TimeWindow, byS: number, spanS: number): TimeWindow =>
  within({ fromS: fromS + byS, toS: toS + byS }, spanS);

function within({ fromS, toS }: TimeWindow, spanS: number): TimeWindow {
  const span = sound(spanS);
  const length = Math.min(span, toS - fromS);
  const from = Math.min(span - length, Math.max(0, fromS));
  return { fromS: from, toS: from + length };
}

/** Marks of the axis that are seen, at round times. */
export function ticksIn(
  { fromS, toS }: TimeWindow,
  countMax: number,
): readonly { readonly atS: number; readonly text: string }[] {
  const stepS = ticks(toS - fromS, countMax)[1]?.atS ?? toS - fromS;
  const first = Math.ceil(fromS / stepS - 1e-9);
  const count = Math.floor(toS / stepS + 1e-9) - first + 1;
  return Array.from({ length: Math.max(0, Math.min(countMax + 1, count)) }, (_, k) => {
    const atS = (first + k) * stepS;
    return {
      atS,
      text:
        atS === 0 ? "0" : stepS < 1 && atS >= 1 ? `${Number(atS.toFixed(3))}s` : lengthOfTime(atS),
    };
  });
}
