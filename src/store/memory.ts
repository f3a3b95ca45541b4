/**
 * A journal in memory, for tests and simulations.
 *
 * It keeps what the journal in a file keeps, JSON and nothing else: what would not survive there does not survive here.
 */
import assert from "node:assert/strict";
import type { Entry, Journal, JournalRecord, Stamp } from "./journal.ts";

/** @param kept  the committed records as JSON texts; a journal opened later on the same list is what a resumed process reads */
export function memoryJournal(clock: { nowMs(): number }, kept: string[] = []): Journal {
  const last = kept.at(-1);
  let run = last === undefined ? 0 : recordOf(last).run;
  let pending: string[] = [];
  return {
    beginRun: () => (run += 1),
    append(entry: Entry): Stamp {
      assert(run > 0, "a run must have begun");
      const seq = kept.length + pending.length + 1;
      const stamp: Stamp = { seq, run, atMs: clock.nowMs() };
      pending.push(JSON.stringify({ ...stamp, ...entry }));
      return stamp;
    },
    commit(alongside) {
      alongside?.();
      for (const text of pending) kept.push(text);
      pending = [];
    },
    *records() {
      for (let k = 0, end = kept.length; k < end; k += 1) yield recordOf(kept[k] ?? "");
    },
    close() {
      pending = [];
    },
  };
}

/** A journal that keeps nothing: what is told of a record as it is written is all that remains of it. For simulations of any size. */
export function passingJournal(clock: { nowMs(): number }): Journal {
  let seq = 0;
  return {
    beginRun: () => 1,
    append: () => ({ seq: ++seq, run: 1, atMs: clock.nowMs() }),
    commit: (alongside) => alongside?.(),
    records: () => [],
    close: () => undefined,
  };
}

const recordOf = (text: string): JournalRecord => JSON.parse(text) as JournalRecord;
