import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Duration, drawnS, expectedS, extentOf, quantile } from "../../src/engine/duration.ts";

const even = fc.float({ min: 0, max: Math.fround(0.999999), noNaN: true });
const secondsS = fc.double({ min: 0, max: 1e6, noNaN: true });

test.each<[Duration, number]>([
  [2.5, 2.5],
  [[3, 1, 2], 2],
  [[1, 2, 3, 10], 2.5],
  [[7], 7],
  [{ minS: 1, maxS: 4 }, 2.5],
  [{ meanS: 3, sdS: 1 }, 3],
  [{ medianS: 4, p95S: 11 }, 4],
])("of %j the median is expected: %d", (duration, seconds) => {
  expect(expectedS(duration)).toBe(seconds);
});

describe("what is drawn", () => {
  /** The draws of a thousand chances, shortest first. */
  const drawn = (duration: Duration): readonly number[] =>
    Array.from({ length: 1001 }, (_, k) =>
      drawnS(duration, (which) => (which === 0 ? (k * 7919) % 1001 : (k * 104729) % 1001) / 1001),
    ).toSorted((a, b) => a - b);
  const share = (values: readonly number[], below: number): number =>
    values.filter((value) => value < below).length / values.length;

  test("of a number is from half to twice, as often below as above", () => {
    const values = drawn(10);
    expect(values[0]).toBeCloseTo(5, 1);
    expect(values.at(-1)).toBeCloseTo(20, 0);
    expect(share(values, 10)).toBeCloseTo(0.5, 2);
  });

  test("of measured times is between the shortest and the longest", () => {
    const values = drawn([1, 2, 9]);
    expect(values[0]).toBe(1);
    expect(values.at(-1)).toBeCloseTo(9, 1);
    expect(share(values, 2)).toBeCloseTo(0.5, 2);
  });

  test("of an even distribution is even", () => {
    const values = drawn({ minS: 2, maxS: 4 });
    expect(share(values, 2.5)).toBeCloseTo(0.25, 1);
    expect(share(values, 3.5)).toBeCloseTo(0.75, 1);
  });

  test("of a normal one is within one deviation for two of three, and never below 0", () => {
    const values = drawn({ meanS: 100, sdS: 10 });
    expect(share(values, 110) - share(values, 90)).toBeCloseTo(0.683, 1);
    expect(Math.min(...drawn({ meanS: 1, sdS: 10 }))).toBe(0);
  });

  test("of a lognormal one is above p95S for one of twenty", () => {
    const values = drawn({ medianS: 4, p95S: 11 });
    expect(share(values, 4)).toBeCloseTo(0.5, 1);
    expect(share(values, 11)).toBeCloseTo(0.95, 1);
  });

  test("is a time, whatever it is drawn from", () => {
    const durations: fc.Arbitrary<Duration> = fc.oneof(
      secondsS,
      fc.array(secondsS, { minLength: 1, maxLength: 9 }),
      fc
        .tuple(secondsS, secondsS)
        .map(([a, b]) => ({ minS: Math.min(a, b), maxS: Math.max(a, b) })),
      fc.record({ meanS: secondsS, sdS: secondsS }),
      fc
        .tuple(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), secondsS)
        .map(([medianS, moreS]) => ({ medianS, p95S: medianS + moreS })),
    );
    fc.assert(
      fc.property(durations, even, even, (duration, first, second) => {
        const seconds = drawnS(duration, (k) => (k === 0 ? first : second));
        expect(seconds).toBeGreaterThanOrEqual(0);
        expect(seconds).toBeLessThan(Infinity);
      }),
    );
  });
});

test("a quantile lies between its neighbours in proportion", () => {
  expect([0, 0.25, 0.5, 1].map((share) => quantile([10, 0, 20, 30], share))).toEqual([
    0, 7.5, 15, 30,
  ]);
  expect(quantile([], 0.5)).toBeNaN();
});

test.each<[Duration, number, number]>([
  [3, 3, 3],
  [[4, 1, 2], 1, 4],
  [{ minS: 2, maxS: 5 }, 2, 5],
  [{ meanS: 10, sdS: 1 }, 8.355, 11.645],
  [{ meanS: 1, sdS: 2 }, 0, 4.29],
  [{ medianS: 4, p95S: 8 }, 2, 8],
])("%j is expected to last from %d s to %d s", (duration, minS, maxS) => {
  const extent = extentOf(duration);
  expect(extent.minS).toBeCloseTo(minS, 3);
  expect(extent.maxS).toBeCloseTo(maxS, 3);
  expect(extent.minS).toBeLessThanOrEqual(expectedS(duration));
  expect(expectedS(duration)).toBeLessThanOrEqual(extent.maxS);
});
