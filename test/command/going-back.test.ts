/** Whether what is left of a run is the way back: by what the journal says. */
import { expect, test } from "vitest";
import { isGoingBack } from "../../src/command/going-back.ts";
import type { Entry, JournalRecord } from "../../src/store/journal.ts";

const run = (verb: string): Entry => ({
  type: "run",
  verb,
  assembly: "site",
  file: "",
  export: "",
  declaration: "",
});
const abandon: Entry = { type: "abandon" };
const isBack = (...entries: readonly Entry[]): boolean =>
  isGoingBack(
    entries.map((entry, k): JournalRecord => ({ ...entry, seq: k + 1, run: 1, atMs: 0 })),
  );

test("it is once a rollback has given the program up, and in all that goes on with that", () => {
  expect(isBack(run("deploy"))).toBe(false);
  expect(isBack(run("reconfigure"), run("rollback"))).toBe(false);
  expect(isBack(run("reconfigure"), run("rollback"), abandon)).toBe(true);
  expect(isBack(run("reconfigure"), run("rollback"), abandon, run("resume"))).toBe(true);
});

test("it is not where something else was begun since, or was given up to go on", () => {
  expect(isBack(run("deploy"), run("rollback"), abandon, run("deploy"))).toBe(false);
  expect(isBack(run("deploy"), run("rollback"), abandon, run("down"), abandon)).toBe(false);
  expect(isBack(run("deploy"), run("resume"), abandon)).toBe(false);
});
