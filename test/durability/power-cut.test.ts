/** Power cuts at any moment, with what a disk may have lost by then. Many more: `npm run durable`. */
import { expect, test } from "vitest";
import { cutTrial, recording } from "./power-cut.ts";
import type { WorkName } from "./work.ts";

const timeout = 600_000;

test.each<readonly [WorkName, boolean]>([
  ["journal", true],
  ["commit", true],
  ["run", true],
  ["run", false],
])("%s, durable: %s", { timeout }, async (work, durable) => {
  const taken = await recording(work, durable);
  const said = taken.events.filter(({ type }) => type === "said").length;
  expect(said).toBeGreaterThan(5);
  const cuts = 8;
  for (let k = 0; k < cuts; k += 1) {
    const passed = Math.floor(((k + 1) * taken.events.length) / cuts);
    expect(await cutTrial(taken, passed, k)).toEqual([]);
  }
});
