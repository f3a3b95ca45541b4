/** One run of a state among its records: what it took, and what was to be expected of it before it began. */
import { realClock } from "../engine/clock-real.ts";
import { DurationHistory } from "../engine/duration-history.ts";
import type { Engine } from "../engine/engine.ts";
import { type State, fold } from "../engine/fold.ts";
import { partOfRun } from "../engine/part.ts";
import { Chronicle, type Report } from "../engine/report.ts";
import { rehearse } from "../host/simulation.ts";
import { MadeusError } from "../model/code.ts";
import type { Entry, JournalRecord } from "../store/journal.ts";
import { type RunSummary, lastRun } from "../store/run.ts";
import { type Session, replayed } from "./session.ts";

export interface PastRun {
  /** Those of the runs before it, and its own to its end. */
  readonly before: readonly JournalRecord[];
  readonly own: readonly JournalRecord[];
  readonly run: RunSummary;
}

/**
 * The last run, or that of a number.
 *
 * @throws MadeusError  `MADEUS_NO_STATE` where there is none
 */
export function pastRun(
  { records, directory }: Pick<Session, "records" | "directory">,
  wanted: number | undefined,
): PastRun {
  const runs = records.reduce((last, { run }) => Math.max(last, run), 0);
  const number = wanted ?? runs;
  const ofRun = records.filter((record) => record.run === number);
  // What probes found afterwards stands behind its end.
  const own = ofRun.slice(0, ofRun.findIndex(({ type }) => type === "result") + 1 || ofRun.length);
  const run = lastRun(own);
  if (run === undefined)
    throw runs === 0 && wanted === undefined
      ? new MadeusError("MADEUS_NO_STATE", `Nothing was run in ${directory} yet.`)
      : new MadeusError("MADEUS_NO_STATE", `There is no run ${number} in ${directory}.`, {
          hint:
            runs === 0
              ? "It has none yet."
              : runs === 1
                ? "It has one run."
                : `It has ${runs} runs.`,
        });
  const first = records.findIndex((record) => record.run === number);
  return { before: records.slice(0, first), own, run };
}

/** What the run took, until now if it is at work. */
export function measuredOf(
  { file }: Pick<Session, "file">,
  { before, own, run }: PastRun,
  isGoingOn: boolean,
): Report {
  const whole = replayed(before, file.path);
  const begun = begunBy(own);
  for (const record of begun) fold(whole, record);
  const chronicle = new Chronicle(stateOf(whole, run), run.limits ?? {});
  for (const record of begun) chronicle.add(record, []);
  for (const record of own.slice(begun.length)) chronicle.add(record, fold(whole, record).list());
  if (isGoingOn) chronicle.until(realClock.nowMs());
  return chronicle.report(run.outcome ?? "open");
}

/** What comes before a run's first word, and that. */
const begunBy = (own: readonly JournalRecord[]): readonly JournalRecord[] =>
  own.slice(0, own.findIndex(({ type }) => type === "run") + 1);

/** What the run works on: all, or the part that it has in hand. */
const stateOf = (whole: State, { run }: RunSummary): State => partOfRun(whole, run)?.state ?? whole;

/** What was to be expected of the run before it began. */
export async function expectationOf(
  { file }: Pick<Session, "file">,
  { before, own, run }: PastRun,
): Promise<Report> {
  const { limits, onError, onErrorOf } = run;
  const whole = replayed(before, file.path);
  for (const record of own)
    if (record.type === "declaration" || record.type === "run") fold(whole, record);
  const state = stateOf(whole, run);
  const given = own.slice(0, own.findIndex(({ type }) => begins.has(type)) + 1 || own.length);
  const give = (engine: Engine): void => {
    for (const record of given) if (isOrder(record)) engine.post(entryOf(record));
  };
  return rehearse(state, give, {
    limits,
    onError,
    onErrorOf,
    history: new DurationHistory(before),
  });
}
/** What an operator, or the command, says to the engine; and what the engine answers first. */
const orders: ReadonlySet<string> = new Set(["program", "go", "refire", "withdraw", "abandon"]);
const begins: ReadonlySet<string> = new Set(["started", "result"]);
const isOrder = (record: JournalRecord): boolean =>
  orders.has(record.type) || (record.type === "ended" && record.skipped === true);

function entryOf({ seq: _seq, run: _run, atMs: _atMs, ...entry }: JournalRecord): Entry {
  return entry;
}
