/** Lengths of time as people write them: `30s`, `5m`, `1.5h`; a bare number is seconds. */

/** In milliseconds; undefined where it is none, or none that a timer can hold. */
export function timeSpanMs(text: string): number | undefined {
  const [, digits, unit = "s"] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? [];
  const ms = Number(digits) * (unitsMs[unit] ?? Number.NaN);
  return ms > 0 && ms <= msMax ? ms : undefined;
}
const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
/** A timer of Node's holds no more. */
const msMax = 24 * 24 * 3_600_000;
