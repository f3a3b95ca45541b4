/**
 * The journal of a state in its SQLite file: appended records are gathered in memory and written in one transaction.
 *
 * A row holds a stretch of the journal, records that were committed together: that costs a fraction of a row for each.
 *
 * Who takes a lease beside others writes in a block of numbers of his own, far above all that were given by then, so that the numbers of none are
 * ever shifted. Blocks are read one after the other, as if their writers had come one after the other: those who wrote at one time are about
 * different things (`semantics/part`), and one who is about the same as somebody before him has the later block.
 */
import assert from "node:assert/strict";
import type { StatementSync } from "node:sqlite";
import type { MadeusError } from "../model/code.ts";
import type { Entry, Journal, JournalRecord, Stamp } from "./journal.ts";
import { blockOf, follows } from "./journal-block.ts";
import { recordText } from "./record-text.ts";
import type { StateFile } from "./sqlite-file.ts";
import { stateDamaged, stateFault } from "./sqlite-fault.ts";

/**
 * Opens the journal; one who means to write takes the lease first. Closing the journal closes the file.
 *
 * @param place  where it is to be written, and how runs are numbered; by default at its end
 */
export function sqliteJournal(
  file: StateFile,
  clock: { nowMs(): number },
  place?: JournalPlace,
): Journal {
  return new SqliteJournal(file, clock, place);
}
export interface JournalPlace {
  /** The number of the first record. */
  readonly first: number;
  /** Gives the number of a run that begins. */
  beginRun(): number;
}

/** The greatest number of a run; 0 where there is none. In a block later runs have greater numbers. Cost: the blocks. */
export const lastRunIn = (file: StateFile): number =>
  endsOf(file).reduce((last, { run }) => Math.max(last, run), 0);

/** The last record of each block, and the run that wrote it; the last block first. Cost: the blocks. */
function endsOf(file: StateFile): readonly JournalEnd[] {
  return file.attempt(() => {
    const endBefore = file.database.prepare(
      "SELECT last, run FROM journal WHERE first < ? ORDER BY first DESC LIMIT 1",
    );
    const ends: JournalEnd[] = [];
    let row = endBefore.get(Number.MAX_SAFE_INTEGER);
    for (; row !== undefined; row = endBefore.get(blockOf(Number(row["last"]))))
      ends.push({ last: Number(row["last"]), run: Number(row["run"]) });
    return ends;
  });
}
interface JournalEnd {
  readonly last: number;
  readonly run: number;
}

/** The number of the last record, and of the run that wrote it, as they are now; 0 where there is none. */
export function endOf(file: StateFile): { readonly last: number; readonly run: number } {
  const end = file.attempt(() =>
    file.database.prepare("SELECT last, run FROM journal ORDER BY first DESC LIMIT 1").get(),
  ) as { readonly last: number; readonly run: number } | undefined;
  return end ?? { last: 0, run: 0 };
}

/**
 * The records that somebody does not know, as far as they are committed. Cost: those, the few that stand in one row with the first of each
 * block, and a look at each block.
 *
 * @param known  the last that he knows of each block
 * @param enough  no row is read any more once there are so many
 */
export function recordsAfter(
  file: StateFile,
  known: readonly number[],
  enough: number = Infinity,
): readonly JournalRecord[] {
  const lastKnown = new Map(known.map((seq) => [blockOf(seq), seq]));
  const query =
    "SELECT first, last, run, records FROM journal WHERE first BETWEEN ? AND ? AND last > ? ORDER BY first";
  const records: JournalRecord[] = [];
  for (const { last } of endsOf(file).toReversed()) {
    const from = lastKnown.get(blockOf(last)) ?? 0;
    if (last <= from) continue;
    file.attempt(() => {
      const rows = file.database.prepare(query).iterate(blockOf(last), last, from);
      for (const row of rows as Iterable<unknown> as Iterable<Row>) {
        for (const one of entriesIn(row, file.path)) if (one.seq > from) records.push(one);
        if (records.length >= enough) return;
      }
    });
    if (records.length >= enough) break;
  }
  return records;
}

class SqliteJournal implements Journal {
  readonly #file: StateFile;
  readonly #clock: { nowMs(): number };
  readonly #place: JournalPlace | undefined;
  readonly #insert: StatementSync;
  #pending: Stretch[] = [];
  #seq: number;
  #run: number;

  constructor(file: StateFile, clock: { nowMs(): number }, place?: JournalPlace) {
    this.#file = file;
    this.#clock = clock;
    this.#place = place;
    this.#insert = file.attempt(() =>
      file.database.prepare(
        "INSERT INTO journal (first, last, run, records) VALUES (?, ?, ?, CAST(? AS TEXT))",
      ),
    );
    const end = endOf(file);
    this.#seq = place === undefined ? end.last : place.first - 1;
    this.#run = end.run;
  }

  beginRun(): number {
    this.#run = this.#place?.beginRun() ?? Math.max(this.#run, lastRunIn(this.#file)) + 1;
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
        if (!follows(row.first, expected - 1)) throw this.#missing(expected);
        yield* entriesIn(row, this.#file.path);
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

  #missing(seq: number): MadeusError {
    return missing(seq, this.#file.path);
  }
}

/** The records of a row. */
function entriesIn({ first, last, run, records }: Row, path: string): readonly JournalRecord[] {
  const entries = parsed(first, records, path);
  if (entries.length !== last - first + 1) throw missing(first + entries.length, path);
  return entries.map((entry, k) => ({ seq: first + k, run, ...entry }));
}

function parsed(
  first: number,
  records: string,
  path: string,
): readonly (Entry & Pick<Stamp, "atMs">)[] {
  try {
    return JSON.parse(records);
  } catch (error) {
    throw stateDamaged(path, `record ${first} cannot be read`, error);
  }
}

const missing = (seq: number, path: string): MadeusError =>
  stateDamaged(path, `record ${seq} is missing`);

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
