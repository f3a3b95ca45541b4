/** Writes and syncs that fail, once or from then on: the disk is full, or broken. All of these points: `npm run durable`. */
import { expect, test } from "vitest";
import { coursesOf, refusals, sample, sweep } from "./sweep.ts";

const timeout = 600_000;

test("what a disk refuses is said, loses nothing that was acknowledged, and leaves nothing half-written", {
  timeout,
}, async () => {
  const points = refusals(await coursesOf(["journal", "prune", "run"], false));
  expect(points.length).toBeGreaterThan(500);
  const { interrupted, faults } = await sweep(sample(points, 8, 5));
  expect(faults).toEqual([]);
  expect(interrupted).toBeGreaterThan(4);
});
