/** Postscripts: what is written at the end of a journal by somebody who holds no lease. */
import { expect, test } from "vitest";
import type { Entry } from "../../src/store/journal.ts";
import { leaseHolders, takeLease } from "../../src/store/lease.ts";
import { postscript } from "../../src/store/postscript.ts";
import { openStateFile } from "../../src/store/sqlite-file.ts";
import { endOf, sqliteJournal } from "../../src/store/sqlite.ts";
import { stateDirectory, tickingClock } from "./state-directory.ts";

const lost: Entry = { type: "lost", instance: "db", place: "on" };
const claim = { command: "madeus deploy" };
const clock = { ...tickingClock(), after: () => () => undefined };

/** A journal with one record, and the same file opened for postscripts. */
function written() {
  const directory = stateDirectory();
  const file = openStateFile(directory, { mode: "create" });
  const journal = sqliteJournal(file, clock);
  journal.beginRun();
  journal.append({ type: "result", outcome: "done" });
  journal.commit();
  return { file, journal, aside: openStateFile(directory, { mode: "write" }) };
}

test("it belongs to the last run, and nobody finds the state in use for it", () => {
  const { file, journal, aside } = written();
  expect(postscript(aside, clock, lost, 1)).toBe(true);
  expect(postscript(aside, clock, { ...lost, type: "found" }, 2)).toBe(true);
  expect([...journal.records()].map(({ seq, run, type }) => [seq, run, type])).toEqual([
    [1, 1, "result"],
    [2, 1, "lost"],
    [3, 1, "found"],
  ]);
  expect(leaseHolders(file)[0]).toBeUndefined();
});

test("nothing is written while somebody holds the lease", () => {
  const { file, aside } = written();
  const lease = takeLease(file, clock, claim);
  expect(postscript(aside, clock, lost, 1)).toBe(false);
  expect(endOf(file).last).toBe(1);
  lease.release();
  expect(postscript(aside, clock, lost, 1)).toBe(true);
});

test("nothing is written by one who does not know all that is written", () => {
  const { file, aside } = written();
  expect(postscript(aside, clock, lost, 0)).toBe(false);
  expect(postscript(aside, clock, lost, 1)).toBe(true);
  expect(postscript(aside, clock, lost, 1)).toBe(false);
  expect(endOf(file).last).toBe(2);
});

test("one who takes the lease afterwards goes on behind it", () => {
  const { file, aside } = written();
  expect(postscript(aside, clock, lost, 1)).toBe(true);
  takeLease(file, clock, claim);
  const journal = sqliteJournal(file, clock);
  journal.beginRun();
  expect(journal.append({ type: "stop" })).toMatchObject({ seq: 3, run: 2 });
  journal.commit();
  expect(endOf(file)).toEqual({ last: 3, run: 2 });
});

test("a disk that is full is told", () => {
  const { aside } = written();
  aside.database.exec("PRAGMA max_page_count = 8");
  const long = { ...lost, place: "x".repeat(100_000) };
  expect(() => postscript(aside, clock, long, 1)).toThrow(
    expect.objectContaining({ code: "MADEUS_STATE_UNWRITABLE" }),
  );
});
