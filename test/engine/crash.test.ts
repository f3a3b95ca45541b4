/** A process that is killed at any moment forgets nothing that was done, and does nothing twice. More by `npm run crash -- 1000`. */
import { expect, test } from "vitest";
import type { Point } from "./crash-life.ts";
import { concurrently, randomCuts, trial } from "./crash-trial.ts";

const timeout = 600_000;
/** One instance of this seed asks, probes, leaves a daemon, fails and ignores SIGTERM. */
const seed = 15;

test("a run that nobody kills ends as the rules say, and only its daemons live on", async () => {
  expect(await trial(seed, 4, [])).toMatchObject({ cuts: 0, lives: 1, faults: [] });
});

const moments: readonly { readonly at: Point; readonly when: string }[] = [
  { at: "appended", when: "after it has written down a record, before that is committed" },
  { at: "committed", when: "after a commit, before what follows from it is begun" },
  { at: "registered", when: "after a process is registered, before its gate opens" },
];
test.each(moments)("killed $when", { timeout }, async ({ at }) => {
  const { points } = await trial(seed, 1, []);
  const numbers = Array.from({ length: points?.[at] ?? 0 }, (_, k) => k + 1);
  const results = await concurrently(numbers, (n) => trial(seed, 1, [{ at, n }]));
  expect(results.flatMap(({ faults }) => faults)).toEqual([]);
  // How many ends come together, and so how many commits there are, is not the same in each run.
  const cuts = results.filter((one) => one.cuts === 1).length;
  expect(cuts).toBeGreaterThanOrEqual(numbers.length / 2);
  expect(cuts).toBeGreaterThanOrEqual(5);
});

test(
  "killed at random moments, and killed again while it resumes",
  async () => {
    const seeds = Array.from({ length: 10 }, (_, k) => k + 1);
    const results = await concurrently(seeds, (one) =>
      trial(one, 2 + (one % 4), randomCuts(one, 6)),
    );
    expect(results.flatMap(({ faults }) => faults)).toEqual([]);
    expect(results.reduce((sum, { cuts }) => sum + cuts, 0)).toBeGreaterThan(30);
  },
  timeout,
);
