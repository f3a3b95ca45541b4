/**
 * The engine: the only loop. An entry is journalled, folded into the state, and what follows from it is done.
 *
 * It works in turns: all that has happened since the last turn is folded, the actions that became due are admitted, all of it is
 * committed at once, and only then do the actions begin. So an action's intent is on record before its first effect, and nothing that
 * was finished is forgotten. Between turns it holds no timer and uses no processor.
 */
import type { Instruction } from "../model/program.ts";
import type { Step, Steps } from "../semantics/event.ts";
import type { Entry, Journal, JournalRecord, Limits, RunOutcome } from "../store/journal.ts";
import { toEntry } from "../store/instruction.ts";
import type { Clock } from "./clock.ts";
import { type Decision, isDecision, objection } from "./decision.ts";
import { numbersOf } from "./entry-event.ts";
import { type State, fold } from "./fold.ts";
import { Admission } from "./limit.ts";
import { urgencyIn } from "./longest-path.ts";
import { Pauses } from "./pause.ts";
import type { Failed, Outcome, Performer, Watcher, Work } from "./performer.ts";
import { type Policies, asksToStop } from "./policy.ts";
import { type LeftBehind, Recovery } from "./recovery.ts";
import { retryDelayMs } from "./retry.ts";
import { Queue } from "./queue.ts";
import type { Task } from "./task.ts";
import { Turns } from "./turns.ts";
import { declarationOf } from "../semantics/declared.ts";
import { endedEntry, givenUpEntry, startedEntry, unknownEntry, workOf } from "./work.ts";

export interface EngineOptions extends Policies {
  readonly state: State;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly performer: Performer;
  readonly limits?: Limits;
  /** What to do with actions that a former engine left behind: go on with them (the default), or take them as failed. */
  readonly leftBehind?: LeftBehind;
  /** Told of every record, with the steps that followed from it, in order and before the next; it is not committed yet. */
  readonly tell?: (record: JournalRecord, steps: readonly Step[]) => void;
  /** All that was told is committed. */
  readonly committed?: () => void;
}

