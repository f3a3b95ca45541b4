/** Processes that are killed before a write, a sync or a change of a directory. All of these points: `npm run durable`. */
import { expect, test } from "vitest";
import { coursesOf, kills, sample, sweep } from "./sweep.ts";

const timeout = 600_000;

test("a killed process loses nothing that was acknowledged, and the next one comes to the same end", {
  timeout,
}, async () => {
  const points = kills(await coursesOf(["journal", "merge", "run"], false));
  expect(points.length).toBeGreaterThan(300);
  const { tried, interrupted, faults } = await sweep(sample(points, 10, 5));
  expect(faults).toEqual([]);
  expect(interrupted).toBe(tried);
});
