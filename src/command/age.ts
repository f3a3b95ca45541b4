/** How long ago something was, as people write it: `90d`, `2 hours ago`. */

/** In milliseconds; undefined where it is not so written. */
export function ageMs(text: string): number | undefined {
  const [, count, unit = ""] = /^(\d+(?:\.\d+)?)\s*([a-z]+)(?:\s+ago)?$/.exec(text.trim()) ?? [];
  const lasts = units.find(([names]) => names.includes(unit))?.[1];
  return count === undefined || lasts === undefined ? undefined : Number(count) * lasts;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const units: readonly (readonly [names: readonly string[], ms: number])[] = [
  [["s", "second", "seconds"], 1000],
  [["min", "minute", "minutes"], minuteMs],
  [["h", "hour", "hours"], 60 * minuteMs],
  [["d", "day", "days"], dayMs],
  [["w", "week", "weeks"], 7 * dayMs],
  [["y", "year", "years"], 365 * dayMs],
];
