import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blocksOf } from "../../../src/net/time/time-block.ts";
import { type Criticality, criticalityOf } from "../../../src/net/time/time-criticality.ts";
import { type Range, rangesOf } from "../../../src/net/time/time.ts";
import {
  type Tasks,
  anyTasks,
  criticalTasks,
  exampleOf,
  extremes,
  nestedTasks,
  rangesFor,
} from "./persistent.ts";

const range = (minS: number, maxS: number): Range => ({ minS, maxS });

/** By task: always, sometimes or never critical; and whether that is known to be all. */
function told(tasks: Tasks, ranges: readonly Range[], causesMax?: number) {
  const { net, occurrence, rangeOf, ends } = exampleOf(tasks);
  const found = criticalityOf(occurrence, rangesOf(net, occurrence, rangeOf(ranges)), causesMax);
  const of = ({ events }: Criticality["possibly"]): readonly boolean[] =>
    ends.map((event) => events[event] === 1);
  const { necessarily, possibly } = found;
  return {
    necessarily: of(necessarily),
    possibly: of(possibly),
    bases: [necessarily.basis, possibly.basis],
  };
}

/** The same, by all choices of least and most. */
function enumerated(tasks: Tasks, ranges: readonly Range[]) {
  const all = [...extremes(ranges)].map((lastsS) => criticalTasks(tasks, lastsS));
  return {
    necessarily: tasks.map((_, task) => all.every((critical) => critical[task])),
    possibly: tasks.map((_, task) => all.some((critical) => critical[task])),
    bases: ["exact", "exact"],
  };
}

describe("criticality", () => {
  test("is what all choices of the least and the most durations say", () => {
    fc.assert(
      fc.property(
        fc
          .oneof({ weight: 3, arbitrary: anyTasks(8) }, { weight: 1, arbitrary: nestedTasks(8) })
          .chain((tasks) => fc.tuple(fc.constant(tasks), rangesFor(tasks))),
        ([tasks, ranges]) => {
          expect(told(tasks, ranges)).toEqual(enumerated(tasks, ranges));
        },
      ),
      { numRuns: 400 },
    );
  });

  test("of tasks in a row is certain", () => {
    expect(told([[], [0], [1]], [range(1, 2), range(0, 9), range(3, 3)]).necessarily).toEqual([
      true,
      true,
      true,
    ]);
  });

  test("of tasks side by side is certain where one always takes longest", () => {
    expect(told([[], []], [range(1, 3), range(3, 5)])).toEqual({
      necessarily: [false, true],
      possibly: [true, true],
      bases: ["exact", "exact"],
    });
  });

  test("knows that a duration which lengthens a way past a task lengthens those through it too", () => {
    // All wait for the first, the longest of which can never be the way past the second alone.
    expect(told([[], [0], [0]], [range(0, 100), range(5, 6), range(1, 5)]).necessarily).toEqual([
      true,
      true,
      false,
    ]);
  });

  test("is proved where it is told, though a limit ends the search", () => {
    const tasks: Tasks = [[], [], [0], [0, 1], [2, 3], [1]];
    const ranges = tasks.map((_, k) => range(k % 3, 3 + (k % 2)));
    const { necessarily, possibly } = enumerated(tasks, ranges);
    for (const causesMax of [0, 20, 40, 80, 160]) {
      const limited = told(tasks, ranges, causesMax);
      for (const task of tasks.keys()) {
        if (limited.necessarily[task] === true) expect(necessarily[task]).toBe(true);
        if (limited.possibly[task] === true) expect(possibly[task]).toBe(true);
      }
    }
    expect(told([[], []], [range(1, 3), range(3, 5)], 0)).toEqual({
      necessarily: [false, false],
      possibly: [false, true],
      bases: ["sampled", "sampled"],
    });
  });
});

describe("blocks", () => {
  const blocked = (tasks: Tasks, ranges: readonly Range[]) => {
    const { net, occurrence, rangeOf } = exampleOf(tasks);
    return { occurrence, ...blocksOf(occurrence, rangesOf(net, occurrence, rangeOf(ranges))) };
  };

  test("are not there, where all ways are one", () => {
    const { passed, blocks, occurrence } = blocked([[], [0]], [range(1, 2), range(1, 2)]);
    expect(blocks).toEqual([]);
    // All but the dock of the second, which is there from the start.
    expect(passed).toHaveLength(occurrence.eventCount);
  });

  test("lie between the events that all ways pass, and side by side", () => {
    const tasks: Tasks = [[], [0], [0], [1, 2], [3], [3], [4, 5]];
    const { blocks } = blocked(
      tasks,
      tasks.map(() => range(1, 2)),
    );
    expect(blocks.map(({ events }) => events.length)).toEqual([3, 3, 3, 3]);
  });

  test("hold nothing that is never on a longest way", () => {
    const { blocks } = blocked([[], [0], [0]], [range(0, 90), range(5, 6), range(1, 4)]);
    expect(blocks).toEqual([]);
  });
});
