/**
 * The journal of a state, and how things stood after each of its records.
 *
 * The page folds records by the very function by which the engine does. It keeps a state every so often, so that to see any moment of
 * a long history costs a few hundred records and not all of them.
 */
import { State, fold } from "../engine/fold.ts";
import { Chronicle, type Report } from "../engine/report.ts";
import type { JournalRecord, Limits, RunOutcome } from "../store/journal.ts";

/** A run and its records, by their numbers. */
export interface RunSpan {
  readonly run: number;
  readonly verb: string;
  readonly assembly: string;
  readonly limits: Limits;
  readonly firstSeq: number;
  /** Of its result, else of the last that there is. */
  lastSeq: number;
  readonly startedMs: number;
  outcome: RunOutcome | undefined;
}

export class Chronology {
  readonly #records: JournalRecord[] = [];
  readonly #kept: Moment[] = [{ seq: 0, state: new State() }];
  readonly #tip: Moment = { seq: 0, state: new State() };
  readonly #runs: RunSpan[] = [];
  #cursor: Moment | undefined;
  #told: Telling | undefined;

  /** The number of the last record. */
  get last(): number {
    return this.#tip.seq;
  }

  get runs(): readonly RunSpan[] {
    return this.#runs;
  }

  /** Undefined before the first. */
  record(seq: number): JournalRecord | undefined {
    return this.#records[seq - 1];
  }

  /** Those that follow the ones that are there already; others are left out. @throws RangeError  where one is missing in between */
  add(records: readonly JournalRecord[]): void {
    for (const record of records) {
      if (record.seq <= this.last) continue;
      if (record.seq !== this.last + 1) throw new RangeError(`record ${this.last + 1} is missing`);
      this.#records.push(record);
      step(this.#tip, record);
      this.#noteRun(record);
      if (record.seq % keptEvery === 0)
        this.#kept.push({ seq: record.seq, state: this.#tip.state.clone() });
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
  programsOf({ firstSeq, lastSeq }: RunSpan): number {
    const own = this.#records.slice(firstSeq - 1, lastSeq);
    return own.filter(({ type }) => type === "program").length;
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
      told.chronicle.add(record, step(told.at, record).list());
    }
    const key = `${told.at.seq} ${span.outcome} ${nowMs === undefined ? "" : Math.floor(nowMs / 200)}`;
    if (told.report !== undefined && told.key === key) return told.report;
    if (nowMs !== undefined) told.chronicle.until(nowMs);
    told.key = key;
    return (told.report = told.chronicle.report(span.outcome ?? "open"));
  }

  #begin({ run, limits, firstSeq }: RunSpan): Telling {
    const at = { seq: firstSeq - 1, state: this.stateAt(firstSeq - 1).clone() };
    return (this.#told = { run, at, chronicle: new Chronicle(at.state, limits) });
  }

  #advance(at: Moment, seq: number): void {
    for (; at.seq < seq; ) {
      const record = this.record(at.seq + 1);
      if (record === undefined) return;
      step(at, record);
    }
  }

  #noteRun(record: JournalRecord): void {
    const { seq, atMs } = record;
    if (record.type === "run") {
      const { run, verb, assembly, limits = {} } = record;
      // What it was made from may stand before it.
      const firstSeq = this.record(seq - 1)?.run === run ? seq - 1 : seq;
      const span = { run, verb, assembly, limits, firstSeq, lastSeq: seq, startedMs: atMs };
      this.#runs.push({ ...span, outcome: undefined });
    }
    const span = this.#runs.at(-1);
    // What probes find afterwards stands behind its end.
    if (span === undefined || span.run !== record.run || span.outcome !== undefined) return;
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
  at.seq = record.seq;
  return steps;
}
