/** What every journal keeps true, wherever its records are. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Entry, Journal, JournalRecord } from "../../src/store/journal.ts";
import { anyEntry } from "./entry-arbitrary.ts";
import { tickingClock } from "./state-directory.ts";

/** Where records are kept: each `open` is a new process that finds what the last one left there. */
export interface Shelf {
  open(clock: { nowMs(): number }): Journal;
}

export function journalSuite(name: string, newShelf: () => Shelf): void {
  describe(name, () => {
    test("numbers its records and stamps them with the time at which they were appended", () => {
      const journal = begun(newShelf());
      journal.append(withdraw("a"));
      journal.append(withdraw("b"));
      journal.commit();
      journal.append(withdraw("c"));
      journal.commit();
      expect([...journal.records()]).toEqual([
        { seq: 1, run: 1, atMs: 1_001, ...withdraw("a") },
        { seq: 2, run: 1, atMs: 1_002, ...withdraw("b") },
        { seq: 3, run: 1, atMs: 1_003, ...withdraw("c") },
      ]);
      journal.close();
    });

    test("gives the stamp with which each entry will be read", () => {
      const journal = begun(newShelf());
      const entries: readonly Entry[] = [withdraw("a"), { type: "stop" }];
      const given = entries.map((entry) => ({ ...journal.append(entry), ...entry }));
      journal.commit();
      expect([...journal.records()]).toEqual(given);
      journal.close();
    });

    test("has no record before it is committed", () => {
      const shelf = newShelf();
      const journal = begun(shelf);
      journal.append(withdraw("a"));
      expect([...journal.records()]).toEqual([]);
      journal.close();
      expect(readAll(shelf)).toEqual([]);
    });

    test("commits nothing where nothing was appended", () => {
      const journal = begun(newShelf());
      journal.commit();
      expect([...journal.records()]).toEqual([]);
      journal.close();
    });

    test("commits what is written alongside together with its records, or neither", () => {
      const journal = begun(newShelf());
      journal.append(withdraw("a"));
      const refused = new Error("it cannot be written");
      const refuse = (): void => {
        throw refused;
      };
      expect(() => journal.commit(refuse)).toThrow(refused);
      expect([...journal.records()]).toEqual([]);
      let written = 0;
      journal.append(withdraw("b"));
      journal.commit(() => (written += 1));
      expect(written).toBe(1);
      expect([...journal.records()].map(({ seq }) => seq)).toEqual([1, 2]);
      journal.commit(() => (written += 1));
      expect(written).toBe(2);
      journal.close();
    });

    test("goes on with the last run until the next begins", () => {
      const shelf = newShelf();
      const first = begun(shelf);
      first.append(withdraw("a"));
      first.commit();
      first.close();
      const second = shelf.open(tickingClock());
      second.append(withdraw("b"));
      expect(second.beginRun()).toBe(2);
      second.append(withdraw("c"));
      second.commit();
      second.close();
      expect(readAll(shelf).map(({ seq, run }) => [seq, run])).toEqual([
        [1, 1],
        [2, 1],
        [3, 2],
      ]);
    });

    test("takes no record before the first run", () => {
      const journal = newShelf().open(tickingClock());
      expect(() => journal.append(withdraw("a"))).toThrow("a run must have begun");
      journal.close();
    });

    test("keeps a value as it was when it was appended", () => {
      const journal = begun(newShelf());
      const address = { port: 1 };
      journal.append({ type: "ended", instance: "db", transition: "start", values: { address } });
      address.port = 2;
      journal.commit();
      expect([...journal.records()][0]).toMatchObject({ values: { address: { port: 1 } } });
      journal.close();
    });

    test("does not read on into records that are committed meanwhile", () => {
      const journal = begun(newShelf());
      journal.append(withdraw("a"));
      journal.append(withdraw("b"));
      journal.commit();
      const seen: number[] = [];
      for (const { seq } of journal.records()) {
        seen.push(seq);
        journal.append(withdraw("c"));
        journal.commit();
      }
      expect(seen).toEqual([1, 2]);
      expect([...journal.records()]).toHaveLength(4);
      journal.close();
    });

    test("can be read by two at a time, and left in the middle", () => {
      const journal = begun(newShelf());
      for (const instance of ["a", "b", "c"]) journal.append(withdraw(instance));
      journal.commit();
      const pairs: number[][] = [];
      for (const { seq } of journal.records())
        for (const inner of journal.records()) {
          pairs.push([seq, inner.seq]);
          if (inner.seq === 2) break;
        }
      expect(pairs).toEqual(
        [1, 2, 3].flatMap((seq) => [
          [seq, 1],
          [seq, 2],
        ]),
      );
      journal.close();
    });

    test("holds exactly what was committed, through any order of appending, committing and dying", () => {
      const act = fc.oneof(
        { weight: 6, arbitrary: anyEntry },
        { weight: 3, arbitrary: fc.constant("commit" as const) },
        { weight: 1, arbitrary: fc.constantFrom("run" as const, "reopen" as const) },
      );
      fc.assert(
        fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
          const shelf = newShelf();
          expect(played(shelf, acts)).toEqual(JSON.parse(JSON.stringify(expected(acts))));
        }),
        { numRuns: 40 },
      );
    });
  });
}

type Act = Entry | "commit" | "run" | "reopen";

function played(shelf: Shelf, acts: readonly Act[]): readonly unknown[] {
  let journal = begun(shelf);
  for (const act of acts) {
    if (act === "commit") journal.commit();
    else if (act === "run") journal.beginRun();
    else if (act === "reopen") {
      journal.close();
      journal = begun(shelf);
    } else journal.append(act);
  }
  journal.close();
  return readAll(shelf).map(({ atMs: _atMs, ...record }) => record);
}

/** The same in a list. */
function expected(acts: readonly Act[]): readonly unknown[] {
  const kept: { run: number }[] = [];
  let pending: { run: number }[] = [];
  let run = 1;
  for (const act of acts) {
    if (act === "commit") {
      kept.push(...pending);
      pending = [];
    } else if (act === "run") run += 1;
    else if (act === "reopen") {
      pending = [];
      run = (kept.at(-1)?.run ?? 0) + 1;
    } else pending.push({ run, ...act });
  }
  return kept.map((record, k) => ({ seq: k + 1, ...record }));
}

function begun(shelf: Shelf): Journal {
  const journal = shelf.open(tickingClock());
  journal.beginRun();
  return journal;
}

function readAll(shelf: Shelf): readonly JournalRecord[] {
  const journal = shelf.open(tickingClock());
  const records = [...journal.records()];
  journal.close();
  return records;
}

const withdraw = (instance: string): Entry => ({ type: "withdraw", instance });
