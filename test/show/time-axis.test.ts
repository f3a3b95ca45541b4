import fc from "fast-check";
import { expect, test } from "vitest";
import { lengthOfTime, ticks } from "../../src/show/time-axis.ts";

test.each([
  [0.012, ["0", "5ms", "10ms"]],
  [0.9, ["0", "500ms"]],
  [7, ["0", "2s", "4s", "6s"]],
  [135, ["0", "1m", "2m"]],
  [95, ["0", "30s", "1m", "1m 30s"]],
  [4000, ["0", "30m", "1h"]],
  [20_000, ["0", "2h", "4h"]],
  [6000, ["0", "30m", "1h", "1h 30m"]],
  [400_000, ["0", "2d", "4d"]],
])("an axis of %d s has round ticks", (spanS, texts) => {
  expect(ticks(spanS, 4).map(({ text }) => text)).toEqual(texts);
});

test("ticks are on the axis, not too many, and no two say the same", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1e9, noNaN: true }),
      fc.integer({ min: 2, max: 20 }),
      (spanS, countMax) => {
        const all = ticks(spanS, countMax);
        expect(all.length).toBeGreaterThanOrEqual(1);
        expect(all.length).toBeLessThanOrEqual(countMax);
        for (const { atS } of all)
          expect(atS).toBeLessThanOrEqual(Math.max(spanS, 0.001) * (1 + 1e-9));
        expect(new Set(all.map(({ text }) => text)).size).toBe(all.length);
      },
    ),
  );
});

test("lengths of time are written from milliseconds to hours", () => {
  expect([0, 0.0034, 0.25, 12.34, 123, 3720, Number.NaN].map(lengthOfTime)).toEqual([
    "0ms",
    "3.4ms",
    "250ms",
    "12.3s",
    "2m 03s",
    "1h 02m",
    "0.0s",
  ]);
});
