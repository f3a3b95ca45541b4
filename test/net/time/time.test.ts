import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { criticalEvents, slackOf } from "../../../src/net/time/slack.ts";
import {
  type Range,
  boundariesOf,
  criticalPath,
  rangesOf,
  scheduleOf,
} from "../../../src/net/time/time.ts";
import {
  type Tasks,
  anyTasks,
  criticalTasks,
  endsS,
  exampleOf,
  extremes,
  nestedTasks,
  rangesFor,
} from "./persistent.ts";

const timedTasks = (tasksMax: number): fc.Arbitrary<readonly [Tasks, readonly Range[]]> =>
  fc
    .oneof(anyTasks(tasksMax), nestedTasks(tasksMax))
    .chain((tasks) => fc.tuple(fc.constant(tasks), rangesFor(tasks)));
const exactly = (s: number): Range => ({ minS: s, maxS: s });

/** Two side by side, then one: the second is shorter. */
const fork: Tasks = [[], [], [0, 1]];

function scheduled(tasks: Tasks, lastsS: readonly number[]) {
  const example = exampleOf(tasks);
  const { net, occurrence, rangeOf } = example;
  const { minUs } = rangesOf(net, occurrence, rangeOf(lastsS.map((s) => exactly(s))));
  return { ...example, schedule: scheduleOf(occurrence, minUs) };
}

describe("a schedule", () => {
  test("lets every task begin as soon as what it waits for has ended", () => {
    fc.assert(
      fc.property(timedTasks(9), ([tasks, ranges]) => {
        const lastsS = ranges.map(({ minS }) => minS);
        const { schedule, ends } = scheduled(tasks, lastsS);
        expect(ends.map((event) => (schedule.endsUs[event] ?? 0) / 1e6)).toEqual(
          endsS(tasks, lastsS),
        );
        expect(schedule.makespanUs / 1e6).toBe(Math.max(...endsS(tasks, lastsS)));
      }),
    );
  });

  test("of nothing takes no time and has no path", () => {
    const { occurrence, schedule } = scheduled([], []);
    expect(schedule.makespanUs).toBe(0);
    expect(criticalPath(occurrence, schedule)).toEqual([]);
  });

  test("finds ways of equal length equal, whatever the fractions", () => {
    const { occurrence, schedule, ends } = scheduled([[], [0], []], [0.1, 0.2, 0.3]);
    const critical = criticalEvents(occurrence, schedule);
    expect(ends.map((event) => critical[event])).toEqual([1, 1, 1]);
  });
});

describe("the critical path", () => {
  test("is told with its events and times", () => {
    const { occurrence, schedule, ends } = scheduled(fork, [3, 1, 2]);
    expect(criticalPath(occurrence, schedule).filter(({ startS, endS }) => endS > startS)).toEqual([
      { event: ends[0], transition: 1, startS: 0, endS: 3 },
      { event: ends[2], transition: 7, startS: 3, endS: 5 },
    ]);
  });

  test("has no gap from the start to the end, and follows what depends on each other", () => {
    fc.assert(
      fc.property(timedTasks(9), ([tasks, ranges]) => {
        const { occurrence, schedule } = scheduled(
          tasks,
          ranges.map(({ maxS }) => maxS),
        );
        const path = criticalPath(occurrence, schedule);
        expect(path[0]?.startS).toBe(0);
        expect(path.at(-1)?.endS).toBe(schedule.makespanUs / 1e6);
        for (const [k, { event, startS }] of path.entries()) {
          const before = path[k - 1];
          if (before === undefined) continue;
          expect(before.endS).toBe(startS);
          const { starts, items } = occurrence.causes;
          expect(items.subarray(starts[event], starts[event + 1])).toContain(before.event);
        }
      }),
    );
  });
});

describe("boundaries", () => {
  test("are the least and the most of all durations", () => {
    fc.assert(
      fc.property(timedTasks(7), ([tasks, ranges]) => {
        const { net, occurrence, rangeOf } = exampleOf(tasks);
        const makespans = [...extremes(ranges)].map((s) => Math.max(...endsS(tasks, s)));
        expect(boundariesOf(occurrence, rangesOf(net, occurrence, rangeOf(ranges)))).toEqual({
          minS: Math.min(...makespans),
          maxS: Math.max(...makespans),
        });
      }),
    );
  });

  test.each([
    [{ minS: -1, maxS: 1 }],
    [{ minS: 2, maxS: 1 }],
    [{ minS: 0, maxS: Infinity }],
    [{ minS: Number.NaN, maxS: 1 }],
  ])("are not told of a duration %o", (range) => {
    const { net, occurrence, rangeOf } = exampleOf([[]]);
    expect(() => rangesOf(net, occurrence, rangeOf([range]))).toThrow(
      expect.objectContaining({
        code: "MADEUS_BAD_NUMBER",
        message: expect.stringMatching(/^the duration of task0\.end must be from 0 up/),
      }),
    );
  });
});

describe("slack", () => {
  test("is the time by which a task may be later, and no more, without a longer run", () => {
    fc.assert(
      fc.property(timedTasks(8), ([tasks, ranges]) => {
        const lastsS = ranges.map(({ minS }) => minS);
        const { occurrence, schedule, ends } = scheduled(tasks, lastsS);
        const slack = slackOf(occurrence, schedule);
        const makespanS = schedule.makespanUs / 1e6;
        for (const [task, event] of ends.entries()) {
          const longerBy = (s: number): number =>
            Math.max(
              ...endsS(
                tasks,
                lastsS.map((d, k) => (k === task ? d + s : d)),
              ),
            );
          expect(longerBy(slack.slackS(event))).toBe(makespanS);
          expect(longerBy(slack.slackS(event) + 1)).toBe(makespanS + 1);
        }
      }),
    );
  });

  test("tells when a task must begin at the latest, for a time that is given", () => {
    const { occurrence, schedule, ends } = scheduled(fork, [3, 1, 2]);
    const latest = (withinUs?: number): number[] =>
      ends.map((event) => slackOf(occurrence, schedule, withinUs).latestStartS(event));
    expect(latest()).toEqual([0, 2, 3]);
    expect(latest(9e6)).toEqual([4, 6, 7]);
    expect(latest(4e6)).toEqual([-1, 1, 2]);
    expect(slackOf(occurrence, schedule, 4e6).slackS(ends[0] ?? 0)).toBe(-1);
  });

  test("is missing exactly on the longest ways", () => {
    fc.assert(
      fc.property(timedTasks(8), ([tasks, ranges]) => {
        const lastsS = ranges.map(({ maxS }) => maxS);
        const { occurrence, schedule, ends } = scheduled(tasks, lastsS);
        const critical = criticalEvents(occurrence, schedule);
        expect(ends.map((event) => critical[event] === 1)).toEqual(criticalTasks(tasks, lastsS));
      }),
    );
  });
});
