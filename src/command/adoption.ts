/**
 * Adoption: what already runs becomes a record that could have been made by deploying it.
 *
 * The program of a deployment is carried out on paper: of every transition that becomes due it is found out whether it has happened, and
 * if so it is taken as ended, with its values. What has not happened is given up at the end, so that each instance stands where it was
 * found. Every entry goes through the rules; so the record is one that the semantics accepts, or there is none.
 */
import type { Crew } from "../engine/crew.ts";
import type { Happened } from "../engine/crew-answer.ts";
import { type State, fold } from "../engine/fold.ts";
import type { Task } from "../engine/task.ts";
import type { Instruction } from "../model/program.ts";
import { none, nothing } from "../semantics/configuration.ts";
import { tell, why } from "../semantics/why.ts";
import { toEntry } from "../store/instruction.ts";
import type { Entry } from "../store/journal.ts";
import type { AdoptAnswers } from "./adopt-answer.ts";
import { namesOf } from "./decisions.ts";
import { givingUp } from "./teardown.ts";
import { type Verdict, Whereabouts, endsOf } from "./whereabouts.ts";

/** What was found out about a transition that is due. */
interface Finding {
  readonly task: Task;
  readonly verdict: Verdict;
  readonly happened: Happened | undefined;
  /** Of its ends, the one at which it seems to have ended. */
  readonly end: number;
}

export class Adoption {
  /** What is to be recorded, in order. */
  readonly entries: Entry[] = [];
  /** Why it cannot be recorded, a sentence each. */
  readonly contradictions: string[] = [];
  readonly #state: State;
  readonly #crew: Crew;
  readonly #answers: AdoptAnswers;
  readonly #whereabouts: Whereabouts;
  /** Due, and known not to have happened. */
  readonly #undone = new Set<Task>();
  /** `instance place` of the places that were entered. */
  readonly #entered = new Set<string>();

  /** @param state  changed by what is found */
  constructor(state: State, crew: Crew, answers: AdoptAnswers) {
    this.#state = state;
    this.#crew = crew;
    this.#answers = answers;
    this.#whereabouts = new Whereabouts(state, crew, answers.at);
  }

