/** A run as a script holds it: its events as they come, why it waits, how it is stopped, and what came of it. */
import { MadeusError } from "../model/code.ts";
import { quote } from "../model/name.ts";
import { didYouMean } from "../model/nearest.ts";
import type { Assembly } from "../model/assembly.ts";
import { wellFormed } from "../model/check.ts";
import { refuseErrors } from "../model/finding.ts";
import { type Instruction, type Program, programOf } from "../model/program.ts";
import { assembled } from "../semantics/assembled.ts";
import type { Step } from "../semantics/event.ts";
import { type Reason, why, whyProgram } from "../semantics/why.ts";
import type { InstructionEntry, JournalRecord, RunOutcome } from "../store/journal.ts";
import type { Engine } from "./engine.ts";
import { handIn } from "./handed-in.ts";
import { Chronicle, type Marking, type Report, markingOf } from "./report.ts";

/** An engine with those who work for it; `close` lets them go when it has ended. */
export interface Crewed {
  readonly engine: Engine;
  readonly close: () => Promise<void>;
}
/** What the engine that is to be run was given, and what comes after it. */
export interface Course {
  /** The program. */
  readonly given: readonly Instruction[];
  /** Those that instances may be added on. */
  readonly hosts: Assembly["hosts"];
  /** Called after a failure, to go back if that was asked for; by other engines, each by `goOn`. */
  readonly goBack: () => Promise<Pick<Report, "rolledBack" | "obstacles">>;
  /** Called when all is over, before `result` settles. */
  readonly close: () => void | Promise<void>;
}

export class Run implements AsyncIterable<JournalRecord>, AsyncDisposable {
  /** Rejects with a `MadeusError` where the run could not be recorded to its end: then nothing of it is at work any more. */
  readonly result: Promise<Report>;
  /** The one at work, or the last. */
  #engine: Engine;
  readonly #hosts: Assembly["hosts"];
  /** What the engine was given first, until it has taken it up. */
  #first: readonly Instruction[];
  /** What was handed in meanwhile and is not taken up yet, by its instructions in the record to come. */
  readonly #further = new Map<readonly InstructionEntry[], readonly Instruction[]>();
  readonly #told: JournalRecord[] = [];
  /** How many of them are committed. */
  #known = 0;
  readonly #chronicle: Chronicle;
  #more = Promise.withResolvers<void>();
  #over = false;
  /** It came to its end, and be it that it goes back now. */
  #ended = false;
  #isStopped = false;

  constructor(first: Crewed, course: Course) {
    this.#engine = first.engine;
    this.#first = course.given;
    this.#hosts = course.hosts;
    this.#chronicle = new Chronicle(first.engine.state);
    this.result = this.#run(first, course);
    // One who only iterates must not be surprised by a rejection that the iteration throws as well.
    this.result.catch(() => undefined);
  }

  /** The engine's `tell`. */
  tell(record: JournalRecord, steps: readonly Step[]): void {
    this.#told.push(record);
    if (!this.#ended) this.#chronicle.add(record, steps);
    if (record.type === "result") this.#ended = true;
    if (record.type === "program") {
      this.#first = [];
      this.#further.delete(record.instructions);
    }
  }

  /** The engine's `committed`. */
  committed(): void {
    this.#known = this.#told.length;
    this.#more.resolve();
    this.#more = Promise.withResolvers();
  }

  /** Runs a further engine as a part of this run. */
  async goOn({ engine, close }: Crewed): Promise<RunOutcome> {
    this.#engine = engine;
    if (this.#isStopped) engine.stop();
    try {
      return await engine.run();
    } finally {
      await close();
    }
  }

  /** Every record of the run from its beginning, also for one who comes late. Throws where `result` rejects. */
  async *[Symbol.asyncIterator](): AsyncIterator<JournalRecord> {
    for (let k = 0; ; k++) {
      while (k >= this.#known && !this.#over) await this.#more.promise;
      const record = this.#told[k];
      if (record === undefined || k >= this.#known) break;
      yield record;
    }
    await this.result;
  }

  /**
   * What an instance waits for, or without a name the whole run; empty where nothing is waited for.
   *
   * @throws MadeusError  `MADEUS_UNKNOWN_INSTANCE`
   */
  why(instance?: string): readonly Reason[] {
    const c = this.#engine.state.configuration;
    if (instance === undefined) return whyProgram(c);
    const number = c.number(instance);
    if (number !== undefined) return why(c, number);
    throw new MadeusError("MADEUS_UNKNOWN_INSTANCE", `There is no instance ${quote(instance)}.`, {
      hint: didYouMean(instance, c.numbers.keys()),
    });
  }

  marking(): Marking {
    return markingOf(this.#engine.state.configuration);
  }

  /**
   * Hands in a further program, carried out after what was given before. Its names are checked against what will stand there then; what
   * it comes to is not proved, for the run does not wait.
   *
   * @throws MadeusError  with all findings, where it is ill-formed there; `MADEUS_RUN_OVER`. Then nothing of it is begun.
   */
  execute(program: Program<any>, name = "program"): void {
    if (this.#over || this.#ended)
      throw new MadeusError("MADEUS_RUN_OVER", "The run is over and takes no more instructions.");
    const { state } = this.#engine;
    const { configuration: c } = state;
    const around = { name: program.from.name, hosts: this.#hosts, on: state.on };
    const further = [...this.#further.values()].flat();
    const before = [...c.program.slice(c.position), ...this.#first, ...further];
    refuseErrors(wellFormed(programOf(assembled(c, around), [...before, ...program.instructions])));
    this.#further.set(handIn(this.#engine, name, program), program.instructions);
  }

  /** Starts nothing more and lets what runs end; resolves when the run is over. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#engine.stop();
    await this.result;
  }

  /** Ends what runs; its outcome is unknown. `result` tells when it is over. */
  abort(): void {
    this.#isStopped = true;
    this.#engine.abort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#over) this.abort();
    await this.result.catch(() => undefined);
  }

  async #run(first: Crewed, { goBack, close }: Course): Promise<Report> {
    try {
      const report = this.#chronicle.report(await this.goOn(first));
      if (report.outcome !== "failed") return report;
      return { ...report, ...(await goBack()), marking: this.marking() };
    } finally {
      try {
        await close();
      } finally {
        this.#over = true;
        this.#more.resolve();
      }
    }
  }
}
