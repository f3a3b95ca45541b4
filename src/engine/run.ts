/** A run as a script holds it: its events as they come, why it waits, how it is stopped, and what came of it. */
import type { Instruction } from "../model/program.ts";
import type { Configuration } from "../semantics/configuration.ts";
import { type Reason, why, whyProgram } from "../semantics/why.ts";
import type { JournalRecord } from "../store/journal.ts";
import type { Engine, RunOutcome } from "./engine.ts";

/** What came of a run. Times in seconds from its start. */
export interface Report {
  readonly outcome: RunOutcome;
  readonly makespanS: number;
  /** Every try of every action, in the order in which they ended. */
  readonly transitions: readonly Timing[];
  /** Why it is not done; empty if it is. */
  readonly because: readonly Reason[];
  readonly marking: Marking;
}
export interface Timing {
  readonly instance: string;
  readonly transition: string;
  readonly attempt: number;
  readonly startS: number;
  readonly endS: number;
  readonly ended: "well" | "badly" | "unknown";
}
/** instance → the places that hold a token, and the transitions on which one is. */
export type Marking = Readonly<Record<string, { readonly places: readonly string[]; readonly transitions: readonly string[] }>>;

export class Run implements AsyncIterable<JournalRecord>, AsyncDisposable {
  readonly result: Promise<Report>;
  readonly #engine: Engine;
  readonly #told: JournalRecord[] = [];
  #more = Promise.withResolvers<void>();
  #over = false;

  /** @param close  called when the run is over, before `result` settles */
  constructor(engine: Engine, close: () => void | Promise<void>) {
    this.#engine = engine;
    this.result = this.#run(close);
    // One who only iterates must not be surprised by a rejection that the iteration throws as well.
    this.result.catch(() => undefined);
  }

  /** The engine's `tell`. */
  tell(record: JournalRecord): void {
    this.#told.push(record);
    this.#more.resolve();
    this.#more = Promise.withResolvers();
  }

  /** Every record of the run from its beginning, also for one who comes late. Throws where the run could not be recorded. */
  async *[Symbol.asyncIterator](): AsyncIterator<JournalRecord> {
    for (let k = 0; ; k++) {
      while (k >= this.#told.length && !this.#over) await this.#more.promise;
      const record = this.#told[k];
      if (record === undefined) break;
      yield record;
    }
    await this.result;
  }

  /** What an instance waits for, or without a name the whole run. */
  why(instance?: string): readonly Reason[] {
    const c = this.#engine.state.configuration;
    if (instance === undefined) return whyProgram(c);
    const number = c.number(instance);
    return number === undefined ? [] : why(c, number);
  }

  marking(): Marking {
    return markingOf(this.#engine.state.configuration);
  }

  /** Hands in further instructions, carried out after those already given. */
  submit(name: string, instructions: readonly Instruction[]): void {
    this.#engine.submit(name, instructions);
  }

  /** Starts nothing more and lets running actions end. */
  async stop(): Promise<void> {
    this.#engine.stop();
    await this.result;
  }

  /** Ends running actions; their outcome is unknown. */
  abort(): void {
    this.#engine.abort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.abort();
    await this.result.catch(() => undefined);
  }

  async #run(close: () => void | Promise<void>): Promise<Report> {
    try {
      const outcome = await this.#engine.run();
      return { outcome, ...timings(this.#told), because: outcome === "done" ? [] : this.why(), marking: this.marking() };
    } finally {
      await close();
      this.#over = true;
      this.#more.resolve();
    }
  }
}

/** The marking by names. */
export function markingOf(c: Configuration): Marking {
  return Object.fromEntries(
    [...c.all()].map((instance) => {
      const { places, transitions, docks } = c.life(instance);
      const busy = transitions.filter((edge) =>
        [edge.out, edge.on, ...edge.docks.map((d) => docks[d]?.slot ?? 0)].some((slot) => c.mark(instance, slot) > 0),
      );
      return [
        c.names[instance],
        { places: places.filter((_, p) => c.mark(instance, p) > 0), transitions: busy.map(({ name }) => name) },
      ];
    }),
  );
}

/** Makespan and tries, as a fold of the records of one run. */
export function timings(records: readonly JournalRecord[]): Pick<Report, "makespanS" | "transitions"> {
  const beganMs = records[0]?.atMs ?? 0;
  const open = new Map<string, { readonly attempt: number; readonly atMs: number }>();
  const transitions: Timing[] = [];
  for (const record of records) {
    if (!("transition" in record)) continue;
    const { type, instance, transition, atMs } = record;
    const key = `${instance}.${transition}`;
    if (type === "started") open.set(key, { attempt: record.attempt, atMs });
    const began = open.get(key);
    if (began === undefined || !(type in ends)) continue;
    open.delete(key);
    const [startS, endS] = [(began.atMs - beganMs) / 1000, (atMs - beganMs) / 1000];
    transitions.push({ instance, transition, attempt: began.attempt, startS, endS, ended: ends[type as keyof typeof ends] });
  }
  return { makespanS: ((records.at(-1)?.atMs ?? beganMs) - beganMs) / 1000, transitions };
}
const ends = { ended: "well", failed: "badly", retrying: "badly", unknown: "unknown" } as const;
