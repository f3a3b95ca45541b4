import { expect, test } from "vitest";
import type { Entry, Journal } from "../../src/store/journal.ts";
import { memoryJournal } from "../../src/store/memory.ts";
import {
  lastRun,
  lineOf,
  openRunsIn,
  pinnedDeclarations,
  summaryOf,
  wholeRecords,
} from "../../src/store/run.ts";
import { tickingClock } from "./state-directory.ts";

const run = (verb: string, declaration: string): Entry => ({
  type: "run",
  verb,
  assembly: "shop",
  file: "assembly.ts",
  export: "shop",
  declaration,
});

test("a state without a run has no last run", () => {
  expect(lastRun([])).toBeUndefined();
});

test("the last run is open until its own result stands in the journal", () => {
  const journal = memoryJournal(tickingClock());
  write(journal, [run("deploy", "h1"), { type: "stop" }]);
  const open = {
    run: 1,
    verb: "deploy",
    assembly: "shop",
    file: "assembly.ts",
    export: "shop",
    declaration: "h1",
    startedMs: 1_001,
    endedMs: undefined,
    outcome: undefined,
  };
  expect(lastRun(journal.records())).toEqual(open);
  journal.append({ type: "result", outcome: "done" });
  journal.commit();
  expect(lastRun(journal.records())).toEqual({ ...open, endedMs: 1_003, outcome: "done" });
  write(journal, [run("resume", "h2")]);
  expect(lastRun(journal.records())).toMatchObject({ run: 2, verb: "resume", outcome: undefined });
});

test("declarations are found by their hashes", () => {
  const journal = memoryJournal(tickingClock());
  const one = { hash: "h1", types: [], variants: {} };
  const two = { hash: "h2", types: [], variants: { web: 1 } };
  write(journal, [
    { type: "declaration", ...one },
    run("deploy", "h1"),
    { type: "declaration", ...two },
  ]);
  expect([...pinnedDeclarations(journal.records())]).toEqual([
    ["h1", one],
    ["h2", two],
  ]);
});

function write(journal: Journal, entries: readonly Entry[]): void {
  journal.beginRun();
  for (const entry of entries) journal.append(entry);
  journal.commit();
}

test("runs about all are one line, and each part with those who went on with it is one of its own", () => {
  const journal = memoryJournal(tickingClock());
  const scope = { instances: ["web"], beside: [], hosts: ["local"] };
  const entries: readonly Entry[] = [
    run("deploy", "h"),
    { ...run("reconfigure", "h"), scope } as Entry,
    { ...run("reconfigure", "h"), scope } as Entry,
    { ...run("resume", "h"), scope, continues: 2 } as Entry,
    run("down", "h"),
  ];
  for (const entry of entries) write(journal, [entry]);
  const records = [...journal.records()];
  expect([1, 2, 3, 4, 5].map((one) => [...lineOf(records, one)])).toEqual([
    [1, 5],
    [2, 4],
    [3],
    [2, 4],
    [1, 5],
  ]);
  expect(wholeRecords(records).map((one) => one.run)).toEqual([1, 5]);
  expect(wholeRecords(records.slice(0, 1))).toEqual(records.slice(0, 1));
  expect(summaryOf(records, 4)).toMatchObject({ verb: "resume", continues: 2 });
  expect(summaryOf(records, 9)).toBeUndefined();
});

test("parts are open until a run that has them in hand is done, or one about all takes them in", () => {
  const journal = memoryJournal(tickingClock());
  const scope = { instances: ["web"], beside: [], hosts: [] };
  const part = (continues?: number): Entry =>
    ({
      ...run("reconfigure", "h1"),
      scope,
      ...(continues !== undefined && { continues }),
    }) as Entry;
  const done: Entry = { type: "result", outcome: "done" };
  const open = (): readonly (readonly number[])[] =>
    openRunsIn([...journal.records()]).map(({ runs }) => runs);
  write(journal, [run("deploy", "h1"), done]);
  expect(open()).toEqual([]);
  write(journal, [part()]);
  write(journal, [part(), { type: "result", outcome: "failed" }]);
  write(journal, [part(2)]);
  expect(open()).toEqual([[2, 4], [3]]);
  expect(openRunsIn([...journal.records()]).map(({ last }) => [last.run, last.outcome])).toEqual([
    [4, undefined],
    [3, "failed"],
  ]);
  write(journal, [part(2), done]);
  expect(open()).toEqual([[3]]);
  write(journal, [run("down", "h1")]);
  expect(open()).toEqual([]);
});
