/** A saved page that has no room for all: it says what it holds, what it does not, and where the rest is told. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { pageAssets } from "../../src/command/page-asset.ts";
import { pageText } from "../../src/command/page-file.ts";
import { type Embedded, differenceKey } from "../../src/show/page-message.ts";
import { lamp } from "../show/sample.ts";
import { obstacles, open, useBrowser } from "./browser.ts";
import { recorded } from "./recorded.ts";

useBrowser();
const records = await recorded(lamp);
const [first, second, third] = ["a", "b", "c"].map((letter) => letter.repeat(40)) as [
  string,
  string,
  string,
];
const difference = (from: string, to: string) => ({
  [differenceKey(from, to)]: { from, to, differences: [], program: [], because: [] },
});
const commit = (id: string, ...parents: readonly string[]) => ({
  id,
  parents,
  message: `commit ${id[0]}`,
  by: "somebody",
  atMs: 0,
  branches: [],
});
const action = records.find((record) => record.type === "started");
const embedded: Embedded = {
  madeus: "1.0.0",
  pulse: { atWork: null, runs: [], nowMs: 0, isEmpty: false },
  records,
  commits: [commit(third, second), commit(second, first), commit(first)],
  differences: { ...difference(first, second), ...difference(second, third) },
  logs: {
    [`${action?.instance}.${action?.transition}`]: { text: "", skipped: 70_000, next: 70_000 },
  },
  expected: {},
};

function saved(): string {
  const directory = mkdtempSync(join(tmpdir(), "madeus-page-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const path = join(directory, "run.html");
  writeFileSync(path, pageText(pageAssets(), embedded));
  return pathToFileURL(path).href;
}

test("differences that were not saved are pale, and it is said why and where they are told", async () => {
  const page = await open(saved(), { isOffline: true });
  await page.getByRole("tab", { name: "History" }).click();
  await page.getByText("This file holds 2 of the 6 differences between its 3 commits").waitFor();
  const told = page.locator(".difference");
  await told.getByText("Nothing is different.").waitFor();
  // From the second to the third: from the first there is nothing to the third.
  const radio = (name: string): ReturnType<typeof page.getByRole> =>
    page.getByRole("radio", { name, exact: true });
  await radio("from aaaaaaaaaa, not saved").check();
  await told.getByText("madeus diff aaaaaaaaaa cccccccccc").waitFor();
  await radio("to bbbbbbbbbb").check();
  await told.getByText("Nothing is different.").waitFor();
  expect(await page.locator(".unsaved").count()).toBe(2);
  expect(await obstacles(page)).toEqual([]);
});

test("a log that found no room is not told as one that is empty", async () => {
  const page = await open(saved(), { isOffline: true });
  await page.locator(".box").first().waitFor();
  await page.getByRole("searchbox").fill(action?.instance ?? "");
  await page.getByRole("searchbox").press("Enter");
  const log = page.getByRole("log").first();
  await expect.poll(() => log.textContent()).toMatch(/was not saved with the page.*madeus logs/);
});
