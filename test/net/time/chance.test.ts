import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seededChance } from "../../../src/net/time/chance-seed.ts";
import { type Draw, halfWidthOf, spreadOf } from "../../../src/net/time/chance.ts";
import { netOf } from "../../../src/net/net.ts";
import { occurrenceOf } from "../../../src/net/time/occurrence.ts";
import { rowsOf } from "../../../src/net/rows.ts";
import { boundariesOf, rangesOf } from "../../../src/net/time/time.ts";
import { type Tasks, anyTasks, criticalTasks, endsS, exampleOf, rangesFor } from "./persistent.ts";

/** Evenly from `minS` to `maxS`, by task; what is no end takes no time. */
const evenly =
  (rangeOf: ReturnType<ReturnType<typeof exampleOf>["rangeOf"]>): Draw =>
  (transition, chance) => {
    const range = rangeOf(transition);
    return range && range.minS + chance(0) * (range.maxS - range.minS);
  };
const sampling = { samples: 4000, seed: 7 };

describe("by chance", () => {
  test("a makespan lies within the boundaries, and the same seed gives the same", () => {
    fc.assert(
      fc.property(
        anyTasks(6).chain((tasks) => fc.tuple(fc.constant(tasks), rangesFor(tasks), fc.nat())),
        ([tasks, ranges, seed]) => {
          const { net, occurrence, rangeOf } = exampleOf(tasks);
          const draw = evenly(rangeOf(ranges));
          const { minS, maxS } = boundariesOf(
            occurrence,
            rangesOf(net, occurrence, rangeOf(ranges)),
          );
          const spread = spreadOf(occurrence, draw, { samples: 20, seed });
          const told = [minS, spread.p50S, spread.p95S, spread.p99S, maxS];
          expect(told).toEqual(told.toSorted((a, b) => a - b));
          expect(spread.meanS).toBeGreaterThanOrEqual(minS);
          expect(spread.meanS).toBeLessThanOrEqual(maxS);
          expect(spreadOf(occurrence, draw, { samples: 20, seed })).toEqual(spread);
        },
      ),
    );
  });

  test("one sample is the schedule of what was drawn, with what is critical in it", () => {
    fc.assert(
      fc.property(anyTasks(7), fc.nat(), (tasks, seed) => {
        const { occurrence } = exampleOf(tasks);
        const drawn: number[] = [];
        const draw: Draw = (transition, chance) => {
          if (transition % 3 !== 1) return undefined;
          const s = Math.floor(chance(1) * 5);
          drawn[Math.floor(transition / 3)] = s;
          return s;
        };
        const { meanS, criticality } = spreadOf(occurrence, draw, { samples: 1, seed });
        expect(meanS).toBe(Math.max(...endsS(tasks, drawn)));
        expect(tasks.map((_, task) => criticality[3 * task + 1] === 1)).toEqual(
          criticalTasks(tasks, drawn),
        );
      }),
    );
  });

  test("two alike side by side are critical by halves, and their mean is the one of the longer", () => {
    const { occurrence, rangeOf } = exampleOf([[], []]);
    const draw = evenly(
      rangeOf([
        { minS: 0, maxS: 3 },
        { minS: 0, maxS: 3 },
      ]),
    );
    const { meanS, p50S, criticality } = spreadOf(occurrence, draw, sampling);
    expect(meanS).toBeCloseTo(2, 1);
    expect(p50S).toBeCloseTo(3 * Math.SQRT1_2, 1);
    const [one = 0, two = 0] = [criticality[1], criticality[4]];
    expect(one + two).toBe(1);
    expect(Math.abs(one - 0.5)).toBeLessThan(2 * halfWidthOf(one, sampling.samples));
  });

  test("quantiles of few samples lie between neighbours, in proportion", () => {
    const { occurrence } = exampleOf([[]]);
    let s = 0;
    const { p50S, p95S } = spreadOf(occurrence, (t) => (t === 1 ? s++ : undefined), {
      samples: 4,
      seed: 1,
    });
    expect([p50S, p95S]).toEqual([1.5, 2.85]);
  });

  test("a transition that fires twice in a run is critical once in a sample", () => {
    const net = netOf({
      name: "to and fro",
      placeCount: 2,
      transitionCount: 2,
      consumed: rowsOf([[0], [1]]),
      read: rowsOf([[], []]),
      produced: rowsOf([[1], [0]]),
      initial: Uint8Array.of(1, 0),
      placeName: String,
      transitionName: String,
      apart: () => false,
    });
    const occurrence = occurrenceOf(net, Uint32Array.of(0, 1, 0, 1));
    const { meanS, criticality } = spreadOf(occurrence, () => 1, { samples: 3, seed: 1 });
    expect(meanS).toBe(4);
    expect([...criticality]).toEqual([1, 1]);
  });

  test("what takes no time is asked once, what takes some in every sample", () => {
    const { occurrence } = exampleOf([[], [0]] satisfies Tasks);
    const asked: number[] = [];
    const draw: Draw = (t) => (asked.push(t), t % 3 === 1 ? 1 : undefined);
    expect(spreadOf(occurrence, draw, { samples: 3, seed: 1 }).meanS).toBe(2);
    expect(asked.toSorted((a, b) => a - b)).toEqual([0, 1, 1, 1, 2, 3, 4, 4, 4, 5]);
  });

  test.each([[-1], [Number.NaN], [Infinity]])("a duration of %d s is refused", (s) => {
    const { occurrence } = exampleOf([[]]);
    expect(() => spreadOf(occurrence, () => s, { samples: 1, seed: 1 })).toThrow(
      `transition 0 cannot take ${s} s`,
    );
  });

  test("no samples are refused", () => {
    const { occurrence } = exampleOf([[]]);
    expect(() => spreadOf(occurrence, () => 1, { samples: 0, seed: 1 })).toThrow(RangeError);
  });
});

describe("the confidence in a share", () => {
  test("grows with the samples, and is never full", () => {
    expect(halfWidthOf(0.5, 100)).toBeCloseTo(0.0962, 4);
    expect(halfWidthOf(0.5, 10_000)).toBeCloseTo(0.0098, 4);
    expect(halfWidthOf(0, 100)).toBeCloseTo(0.0185, 4);
    expect(halfWidthOf(1, 100)).toBe(halfWidthOf(0, 100));
  });
});

describe("numbers by chance", () => {
  test("are even from 0 to 1", () => {
    const next = seededChance(42);
    const tenths = Array.from({ length: 10 }, () => 0);
    for (let k = 0; k < 20_000; k++) {
      const tenth = Math.floor(10 * next());
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    // Five standard deviations.
    for (const count of tenths) expect(Math.abs(count - 2000)).toBeLessThan(5 * Math.sqrt(1800));
    expect(tenths).toHaveLength(10);
  });

  test("are others for other seeds, large ones too", () => {
    const first = (seed: number): number => seededChance(seed)();
    const seeds = [0, 1, 2, -1, 2 ** 32, 2 ** 33, 2 ** 32 + 1];
    expect(new Set(seeds.map((seed) => first(seed))).size).toBe(seeds.length);
  });
});
