/** The committed table of the fault matrix is the one that is predicted now, and all of it was tried for real. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { tallies } from "./ledger.ts";
import { table } from "./table.ts";

test("the document has every transition, fault and policy, as they are predicted, and each was tried and ended so", async () => {
  const page = readFileSync("docs/matrix.md", "utf8");
  expect(page).toBe(await table(tallies()));
  const cells = page.split("\n").flatMap((line) => line.split(" | ").slice(2));
  const ends = cells.filter((cell) => /^(done|failed|back)\b/.test(cell));
  expect(ends).not.toEqual([]);
  expect(ends.filter((cell) => !/^\w+ ✓( \|)?$/.test(cell))).toEqual([]);
}, 120_000);
