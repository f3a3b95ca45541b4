import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Limits, boundsUnder } from "../../../src/net/time/time-limit.ts";
import { type Range, boundariesOf, rangesOf } from "../../../src/net/time/time.ts";
import { type Tasks, anyTasks, exampleOf, rangesFor } from "./persistent.ts";

const exactly = (s: number): Range => ({ minS: s, maxS: s });

/** @param slotsOf  by task */
function bounds(
  tasks: Tasks,
  ranges: readonly Range[],
  slotsOf: (task: number) => readonly number[],
  slotCounts: Limits["slotCounts"],
) {
  const { net, occurrence, rangeOf } = exampleOf(tasks);
  const rangesUs = rangesOf(net, occurrence, rangeOf(ranges));
  const limits = {
    slotsOf: (t: number) => (t % 3 === 1 ? slotsOf(Math.floor(t / 3)) : []),
    slotCounts,
  };
  return {
    ...boundsUnder(occurrence, rangesUs, limits),
    free: boundariesOf(occurrence, rangesUs),
  };
}

/** Second after second: starts every task for which there are slots, in this order of preference. */
function makespanOf(
  tasks: Tasks,
  lastsS: readonly number[],
  slotsOf: (task: number) => readonly number[],
  slotCounts: readonly number[],
  preferred: readonly number[],
): number {
  const free = [...slotCounts];
  const endsS = new Map<number, number>();
  for (let nowS = 0; ; nowS++) {
    const isOver = (task: number, atS = nowS): boolean => (endsS.get(task) ?? Infinity) <= atS;
    for (const task of tasks.keys())
      if (endsS.get(task) === nowS)
        for (const slot of slotsOf(task)) free[slot] = (free[slot] ?? 0) + 1;
    for (let started = true; started; ) {
      started = false;
      for (const task of preferred) {
        const isReady = !endsS.has(task) && (tasks[task] ?? []).every((other) => isOver(other));
        if (!isReady || slotsOf(task).some((slot) => free[slot] === 0)) continue;
        endsS.set(task, nowS + (lastsS[task] ?? 0));
        if (lastsS[task] !== 0)
          for (const slot of slotsOf(task)) free[slot] = (free[slot] ?? 0) - 1;
        started = true;
      }
    }
    if (tasks.every((_, task) => isOver(task))) return nowS;
  }
}

describe("bounds under limits", () => {
  test("hold for every schedule that lets nothing wait without need", () => {
    const cases = anyTasks(8).chain((tasks) =>
      fc.record({
        tasks: fc.constant(tasks),
        ranges: rangesFor(tasks),
        slots: fc.array(fc.subarray([0, 1, 2]), {
          minLength: tasks.length,
          maxLength: tasks.length,
        }),
        slotCounts: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 3, maxLength: 3 }),
        preferred: fc.shuffledSubarray([...tasks.keys()], { minLength: tasks.length }),
        shares: fc.array(fc.nat(4), { minLength: tasks.length, maxLength: tasks.length }),
      }),
    );
    fc.assert(
      fc.property(cases, ({ tasks, ranges, slots, slotCounts, preferred, shares }) => {
        const slotsOf = (task: number): readonly number[] => slots[task] ?? [];
        const lastsS = ranges.map(({ minS, maxS }, k) => Math.min(maxS, minS + (shares[k] ?? 0)));
        const { lowerS, upperS } = bounds(tasks, ranges, slotsOf, slotCounts);
        const makespanS = makespanOf(tasks, lastsS, slotsOf, slotCounts, preferred);
        expect(makespanS).toBeGreaterThanOrEqual(lowerS);
        expect(makespanS).toBeLessThanOrEqual(upperS);
      }),
      { numRuns: 300 },
    );
  });

  test("are the boundaries, where the limits have a slot for each action", () => {
    const ranges = [
      { minS: 1, maxS: 3 },
      { minS: 2, maxS: 4 },
    ];
    const { lowerS, upperS, tightest, free } = bounds([[], []], ranges, () => [0], [2]);
    expect({ minS: lowerS, maxS: upperS }).toEqual(free);
    expect(tightest).toBeUndefined();
  });

  test("name the limit that is tightest, with what comes before and after its actions", () => {
    const tasks: Tasks = [[], [0], [0], [0], [1, 2, 3]];
    const slotsOf = (task: number): readonly number[] => (task % 4 === 0 ? [1] : [0]);
    expect(
      bounds(
        tasks,
        tasks.map(() => exactly(2)),
        slotsOf,
        [1, 1],
      ),
    ).toMatchObject({ lowerS: 10, upperS: 10, tightest: 0 });
  });

  test("are not told of a limit without slots", () => {
    expect(() => bounds([[]], [exactly(1)], () => [0], [0])).toThrow("limit 0 has 0 slots");
  });
});
