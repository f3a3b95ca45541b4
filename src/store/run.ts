/** Runs as folds of the journal: which there were, from what they were made, and how they ended. */
import type { Declaration } from "./declaration.ts";
import type { JournalRecord, RunEntry, RunOutcome } from "./journal.ts";

export interface RunSummary extends Omit<RunEntry, "type"> {
  readonly run: number;
  readonly startedMs: number;
  readonly endedMs: number | undefined;
  /** Undefined while the run is going on, or if its process died: the lease tells which. */
  readonly outcome: RunOutcome | undefined;
}

/** The last run of a journal, or undefined if there was none. */
export function lastRun(records: Iterable<JournalRecord>): RunSummary | undefined {
  let last: RunSummary | undefined;
  for (const record of records) {
    if (record.type === "run") {
      const { type: _type, seq: _seq, atMs: startedMs, ...run } = record;
      last = { ...run, startedMs, endedMs: undefined, outcome: undefined };
    } else if (record.type === "result" && last !== undefined) {
      last = { ...last, endedMs: record.atMs, outcome: record.outcome };
    }
  }
  return last;
}

/** One run of a journal. */
export const summaryOf = (records: readonly JournalRecord[], run: number): RunSummary | undefined =>
  lastRun(records.filter((record) => record.run === run));

/** A part that is not at its end: the runs that have had it in hand, and the last of them. */
export interface OpenRun {
  readonly runs: readonly number[];
  readonly last: RunSummary;
}

/** Parts that no run has brought to an end, and that none about all has taken in since; the first one first. O(records) for each. */
export function openRunsIn(records: readonly JournalRecord[]): readonly OpenRun[] {
  const open = new Map<number, number[]>();
  for (const record of records)
    if (record.type === "run") {
      const { run, scope, continues = run } = record;
      if (scope === undefined) open.clear();
      else open.set(continues, [...(open.get(continues) ?? []), run]);
    } else if (record.type === "result" && record.outcome === "done")
      for (const [first, runs] of open) if (runs.includes(record.run)) open.delete(first);
  return [...open].flatMap(([first, runs]) => {
    const last = summaryOf(records, runs.at(-1) ?? first);
    return last === undefined ? [] : [{ runs, last }];
  });
}

/** The records of runs that were about all. */
export function wholeRecords(records: readonly JournalRecord[]): readonly JournalRecord[] {
  const begun = begunIn(records);
  const isScoped = [...begun.values()].some((first) => first !== undefined);
  return isScoped ? records.filter(({ run }) => begun.get(run) === undefined) : records;
}

/** The runs whose programs are one after the other in one place: those of a part, or all that were about all. */
export function lineOf(records: readonly JournalRecord[], run: number): ReadonlySet<number> {
  const begun = begunIn(records);
  const first = begun.get(run);
  return new Set([...begun].flatMap(([one, its]) => (its === first ? [one] : [])));
}

/** run → the one that took out the part that it has in hand; undefined for one that is about all. */
function begunIn(records: readonly JournalRecord[]): ReadonlyMap<number, number | undefined> {
  const begun = new Map<number, number | undefined>();
  for (const record of records) {
    if (record.type !== "run") continue;
    const { run, scope, continues = run } = record;
    begun.set(run, scope === undefined ? undefined : continues);
  }
  return begun;
}

/** From what the runs of a journal were made: the file, and the name under which it exports it; each once, the last first. */
export function originsOf(
  records: Iterable<JournalRecord>,
): readonly Pick<RunEntry, "file" | "export">[] {
  const origins = new Map<string, Pick<RunEntry, "file" | "export">>();
  for (const record of records) {
    if (record.type !== "run") continue;
    const key = JSON.stringify([record.file, record.export]);
    origins.delete(key);
    origins.set(key, { file: record.file, export: record.export });
  }
  return [...origins.values()].reverse();
}

/** The declarations that a journal pins, by their hashes. */
export function pinnedDeclarations(
  records: Iterable<JournalRecord>,
): ReadonlyMap<string, Declaration> {
  const pinned = new Map<string, Declaration>();
  for (const record of records)
    if (record.type === "declaration") {
      const { hash, types, variants } = record;
      pinned.set(hash, { hash, types, variants });
    }
  return pinned;
}
