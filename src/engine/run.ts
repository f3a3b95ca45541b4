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
import type { InstructionEntry, JournalRecord } from "../store/journal.ts";
import type { Engine } from "./engine.ts";
import { handIn } from "./handed-in.ts";
import { Chronicle, type Marking, type Report, markingOf } from "./report.ts";

export class Run implements AsyncIterable<JournalRecord>, AsyncDisposable {
  /** Rejects with a `MadeusError` where the run could not be recorded to its end: then nothing of it is at work any more. */
  readonly result: Promise<Report>;
  readonly #engine: Engine;
  readonly #hosts: Assembly["hosts"];
  /** What the engine was given first, until it has taken it up. */
  #first: readonly Instruction[];
  /** What was handed in meanwhile and is not taken up yet, by its instructions in the record to come. */
  readonly #further = new Map<readonly InstructionEntry[], readonly Instruction[]>();
  readonly #told: JournalRecord[] = [];
  readonly #chronicle: Chronicle;
  #more = Promise.withResolvers<void>();
  #over = false;
  /** Its last record is written. */
  #ended = false;

  /**
   * @param given  the program that the engine was given
   * @param hosts  those that instances may be added on
   * @param close  called when the run is over, before `result` settles
   */
  constructor(
    engine: Engine,
    { given, hosts }: { readonly given: readonly Instruction[]; readonly hosts: Assembly["hosts"] },
    close: () => void | Promise<void>,
  ) {
    this.#engine = engine;
    this.#first = given;
    this.#hosts = hosts;
    this.#chronicle = new Chronicle(engine.state);
    this.result = this.#run(close);
    // One who only iterates must not be surprised by a rejection that the iteration throws as well.
    this.result.catch(() => undefined);
  }

  /** The engine's `tell`. */
  tell(record: JournalRecord, steps: readonly Step[]): void {
    this.#told.push(record);
    if (record.type === "result") this.#ended = true;
    if (record.type === "program") {
      this.#first = [];
      this.#further.delete(record.instructions);
    }
    this.#chronicle.add(record, steps);
    this.#more.resolve();
    this.#more = Promise.withResolvers();
  }

  /** Every record of the run from its beginning, also for one who comes late. Throws where `result` rejects. */
  async *[Symbol.asyncIterator](): AsyncIterator<JournalRecord> {
    for (let k = 0; ; k++) {
      while (k >= this.#told.length && !this.#over) await this.#more.promise;
      const record = this.#told[k];
      if (record === undefined) break;
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
    this.#engine.stop();
    await this.result;
  }

  /** Ends what runs; its outcome is unknown. `result` tells when it is over. */
  abort(): void {
    this.#engine.abort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#over) this.abort();
    await this.result.catch(() => undefined);
  }

  async #run(close: () => void | Promise<void>): Promise<Report> {
    try {
      return this.#chronicle.report(await this.#engine.run());
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
