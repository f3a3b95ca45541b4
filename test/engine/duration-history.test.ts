import { expect, test } from "vitest";
import { DurationHistory } from "../../src/engine/duration-history.ts";
import type { Entry, JournalRecord } from "../../src/store/journal.ts";

/** Records of entries, each at the time before it. */
const recorded = (...told: readonly (readonly [atMs: number, entry: Entry])[]): JournalRecord[] =>
  told.map(([atMs, entry], k) => ({ seq: k + 1, run: 1, atMs, ...entry }));

const of = { instance: "db1", transition: "start" };
const started: Entry = { type: "started", ...of, attempt: 1, key: "k", host: "local" };
const ended: Entry = { type: "ended", ...of };
const error = { code: "MADEUS_ACTION_FAILED", message: "it failed" };
const added: Entry = {
  type: "program",
  name: "deploy",
  instructions: [{ op: "add", instance: "db1", component: "db" }],
};

test("what ended well says how long it took", () => {
  const history = new DurationHistory(
    recorded([0, added], [1000, started], [3500, ended], [9000, started], [10_000, ended]),
  );
  expect(history.find("db1", "start", "db")).toEqual([2.5, 1]);
});

test("an instance that was never there takes as long as others of its component", () => {
  const history = new DurationHistory(recorded([0, added], [1000, started], [3500, ended]));
  expect(history.find("db2", "start", "db")).toEqual([2.5]);
  expect(history.find("db2", "start", "other")).toBeUndefined();
  expect(history.find("db1", "stop", "db")).toBeUndefined();
});

test("what failed, was cut off, was skipped or is not at its end says nothing", () => {
  const history = new DurationHistory(
    recorded(
      [0, started],
      [1, { type: "retrying", ...of, attempt: 1, delayMs: 5, error }],
      [2, started],
      [3, { type: "failed", ...of, error }],
      [4, { type: "refire", ...of }],
      [5, started],
      [6, { type: "unknown", ...of }],
      [7, { type: "ended", ...of, skipped: true }],
      [8, started],
    ),
  );
  expect(history.find("db1", "start", "db")).toBeUndefined();
});

test("the command that an action begins does not end it", () => {
  const process: Entry = { type: "process", ...of, key: "k", pid: 7, started: "1", daemon: false };
  const history = new DurationHistory(recorded([0, started], [10, process], [2000, ended]));
  expect(history.find("db1", "start", "db")).toEqual([2]);
});

test("only the last twenty times are kept", () => {
  const told = Array.from({ length: 30 }, (_, k) => [
    [k * 10_000, started] as const,
    [k * 10_000 + (k + 1) * 100, ended] as const,
  ]);
  const times = new DurationHistory(recorded(...told.flat())).find("db1", "start", "db");
  expect(times).toHaveLength(20);
  expect((times as readonly number[]).at(-1)).toBe(3);
});
