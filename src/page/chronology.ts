/**
 * The journal of a state, and how things stood after each of its records.
 *
 * The page folds records by the very function by which the engine does. It keeps a state every so often, so that to see any moment of
 * a long history costs a few hundred records and not all of them.
 *
 * Runs that were at work at one time number their records each in a block of their own. So a moment is told by how many records had
 * come by then: their places, 1, 2, 3 …
 */
import { State, fold } from "../engine/fold.ts";
import { partOfRun } from "../engine/part.ts";
import { Chronicle, type Report } from "../engine/report.ts";
import type { JournalRecord, Limits, RunOutcome } from "../store/journal.ts";
import { blockOf } from "../store/journal-block.ts";

/** A run and its records, by their places; among them may be those of others. */
export interface RunSpan {
  readonly run: number;
  readonly verb: string;
  readonly assembly: string;
  readonly limits: Limits;
  readonly firstSeq: number;
  /** Of its first word. */
  readonly begunSeq: number;
  /** Of its result, else of the last that there is. */
  lastSeq: number;
  readonly startedMs: number;
  outcome: RunOutcome | undefined;
}

export class Chronology {
  readonly #records: JournalRecord[] = [];
  /** By number. */
  readonly #places = new Map<number, number>();
  readonly #kept: Moment[] = [{ seq: 0, state: new State() }];
  readonly #tip: Moment = { seq: 0, state: new State() };
  readonly #runs: RunSpan[] = [];
  #cursor: Moment | undefined;
  #told: Telling | undefined;

  /** The place of the last record. */
  get last(): number {
    return this.#tip.seq;
  }

  get runs(): readonly RunSpan[] {
    return this.#runs;
  }

  /** Of the record of a number; undefined where there is none. */
  placeOf(number: number): number | undefined {
    return this.#places.get(number);
  }

  /** The record at a place; undefined before the first. */
  record(seq: number): JournalRecord | undefined {
    return this.#records[seq - 1];
  }

  /** Those that follow the ones that are there already; others are left out. @throws RangeError  where one is missing in between */
  add(records: readonly JournalRecord[]): void {
    for (const record of records) {
      if (this.#places.has(record.seq)) continue;
      const before = record.seq - 1;
      if (record.seq !== blockOf(record.seq) && !this.#places.has(before))
        throw new RangeError(`record ${before} is missing`);
      this.#records.push(record);
      step(this.#tip, record);
      this.#places.set(record.seq, this.last);
      this.#noteRun(record);
      if (this.last % keptEvery === 0)
        this.#kept.push({ seq: this.last, state: this.#tip.state.clone() });
    }
  }

  /** How things stood after a record; to be read at once, for the next question may change it. Cost: at most `keptEvery` records. */
  stateAt(seq: number): State {
    if (seq >= this.last) return this.#tip.state;
    const kept = this.#kept.findLast((one) => one.seq <= seq) ?? { seq: 0, state: new State() };
    const cursor = this.#cursor;
    const isNear = cursor !== undefined && cursor.seq <= seq && cursor.seq >= kept.seq;
    const at = isNear ? cursor : { seq: kept.seq, state: kept.state.clone() };
    this.#advance(at, seq);
    this.#cursor = at;
    return at.state;
  }

  /** How many programs a run was given so far. */
  programsOf({ run, firstSeq, lastSeq }: RunSpan): number {
    const meanwhile = this.#records.slice(firstSeq - 1, lastSeq);
    return meanwhile.filter((record) => record.run === run && record.type === "program").length;
  }

  /** The last record not after a time; the first one of all where none is. */
  seqAt(atMs: number): number {
    let [low, high] = [1, this.last];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.record(middle)?.atMs ?? 0) <= atMs) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /**
   * What a run took, until now if it is at work. A run that is asked for again costs what came since.
   *
   * @param nowMs  given where it is at work
   */
  report(span: RunSpan, nowMs?: number): Report {
    const told = this.#told?.run === span.run ? this.#told : this.#begin(span);
    for (; told.at.seq < span.lastSeq; ) {
      const record = this.record(told.at.seq + 1);
      if (record === undefined) break;
      const steps = step(told.at, record).list();
      if (record.run === span.run) told.chronicle.add(record, steps);
    }
    const key = `${told.at.seq} ${span.outcome} ${nowMs === undefined ? "" : Math.floor(nowMs / 200)}`;
    if (told.report !== undefined && told.key === key) return told.report;
    if (nowMs !== undefined) told.chronicle.until(nowMs);
    told.key = key;
    return (told.report = told.chronicle.report(span.outcome ?? "open"));
  }

  /** From its first word on, for by that it takes out the part that it works on. */
  #begin({ run, limits, firstSeq, begunSeq }: RunSpan): Telling {
    const at = { seq: begunSeq, state: this.stateAt(begunSeq).clone() };
    const chronicle = new Chronicle(partOfRun(at.state, run)?.state ?? at.state, limits);
    for (const record of this.#records.slice(firstSeq - 1, begunSeq)) chronicle.add(record, []);
    return (this.#told = { run, at, chronicle });
  }

  #advance(at: Moment, seq: number): void {
    for (; at.seq < seq; ) {
      const record = this.record(at.seq + 1);
      if (record === undefined) return;
      step(at, record);
    }
  }

  #noteRun(record: JournalRecord): void {
    const { atMs } = record;
    const seq = this.last;
    if (record.type === "run") {
      const { run, verb, assembly, limits = {} } = record;
      // What it was made from may stand before it.
      const firstSeq = this.record(seq - 1)?.run === run ? seq - 1 : seq;
      const places = { firstSeq, begunSeq: seq, lastSeq: seq };
      this.#runs.push({
        run,
        verb,
        assembly,
        limits,
        ...places,
        startedMs: atMs,
        outcome: undefined,
      });
    }
    const span = this.#runs.findLast(({ run }) => run === record.run);
    // What probes find afterwards stands behind its end.
    if (span === undefined || span.outcome !== undefined) return;
    span.lastSeq = seq;
    if (record.type === "result") span.outcome = record.outcome;
  }
}
/** A state is kept each so many records. */
const keptEvery = 400;

interface Moment {
  seq: number;
  readonly state: State;
}
/** A run that is told as it goes on. */
interface Telling {
  readonly run: number;
  readonly at: Moment;
  readonly chronicle: Chronicle;
  /** What was told last, and of what. */
  key?: string;
  report?: Report;
}

function step(at: Moment, record: JournalRecord): ReturnType<typeof fold> {
  const steps = fold(at.state, record);
  at.seq += 1;
  return steps;
}
