import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { adviceOf } from "../../../src/net/time/advice.ts";
import { type Range, rangesOf } from "../../../src/net/time/time.ts";
import { type Tasks, anyTasks, endsS, exampleOf, extremes, rangesFor } from "./persistent.ts";

interface Change {
  /** Task `task` does not wait for `without`, but perhaps for `instead`. */
  readonly task: number;
  readonly without: number;
  readonly instead: number | undefined;
}

/** By task; a task is provided by its enter event, and used by a fire event. */
function advised(
  tasks: Tasks,
  ranges: readonly Range[],
  lastsS: readonly number[],
  changes: readonly Change[],
) {
  const { net, occurrence, rangeOf, fires, ends } = exampleOf(tasks);
  const usOf = (of: readonly Range[]) => rangesOf(net, occurrence, rangeOf(of));
  const expected = usOf(lastsS.map((s) => ({ minS: s, maxS: s }))).minUs;
  const enters = ends.map((_, task) => occurrence.transitions.indexOf(3 * task + 2));
  const rewirings = changes.map(({ task, without, instead }) => ({
    task,
    without,
    event: fires[task] ?? 0,
    cause: enters[without] ?? 0,
    instead: instead === undefined ? undefined : enters[instead],
  }));
  return adviceOf(occurrence, expected, usOf(ranges), rewirings).map(
    ({ rewiring: { task, without }, savesS, isVain }) => ({ task, without, savesS, isVain }),
  );
}

const rewired = (tasks: Tasks, { task, without, instead }: Change): Tasks =>
  tasks.map((waits, k) =>
    k === task
      ? [...waits.filter((other) => other !== without), ...(instead === undefined ? [] : [instead])]
      : waits,
  );
const makespanOf = (tasks: Tasks, lastsS: readonly number[]): number =>
  Math.max(...endsS(tasks, lastsS));

/** Tasks, what they take, and for each of what they wait for a task to wait for instead, or none. */
const cases = (tasksMax: number) =>
  anyTasks(tasksMax).chain((tasks) => {
    const links = tasks.flatMap((waits, task) => waits.map((without) => ({ task, without })));
    return fc.record({
      tasks: fc.constant(tasks),
      ranges: rangesFor(tasks),
      changes: fc
        .array(fc.nat(9), { minLength: links.length, maxLength: links.length })
        .map((picks) =>
          links.map((link, k) => {
            const pick = picks[k] ?? 0;
            return { ...link, instead: pick < link.without ? pick : undefined };
          }),
        ),
    });
  });

describe("advice", () => {
  test("tells for each change how much shorter the run is, the best first", () => {
    fc.assert(
      fc.property(cases(9), ({ tasks, ranges, changes }) => {
        const lastsS = ranges.map(({ maxS }) => maxS);
        const advice = advised(tasks, ranges, lastsS, changes);
        expect(advice).toHaveLength(changes.length);
        for (const { task, without, savesS } of advice) {
          const change = changes.find((one) => one.task === task && one.without === without);
          const changed = change === undefined ? [] : rewired(tasks, change);
          expect(savesS).toBe(makespanOf(tasks, lastsS) - makespanOf(changed, lastsS));
        }
        const saved = advice.map(({ savesS }) => savesS);
        expect(saved).toEqual(saved.toSorted((a, b) => b - a));
      }),
      { numRuns: 300 },
    );
  });

  test("calls vain only what saves nothing, whatever the durations", () => {
    let vain = 0;
    fc.assert(
      fc.property(cases(7), ({ tasks, ranges, changes }) => {
        const drops = changes.map((change) => ({ ...change, instead: undefined }));
        const lastsS = ranges.map(({ minS }) => minS);
        for (const { task, without, isVain } of advised(tasks, ranges, lastsS, drops)) {
          if (!isVain) continue;
          vain++;
          const changed = rewired(tasks, { task, without, instead: undefined });
          for (const s of extremes(ranges))
            expect(makespanOf(changed, s)).toBe(makespanOf(tasks, s));
        }
      }),
      { numRuns: 200, seed: 1 },
    );
    expect(vain).toBeGreaterThan(50);
  });

  const s = (minS: number, maxS: number): Range => ({ minS, maxS });
  const drop = (task: number, without: number): Change => ({ task, without, instead: undefined });
  test.each([
    ["is short beside another way", [[], [], [0, 1]], [s(1, 2), s(5, 6), s(1, 1)], drop(2, 0)],
    ["always comes before another", [[], [], [0, 1]], [s(1, 5), s(5, 9), s(1, 1)], drop(2, 0)],
    ["is implied by another", [[], [0], [0, 1]], [s(1, 9), s(0, 9), s(1, 9)], drop(2, 0)],
    ["leads to nothing long", [[], [0], [0]], [s(0, 99), s(1, 2), s(3, 4)], drop(1, 0)],
  ])("finds a dependency vain that %s", (_, tasks, ranges, change) => {
    const lastsS = ranges.map(({ maxS }) => maxS);
    expect(advised(tasks, ranges, lastsS, [change])).toMatchObject([{ savesS: 0, isVain: true }]);
  });

  test("does not find a dependency vain that matters for other durations than those expected", () => {
    const ranges = [s(1, 6), s(5, 5), s(1, 1)];
    expect(advised([[], [], [0, 1]], ranges, [1, 5, 1], [drop(2, 0)])).toMatchObject([
      { savesS: 0, isVain: false },
    ]);
  });

  test("warns where what would be waited for instead comes later", () => {
    const ranges = [s(1, 1), s(5, 5), s(1, 1)];
    const change = { task: 2, without: 0, instead: 1 };
    expect(advised([[], [], [0]], ranges, [1, 5, 1], [change])).toMatchObject([{ savesS: -1 }]);
  });

  test("is not given on what does not depend, or on what would come too late", () => {
    const ranges = [s(1, 1), s(1, 1), s(1, 1)];
    const ask = (change: Change) => () => advised([[], [0], []], ranges, [1, 1, 1], [change]);
    expect(ask(drop(2, 0))).toThrow("does not depend on event");
    expect(ask({ task: 1, without: 0, instead: 1 })).toThrow("does not come before event");
  });
});
