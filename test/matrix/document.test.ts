/** The committed table of the fault matrix is the one that is predicted now, with what was tried for real. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { tallies } from "./ledger.ts";
import { table } from "./table.ts";

test("the document has every transition, fault and policy, as they are predicted, and nothing that was tried ended otherwise", async () => {
  const page = readFileSync("docs/matrix.md", "utf8");
  expect(page).toBe(await table(tallies()));
  expect(page).not.toContain(" ✗ |");
}, 120_000);
