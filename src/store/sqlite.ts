/**
 * The journal of a state in its SQLite file: appended records are gathered in memory and written in one transaction.
 *
 * A row holds a stretch of the journal, records that were committed together: that costs a fraction of a row for each.
 */
import assert from "node:assert/strict";
import type { StatementSync } from "node:sqlite";
import type { MadeusError } from "../model/code.ts";
import type { Entry, Journal, JournalRecord, Stamp } from "./journal.ts";
import { recordText } from "./record-text.ts";
import type { StateFile } from "./sqlite-file.ts";
import { stateDamaged, stateFault } from "./sqlite-fault.ts";

/** Opens the journal; one who means to write takes the lease first. Closing the journal closes the file. */
export function sqliteJournal(file: StateFile, clock: { nowMs(): number }): Journal {
  return new SqliteJournal(file, clock);
}

/** The number of its last record, and of its last run, as they are now; 0 where there is none. */
export function endOf(file: StateFile): { readonly last: number; readonly run: number } {
  const end = file.attempt(() =>
    file.database.prepare("SELECT last, run FROM journal ORDER BY first DESC LIMIT 1").get(),
  ) as { readonly last: number; readonly run: number } | undefined;
  return end ?? { last: 0, run: 0 };
}

class SqliteJournal implements Journal {
  readonly #file: StateFile;
  readonly #clock: { nowMs(): number };
  readonly #insert: StatementSync;
  #pending: Stretch[] = [];
  #seq: number;
  #run: number;

  constructor(file: StateFile, clock: { nowMs(): number }) {
    this.#file = file;
    this.#clock = clock;
    this.#insert = file.attempt(() =>
      file.database.prepare(
        "INSERT INTO journal (first, last, run, records) VALUES (?, ?, ?, CAST(? AS TEXT))",
      ),
    );
    const end = endOf(file);
    this.#seq = end.last;
    this.#run = end.run;
  }

  beginRun(): number {
    this.#run += 1;
    return this.#run;
  }

  append(entry: Entry): Stamp {
    assert(this.#run > 0, "a run must have begun");
    const stamp: Stamp = { seq: ++this.#seq, run: this.#run, atMs: this.#clock.nowMs() };
    // As text at once: what the caller changes later in a value is not part of the record.
    const text = recordText(stamp.atMs, entry);
    const end = this.#pending.at(-1);
    if (end?.run === stamp.run && typeof end.records === "string") {
      end.last = stamp.seq;
      end.records += `,${text}`;
      // As bytes it is one object, and no longer thousands of pieces of text that are to live until the commit.
      if (end.records.length > stretchLengthMax) end.records = Buffer.from(`[${end.records}]`);
    } else this.#pending.push({ first: stamp.seq, last: stamp.seq, run: stamp.run, records: text });
    return stamp;
  }

  commit(alongside?: () => void): void {
    if (this.#pending.length === 0 && alongside === undefined) return;
    this.#file.transaction(() => {
      for (const { first, last, run, records } of this.#pending) {
        const array = typeof records === "string" ? `[${records}]` : records;
        this.#insert.run(first, last, run, array);
      }
      alongside?.();
    });
    this.#pending = [];
  }

  *records(): Generator<JournalRecord> {
    let expected = 1;
    try {
      const rows = this.#file.database.prepare(
        "SELECT first, last, run, records FROM journal WHERE first <= (SELECT max(first) FROM journal) ORDER BY first",
      );
      for (const row of rows.iterate() as Iterable<unknown> as Iterable<Row>) {
        if (row.first !== expected) throw this.#missing(expected);
        yield* this.#read(row);
        expected = row.last + 1;
      }
    } catch (error) {
      throw stateFault(error, this.#file.path);
    }
  }

  close(): void {
    this.#pending = [];
    this.#file.close();
  }

  *#read({ first, last, run, records }: Row): Generator<JournalRecord> {
    const entries = this.#parse(first, records);
    for (const [k, entry] of entries.entries()) yield { seq: first + k, run, ...entry };
    if (entries.length !== last - first + 1) throw this.#missing(first + entries.length);
  }

  #parse(first: number, records: string): readonly (Entry & Pick<Stamp, "atMs">)[] {
    try {
      return JSON.parse(records);
    } catch (error) {
      throw stateDamaged(this.#file.path, `record ${first} cannot be read`, error);
    }
  }

  #missing(seq: number): MadeusError {
    return stateDamaged(this.#file.path, `record ${seq} is missing`);
  }
}

/** Records that are to stand in one row, as in the table. */
interface Stretch {
  readonly first: number;
  last: number;
  readonly run: number;
  /** JSON texts, a comma between them; once they are enough for a row, the array of them as bytes. */
  records: string | Uint8Array;
}
type Row = Stretch & { readonly records: string };
/** A longer stretch is ended: what is read into memory at a time has a bound. */
const stretchLengthMax = 2 ** 16;
