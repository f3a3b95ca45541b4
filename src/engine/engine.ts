/**
 * The engine: the only loop. An entry is journalled, folded into the state, and what follows from it is done.
 *
 * It works in turns: all that has happened since the last turn is folded, the actions that became due are admitted, all of it is
 * committed at once, and only then do the actions begin. So an action's intent is on record before its first effect, and nothing that
 * was finished is forgotten. Between turns it holds no timer and uses no processor.
 */
import type { Instruction } from "../model/program.ts";
import { nothing } from "../semantics/configuration.ts";
import { refusal } from "../semantics/advance.ts";
import type { Step } from "../semantics/event.ts";
import type { Entry, Failure, Journal, JournalRecord } from "../store/journal.ts";
import { toEntry } from "../store/instruction.ts";
import type { Clock } from "./clock.ts";
import { type State, type Task, fold, numbersOf } from "./fold.ts";
import { Admission, type Limits } from "./limit.ts";
import type { Outcome, Performer, Verdict, Work } from "./performer.ts";
import { retryDelayMs } from "./retry.ts";
import { declarationOf, urgencies } from "./urgency.ts";

export interface EngineOptions {
  readonly state: State;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly performer: Performer;
  readonly limits?: Limits;
  /** After a failure: start nothing more, or go on with all that does not depend on it (the default). */
  readonly onError?: "stop" | "drain";
  /** What to do with actions that a former engine left behind: go on with them (the default), or take them as failed. */
  readonly leftBehind?: "go-on" | "fail";
  /** Told of every record, with the steps that followed from it, in order and before the next. */
  readonly tell?: (record: JournalRecord, steps: readonly Step[]) => void;
}

/** How a run ended. `stuck`: without a failure, nothing could move. */
export type RunOutcome = "done" | "failed" | "stuck" | "cancelled" | "timeout";