  /** @throws MadeusError  where a host cannot be asked */
  async follow(program: readonly Instruction[]): Promise<void> {
    this.#take({ type: "program", name: "adopt", instructions: program.map(toEntry) });
    for (;;) {
      const findings = await this.#find(this.#open());
      const telling = findings.filter(({ verdict }) => verdict !== "early");
      for (const finding of telling) await this.#settle(finding);
      if (telling.length > 0) continue;
      const [first] = findings;
      // While something is missing, the rest may wait for that.
      if (first === undefined || this.#answers.missing.length > 0) break;
      await this.#settle(await this.#findOut(first.task, true));
    }
    if (this.#answers.missing.length > 0) return;
    await this.#contradict();
    if (this.contradictions.length === 0) this.#giveUp();
  }

  /** Transitions that are due, and of which it is not known yet whether they have happened. */
  #open(): readonly Task[] {
    return [...this.#state.tasks.values()].filter((task) => !this.#undone.has(task));
  }

  async #find(tasks: readonly Task[]): Promise<readonly Finding[]> {
    const left = tasks.entries();
    const findings: Finding[] = [];
    const work = async (): Promise<void> => {
      for (const [k, task] of left) findings[k] = await this.#findOut(task);
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    return findings;
  }

  async #findOut(task: Task, isAllGiven = false): Promise<Finding> {
    const { instance, transition } = task;
    const life = this.#state.configuration.life(instance);
    const ends = endsOf(life, transition);
    const verdicts: Verdict[] = [];
    for (const place of ends)
      verdicts.push(await this.#whereabouts.hasReached(instance, place, isAllGiven));
    const verdict =
      (["yes", "early", "silent"] as const).find((one) => verdicts.includes(one)) ?? "no";
    const end = Math.max(0, verdicts.indexOf("yes"));
    const asks =
      verdict === "silent" || (verdict === "yes" && (ends.length > 1 || this.#lacks(instance)));
    if (!asks) return { task, verdict, happened: undefined, end };
    const happened = await this.#crew.probeTransition(instance, transition);
    if (verdict === "yes") return { task, verdict, happened, end };
    if (happened === undefined)
      return { task, verdict: isAllGiven ? "silent" : "early", happened, end };
    const said = { done: "yes", "not-done": "no", unknown: "silent" } as const;
    return { task, verdict: said[happened.answer], happened, end };
  }

  /** Is there a value that it is still to give? */
  #lacks(instance: number): boolean {
    const c = this.#state.configuration;
    return c
      .life(instance)
      .ports.some(
        ({ side, kind }, q) =>
          side === "provide" && kind === "data" && !c.values.has(c.port(instance, q)),
      );
  }

  async #settle(finding: Finding): Promise<void> {
    const { task, verdict } = finding;
    const { instance, transition } = namesOf(this.#state, task);
    const life = this.#state.configuration.life(task.instance);
    const places = endsOf(life, task.transition).map((place) => life.places[place] ?? "");
    const isDone =
      verdict === "yes" ||
      (verdict !== "no" && (await this.#answers.hasHappened(instance, transition, places)));
    if (isDone) await this.#pass(finding);
    else this.#undone.add(task);
  }

  /** Takes it as ended. Nobody has seen it end: that is what its record says. */
  async #pass({ task, happened, end }: Finding): Promise<void> {
    const c = this.#state.configuration;
    const life = c.life(task.instance);
    const names = namesOf(this.#state, task);
    const { docks = [] } = life.transitions[task.transition] ?? {};
    const isTold = happened?.answer === "done";
    const stations = docks.map((d) => life.stations[life.docks[d]?.station ?? -1]);
    const told = isTold ? stations.find((one) => one?.name === happened.station) : undefined;
    const station = told ?? stations[end];
    const values: Record<string, unknown> = { ...(isTold ? happened.values : {}) };
    const isLast = station?.slots.every(
      (slot, k) => docks.includes(station.docks[k] ?? -1) || c.mark(task.instance, slot) !== none,
    );
    for (const q of (isLast === true && life.publishes[station?.place ?? -1]) || []) {
      const port = life.ports[q]?.name ?? "";
      if (c.values.has(c.port(task.instance, q)) || Object.hasOwn(values, port)) continue;
      values[port] = await this.#answers.valueOf(this.#state, names.instance, port);
    }
    this.#take({ type: "unknown", ...names });
    this.#take({
      type: "ended",
      ...names,
      ...(docks.length > 1 && station !== undefined ? { station: station.name } : {}),
      ...(Object.keys(values).length > 0 ? { values } : {}),
      skipped: true,
    });
  }

  /** Who is found farther than what he needs allows him to be. */
  async #contradict(): Promise<void> {
    const c = this.#state.configuration;
    for (const instance of this.#busy()) {
      const { places, initial } = c.life(instance);
      for (const [place, name] of places.entries()) {
        if (place === initial || this.#entered.has(`${instance} ${place}`)) continue;
        if ((await this.#whereabouts.hasReached(instance, place)) !== "yes") continue;
        // On paper an action is taken as at work until it is known whether it has happened.
        const because = tell(why(c, instance)).map((line) =>
          line.trim().replace(/ is running$/, " has not happened"),
        );
        const who = c.names[instance] ?? "";
        this.contradictions.push(
          `${who} was found at ${name} or past it, but ${because.join(": ")}`,
        );
        break;
      }
    }
  }

  /** Sends everybody who is under way back to where he was found. */
  #giveUp(): void {
    const busy = this.#busy().map((one) => this.#state.configuration.names[one] ?? "");
    if (busy.length === 0) return;
    const [stop, ...others] = givingUp(busy);
    if (stop !== undefined) this.#take(stop);
    for (const task of this.#undone)
      this.#take({ type: "failed", ...namesOf(this.#state, task), error: undone });
    for (const entry of others) this.#take(entry);
    const c = this.#state.configuration;
    for (const instance of c.withdrawals.keys())
      this.contradictions.push(tell(why(c, instance)).join(", "));
  }

  #busy(): readonly number[] {
    const c = this.#state.configuration;
    return [...c.all()].filter((instance) => c.behavior(instance) !== nothing);
  }

  #take(entry: Entry): void {
    this.entries.push(entry);
    const steps = fold(this.#state, entry);
    for (const { rule, instance, element } of steps.list())
      if (rule === "enter") {
        const { stations } = this.#state.configuration.life(instance);
        this.#entered.add(`${instance} ${stations[element]?.place}`);
      }
  }
}

const atOnce = 16;
const undone = {
  code: "MADEUS_INTERRUPTED",
  message: "it had not happened when the instance was adopted",
} as const;