export class Engine {
  readonly #options: EngineOptions;
  readonly state: State;
  readonly #admission: Admission<Work>;
  #inbox = new Queue<News>();
  readonly #turns: Turns;
  /** Actions performed, recovered or waiting for their next try. */
  #pending = 0;
  #ending: "cancelled" | "timeout" | undefined;
  /** Why no turn can be taken any more. */
  #fault: { readonly error: unknown } | undefined;
  readonly #pauses: Pauses;
  readonly #recovery: Recovery;
  /** Undefined before the run and after it. */
  #result: Omit<PromiseWithResolvers<RunOutcome>, "promise"> | undefined;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.state = options.state;
    this.#admission = new Admission<Work>(options.limits ?? {}, urgencyIn(options.state));
    this.#turns = new Turns(options.clock, () => this.#awake());
    this.#pauses = new Pauses(options.clock);
    this.#recovery = new Recovery(options.leftBehind ?? "go-on");
  }

  /**
   * Runs until nothing is left to do or nothing can be done. Where the journal cannot be written nothing more starts, what runs is
   * ended, and then it rejects.
   */
  run(): Promise<RunOutcome> {
    return new Promise((resolve, reject) => {
      this.#result = { resolve, reject };
      const given = this.#inbox;
      this.#inbox = new Queue();
      this.#takeUp();
      this.#inbox.append(given);
      this.#wake();
    });
  }

  /** Hands in instructions, to be carried out after those already given. */
  submit(name: string, instructions: readonly Instruction[]): void {
    this.post({ type: "program", name, instructions: instructions.map(toEntry) });
  }

  /** Tells the engine something: an operator's decision, a probe's finding. A decision that came too late changes nothing. */
  post(entry: Entry): void {
    this.#hear(entry);
  }

  /** First stage of a cancellation: nothing new starts, what runs may end. */
  stop(reason: "cancelled" | "timeout" = "cancelled"): void {
    if (this.#ending !== undefined) return;
    this.#ending = reason;
    this.post({ type: "stop" });
  }

  /** Second stage: what runs is ended, its outcome unknown. */
  abort(reason: "cancelled" | "timeout" = "cancelled"): void {
    this.stop(reason);
    this.#options.performer.cut();
  }

  /** Actions that a former engine left behind: those it had begun are recovered, the others begin. */
  #takeUp(): void {
    for (const task of this.state.tasks.values()) {
      if (task.state === "at-work" || task.state === "unknown") this.#recover(task);
      else if (task.state === "failed") continue;
      else if (this.#options.leftBehind !== "fail") this.#apply(task.instance, task.transition);
      else this.post(givenUpEntry(workOf(this.state, task), "it was given up before it began"));
    }
  }

  #hear(entry: Entry, about?: Task): void {
    this.#inbox.push({ entry, about });
    this.#wake();
  }

  #wake(): void {
    if (this.#result !== undefined) this.#turns.ask(this.#pending > 0);
  }

  #awake(): void {
    if (this.#result === undefined) return;
    try {
      if (this.#fault === undefined) this.#turn();
    } catch (error) {
      this.#break(error);
    }
    if (this.#fault !== undefined && this.#pending === 0) this.#finish();
  }

  #turn(): void {
    for (let news = this.#news(); news !== undefined; news = this.#news()) this.#take(news);
    const admitted = this.#admit();
    this.#commit();
    for (const work of admitted) this.#perform(work);
    if (this.#pending > 0 || !this.#inbox.isEmpty) return;
    const outcome = this.#outcome();
    this.#record({ type: "result", outcome });
    this.#commit();
    this.#finish(outcome);
  }

  /** The next that has happened since; what was found out about interrupted actions after what the operator said. */
  #news(): News | undefined {
    if (this.#inbox.isEmpty)
      for (const entry of this.#recovery.conclude()) this.#inbox.push({ entry });
    return this.#inbox.shift();
  }

  /** Nothing can be recorded any more, so nothing may begin: what runs is ended, and with it the run. */
  #break(error: unknown): void {
    this.#fault = { error };
    this.#options.performer.cut();
    this.#pauses.callOff();
  }

  #finish(outcome?: RunOutcome): void {
    if (outcome === undefined) this.#result?.reject(this.#fault?.error);
    else this.#result?.resolve(outcome);
    this.#result = undefined;
  }

  /** Records and folds an entry, and puts the actions that became due in line. */
  #take({ entry, about }: News): void {
    if (isDecision(entry) && !this.#mayDecide(entry)) return;
    const steps = this.#record(entry, about);
    for (let k = 0; k < steps.length; k++) {
      const [rule, instance] = [steps.rule(k), steps.instance(k)];
      if (rule === "fire") this.#apply(instance, steps.element(k));
      const isFailure = rule === "fail" || (rule === "unknown" && "error" in entry);
      if (isFailure && this.#stopsAt(entry, instance)) this.#hear({ type: "stop" });
    }
    // Nobody need wait for tries that will not begin in this run.
    if (entry.type === "stop") this.#pauses.callOff();
  }

  #stopsAt(failure: Entry, instance: number): boolean {
    const { stopped, names } = this.state.configuration;
    return !stopped && asksToStop(this.#options, names[instance] ?? "", failure);
  }

  /** Can it still be decided, and is it certain that nothing is alive of what it is about? Else it comes again when that is. */
  #mayDecide(decision: Decision): boolean {
    if (objection(this.state, decision) !== undefined) return false;
    if (decision.type === "withdraw") return true;
    const { instance, transition } = numbersOf(this.state.configuration, decision);
    return !this.#recovery.keep(this.state.task(instance, transition), decision);
  }

  /** @param about  the task that the entry names, if it is at hand */
  #record(entry: Entry, about?: Task): Steps {
    const stamp = this.#options.journal.append(entry);
    const steps = fold(this.state, entry, stamp.seq, about);
    this.#options.tell?.({ ...stamp, ...entry }, steps.list());
    return steps;
  }

  #commit(): void {
    this.#options.journal.commit();
    this.#options.committed?.();
  }

  #apply(instance: number, transition: number): void {
    const task = this.state.task(instance, transition);
    if (task !== undefined) this.#admission.apply(workOf(this.state, task));
  }

  #admit(): Work[] {
    const admitted: Work[] = [];
    if (this.state.configuration.stopped) return admitted;
    for (let work = this.#admission.admit(); work !== undefined; work = this.#admission.admit()) {
      const task = this.state.task(work.number, work.edge);
      this.#record(startedEntry(work, task?.dueWith), task);
      admitted.push(work);
    }
    return admitted;
  }

  #perform(work: Work): void {
    this.#pending++;
    this.#options.performer.perform(work, this.#watcher(work), (outcome) => {
      this.#pending--;
      this.#admission.release(work);
      this.#settle(work, outcome);
    });
  }

  #watcher({ instance, transition, key }: Work): Watcher {
    return {
      registered: (group, daemon) => {
        if (this.#fault !== undefined) throw this.#fault.error;
        this.#record({ type: "process", instance, transition, key, ...group, daemon });
        this.#commit();
      },
    };
  }

  /** What came of a try becomes an entry, or another try. */
  #settle(work: Work, outcome: Outcome): void {
    if (this.#fault !== undefined) return this.#wake();
    const { instance, transition, number, edge } = work;
    if (outcome.kind === "ended")
      return this.#hear(endedEntry(work, outcome), this.state.task(number, edge));
    if (outcome.kind === "cut") return this.post(unknownEntry(work, outcome.error));
    const { error, changes } = outcome;
    const delayMs = this.#retryDelayMs(work);
    if (delayMs === undefined)
      return this.post({ type: "failed", instance, transition, error, ...changes });
    this.#retryLater(work, delayMs, outcome);
  }

  #retryDelayMs(work: Work): number | undefined {
    const c = this.state.configuration;
    const task = this.state.task(work.number, work.edge);
    if (task === undefined || this.#ending !== undefined || c.stopped) return undefined;
    const { retry } = declarationOf(c.life(work.number), work.edge);
    return retryDelayMs(retry, work.attempt - task.attemptsBefore);
  }

  #retryLater(work: Work, delayMs: number, { error, changes }: Failed): void {
    const { instance, transition, attempt } = work;
    this.post({ type: "retrying", instance, transition, attempt, delayMs, error, ...changes });
    this.#pending++;
    this.#pauses.begin(delayMs, () => {
      this.#pending--;
      this.#apply(work.number, work.edge);
      this.#wake();
    });
  }

  #recover(task: Task): void {
    const work = workOf(this.state, task, task.attempts);
    if (task.state === "at-work") this.post(unknownEntry(work));
    this.#pending++;
    this.#recovery.begin(task);
    this.#options.performer.recover(work, task.processes, this.#watcher(work), (verdict) => {
      this.#pending--;
      this.#recovery.found(task, work, verdict);
      this.#wake();
    });
  }

  #outcome(): RunOutcome {
    const c = this.state.configuration;
    return c.done ? "done" : (this.#ending ?? (c.failures.size > 0 ? "failed" : "stuck"));
  }
}

/** What has happened, and to which task where that is known. */
interface News {
  readonly entry: Entry;
  readonly about?: Task | undefined;
}
