/** Settings that have changed since instances were made, as far as nothing runs again for it. */
import { expect, test } from "vitest";
import { settingChanges, settingLines } from "../../src/command/setting-change.ts";
import type { Instruction } from "../../src/model/program.ts";
import type { Settings } from "../../src/model/setting.ts";
import type { Entry, JournalRecord } from "../../src/store/journal.ts";

const began = (settings: Settings): Entry => ({
  type: "run",
  verb: "deploy",
  assembly: "site",
  file: "",
  export: "",
  declaration: "",
  settings,
});
const ended = (instance: string): Entry => ({ type: "ended", instance, transition: "start" });
const records = [
  began({ front: 1, size: "s" }),
  ended("back"),
  ended("proxy"),
  began({ front: 2, size: "s" }),
  ended("proxy"),
].map((entry, k): JournalRecord => ({ ...entry, seq: k + 1, run: 1, atMs: 0 }));

test("each instance counts from the run in which one of its actions last ended", () => {
  const changes = (now: Settings) => settingChanges(records, now, ["back", "proxy", "other"]);
  expect(changes({ front: 1, size: "s" })).toEqual([
    { name: "front", was: "2", is: "1", instances: ["proxy"] },
  ]);
  expect(changes({ front: 3 })).toEqual([
    { name: "front", was: "1", is: "3", instances: ["back"] },
    { name: "front", was: "2", is: "3", instances: ["proxy"] },
  ]);
  expect(settingChanges(records, { front: 3 }, [])).toEqual([]);
});

test("a value that is empty or holds blanks is quoted", () => {
  const changes = settingChanges(records, { front: 2, size: "" }, ["proxy"]);
  expect(
    settingLines(changes, [{ op: "changeBehavior", instance: "proxy", behavior: "deploy" }]),
  ).toEqual(['setting size was s, is ""']);
  expect(settingChanges(records, { front: 2, size: "x l" }, ["proxy"])).toMatchObject([
    { was: "s", is: '"x l"' },
  ]);
});

test("it is said of whom nothing is asked; where all of them move, only what has changed", () => {
  const changes = [{ name: "front", was: "1", is: "3", instances: ["back", "proxy"] }];
  const move = (instance: string): Instruction => ({
    op: "changeBehavior",
    instance,
    behavior: "deploy",
  });
  expect(settingLines(changes, [])).toEqual([
    'setting front is 3, and was 1 when "back" and "proxy" were made: their actions do not run again',
  ]);
  expect(settingLines(changes, [move("proxy")])).toEqual([
    'setting front is 3, and was 1 when "back" was made: its actions do not run again',
  ]);
  expect(settingLines(changes, [move("proxy"), move("back")])).toEqual([
    "setting front was 1, is 3",
  ]);
});