export class Engine {
  readonly #options: EngineOptions;
  readonly #state: State;
  readonly #admission: Admission<Work>;
  #inbox: Entry[] = [];
  #turnDue = false;
  /** Actions performed, recovered or waiting for their next try. */
  #pending = 0;
  #waitingForSlot = 0;
  #ending: "cancelled" | "timeout" | undefined;
  readonly #retries = new Set<() => void>();
  #resolve: ((outcome: RunOutcome) => void) | undefined;
  #reject: ((error: unknown) => void) | undefined;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#state = options.state;
    this.#admission = new Admission(options.limits ?? {});
  }

  get state(): State {
    return this.#state;
  }

  /** Runs until nothing is left to do or nothing can be done. Rejects where the journal cannot be written: then nothing more starts. */
  run(): Promise<RunOutcome> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      this.#takeUp();
      this.#wake();
    });
  }

  /** Hands in instructions, to be carried out after those already given. */
  submit(name: string, instructions: readonly Instruction[]): void {
    this.post({ type: "program", name, instructions: instructions.map(toEntry) });
  }

  /** Tells the engine something: an operator's decision, a probe's finding. */
  post(entry: Entry): void {
    this.#inbox.push(entry);
    this.#wake();
  }

  /** First stage of a cancellation: nothing new starts, what runs may end. */
  stop(reason: "cancelled" | "timeout" = "cancelled"): void {
    if (this.#ending !== undefined) return;
    this.#ending = reason;
    for (const callOff of this.#retries) callOff();
    this.post({ type: "stop" });
  }

  /** Second stage: what runs is ended, its outcome unknown. */
  abort(reason: "cancelled" | "timeout" = "cancelled"): void {
    this.stop(reason);
    this.#options.performer.cut();
  }

  /** Actions that a former engine left behind: those it had begun are recovered, the others begin. */
  #takeUp(): void {
    for (const task of this.#state.tasks.values()) {
      if (task.state === "at-work" || task.state === "unknown") this.#recover(task);
      else if (task.state === "failed") continue;
      else if (this.#options.leftBehind !== "fail") this.#apply(task);
      else this.#fail(this.#work(task), "it was given up before it began");
    }
  }

  #wake(): void {
    if (this.#turnDue || this.#resolve === undefined) return;
    this.#turnDue = true;
    this.#options.clock.after(0, () => {
      this.#turnDue = false;
      try {
        this.#turn();
      } catch (error) {
        this.#options.performer.cut();
        this.#finish(() => this.#reject?.(error));
      }
    });
  }

  #turn(): void {
    while (this.#inbox.length > 0) {
      const entries = this.#inbox;
      this.#inbox = [];
      for (const entry of entries) this.#take(entry);
    }
    const admitted = this.#admit();
    this.#options.journal.commit();
    for (const work of admitted) this.#perform(work);
    if (this.#pending > 0 || this.#inbox.length > 0) return;
    if (this.#waitingForSlot > 0 && !this.#state.configuration.stopped) return;
    const outcome = this.#outcome();
    this.#record({ type: "result", outcome });
    this.#options.journal.commit();
    this.#finish(() => this.#resolve?.(outcome));
  }

  #finish(settle: () => void): void {
    settle();
    this.#resolve = undefined;
    this.#reject = undefined;
  }

  /** Records and folds an entry, and puts the actions that became due in line. */
  #take(entry: Entry): void {
    for (const { rule, instance, element } of this.#record(entry)) {
      const task = rule === "fire" ? this.#state.task(instance, element) : undefined;
      if (task !== undefined) this.#apply(task);
      if (rule === "fail" && this.#options.onError === "stop" && !this.#state.configuration.stopped)
        this.#inbox.push({ type: "stop" });
    }
  }

  #record(entry: Entry): readonly Step[] {
    const record = this.#options.journal.append(entry);
    const steps = fold(this.#state, entry);
    this.#options.tell?.(record, steps);
    return steps;
  }

  #apply(task: Task): void {
    this.#waitingForSlot++;
    this.#admission.apply(this.#work(task));
  }

  #admit(): Work[] {
    const admitted: Work[] = [];
    if (this.#state.configuration.stopped) return admitted;
    for (let work = this.#admission.admit(); work !== undefined; work = this.#admission.admit()) {
      this.#waitingForSlot--;
      const { instance, transition, attempt, key, host } = work;
      this.#record({ type: "started", instance, transition, attempt, key, host });
      admitted.push(work);
    }
    return admitted;
  }

  #perform(work: Work): void {
    const { instance, transition, key } = work;
    this.#pending++;
    const registered = (group: { pid: number; started: string }, daemon: boolean): void => {
      this.#record({ type: "process", instance, transition, key, ...group, daemon });
      this.#options.journal.commit();
    };
    this.#options.performer.perform(work, { registered }, (outcome) => {
      this.#pending--;
      this.#admission.release(work);
      this.#settle(work, outcome);
    });
  }

  /** What came of a try becomes an entry, or another try. */
  #settle(work: Work, outcome: Outcome): void {
    const { instance, transition } = work;
    if (outcome.kind === "cut") return this.post({ type: "unknown", instance, transition });
    if (outcome.kind === "ended") {
      const { station, values } = outcome;
      const given = Object.keys(values).length > 0 ? { values } : {};
      return this.post({ type: "ended", instance, transition, ...(station === undefined ? {} : { station }), ...given });
    }
    const { error } = outcome;
    const delayMs = this.#retryDelayMs(work);
    if (delayMs === undefined) return this.post({ type: "failed", instance, transition, error });
    this.#retryLater(work, delayMs, error);
  }

  #retryDelayMs(work: Work): number | undefined {
    const task = this.#state.task(work.number, work.edge);
    if (task === undefined || this.#ending !== undefined || this.#state.configuration.stopped) return undefined;
    const { retry } = declarationOf(this.#state.configuration.life(work.number), work.edge);
    return retryDelayMs(retry, work.attempt - task.attemptsBefore);
  }

  #retryLater(work: Work, delayMs: number, error: Failure): void {
    const { instance, transition, attempt } = work;
    this.post({ type: "retrying", instance, transition, attempt, delayMs, error });
    this.#pending++;
    const again = (): void => {
      this.#retries.delete(callOff);
      this.#pending--;
      const task = this.#state.task(work.number, work.edge);
      if (task !== undefined) this.#apply(task);
      this.#wake();
    };
    const cancel = this.#options.clock.after(delayMs, again);
    const callOff = (): void => {
      cancel();
      again();
    };
    this.#retries.add(callOff);
  }

  #recover(task: Task): void {
    const work = this.#work(task, task.attempts);
    const { instance, transition } = work;
    if (task.state === "at-work") this.post({ type: "unknown", instance, transition });
    this.#pending++;
    this.#options.performer.recover(work, task.processes, (verdict: Verdict) => {
      this.#pending--;
      const goesOn = this.#options.leftBehind !== "fail";
      if (verdict.kind === "rerun" && goesOn) this.post({ type: "refire", instance, transition });
      else if (verdict.kind === "rerun" || (verdict.kind === "ask" && !goesOn))
        this.#fail(work, "it was cut off");
      else if (verdict.kind === "ask") this.#wake();
      else this.#settle(work, verdict);
    });
  }

  #fail({ instance, transition }: Work, message: string): void {
    const error = { code: "MADEUS_INTERRUPTED", message };
    this.post({ type: "failed", instance, transition, error });
  }

  #work(task: Task, attempt: number = task.attempts + 1): Work {
    const c = this.#state.configuration;
    const life = c.life(task.instance);
    const instance = c.names[task.instance] ?? "";
    return {
      instance,
      transition: life.transitions[task.transition]?.name ?? "",
      number: task.instance,
      edge: task.transition,
      attempt,
      key: task.key,
      host: this.#state.on.get(instance) ?? "local",
      limits: declarationOf(life, task.transition).limits ?? [],
      urgency: urgencies(life)[task.transition] ?? 0,
    };
  }

  #outcome(): RunOutcome {
    const c = this.#state.configuration;
    if (c.done) return "done";
    if (this.#ending !== undefined) return this.#ending;
    return c.failedTokens > 0 ? "failed" : "stuck";
  }
}

/** May the operator's decision be taken now? A sentence that says why not, or undefined. */
export function objection(state: State, entry: Entry & { type: "refire" | "ended" | "withdraw" }): string | undefined {
  const c = state.configuration;
  const instance = c.number(entry.instance);
  if (instance === undefined) return `There is no instance "${entry.instance}".`;
  if (entry.type === "withdraw")
    return c.behavior(instance) === nothing ? `${entry.instance} is idle: nothing is to be withdrawn.` : undefined;
  const { transition } = numbersOf(c, entry);
  if (transition < 0) return `${entry.instance} has no transition "${entry.transition}".`;
  return refusal(c, entry.type === "ended" ? { type: "ended", instance, transition, skipped: true } : { type: "refire", instance, transition });
}
