/** The journal of a state in its SQLite file: appended records are gathered in memory and written in one transaction. */
import assert from "node:assert/strict";
import type { StatementSync } from "node:sqlite";
import type { Entry, Journal, JournalRecord } from "./journal.ts";
import type { StateFile } from "./sqlite-file.ts";
import { stateDamaged, stateFault } from "./sqlite-fault.ts";

/** Opens the journal; one who means to write takes the lease first. Closing the journal closes the file. */
export function sqliteJournal(file: StateFile, clock: { nowMs(): number }): Journal {
  return new SqliteJournal(file, clock);
}

class SqliteJournal implements Journal {
  readonly #file: StateFile;
  readonly #clock: { nowMs(): number };
  readonly #insert: StatementSync;
  #pending: Row[] = [];
  #seq: number;
  #run: number;

  constructor(file: StateFile, clock: { nowMs(): number }) {
    this.#file = file;
    this.#clock = clock;
    this.#insert = file.attempt(() =>
      file.database.prepare("INSERT INTO record (seq, run, at_ms, entry) VALUES (?, ?, ?, ?)"),
    );
    const last = file.attempt(() =>
      file.database.prepare("SELECT seq, run FROM record ORDER BY seq DESC LIMIT 1").get(),
    ) as { readonly seq: number; readonly run: number } | undefined;
    this.#seq = last?.seq ?? 0;
    this.#run = last?.run ?? 0;
  }

  beginRun(): number {
    this.#run += 1;
    return this.#run;
  }

  append(entry: Entry): JournalRecord {
    assert(this.#run > 0, "a run must have begun");
    this.#seq += 1;
    const record: JournalRecord = {
      seq: this.#seq,
      run: this.#run,
      atMs: this.#clock.nowMs(),
      ...entry,
    };
    // As text at once: what the caller changes later in a value is not part of the record.
    this.#pending.push([record.seq, record.run, record.atMs, JSON.stringify(entry)]);
    return record;
  }

  commit(): void {
    if (this.#pending.length === 0) return;
    this.#file.transaction(() => {
      for (const [seq, run, atMs, entry] of this.#pending) this.#insert.run(seq, run, atMs, entry);
    });
    this.#pending = [];
  }

  *records(): Generator<JournalRecord> {
    let expected = 1;
    try {
      const rows = this.#file.database.prepare(
        "SELECT seq, run, at_ms, entry FROM record WHERE seq <= (SELECT max(seq) FROM record) ORDER BY seq",
      );
      rows.setReturnArrays(true);
      for (const row of rows.iterate() as Iterable<unknown> as Iterable<Row>) {
        if (row[0] !== expected)
          throw stateDamaged(this.#file.path, `record ${expected} is missing`);
        expected += 1;
        yield this.#record(row);
      }
    } catch (error) {
      throw stateFault(error, this.#file.path);
    }
  }

  close(): void {
    this.#pending = [];
    this.#file.close();
  }

  #record([seq, run, atMs, entry]: Row): JournalRecord {
    try {
      return { seq, run, atMs, ...(JSON.parse(entry) as Entry) };
    } catch (error) {
      throw stateDamaged(this.#file.path, `record ${seq} cannot be read`, error);
    }
  }
}

/** As in the table: number, run, time, entry. */
type Row = readonly [seq: number, run: number, atMs: number, entry: string];
