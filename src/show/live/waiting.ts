/**
 * What waits, by what it waits for: the instances that are under way and have no action at work.
 *
 * It is kept as the run goes on. What a record may have changed is noted with it, and judged when somebody looks; so that a look costs
 * what has changed since the last one, however many wait.
 */
import { type Configuration, nothing } from "../../semantics/configuration.ts";
import type { Step } from "../../semantics/event.ts";
import { lacksOfInstance } from "../../semantics/lack-token.ts";
import { type Lack, type Question, portText } from "../../semantics/lack.ts";
import { isActive, isRefusing } from "../../semantics/marking.ts";
import { type Ranked, Ranking } from "./ranking.ts";

/** Those who wait for one thing. */
export interface WaitGroup extends Ranked {
  /** Unlike that of any other group. */
  readonly key: string;
  /** `db.sql`; undefined: each has a reason of its own, and this is the only one of its group. */
  readonly port: string | undefined;
  /** The reason of the first, as a sentence. */
  readonly text: string;
  /** What may be asked next of what they wait for; undefined where they wait for nothing that can be asked. */
  readonly question: Question | undefined;
  /** Numbers of instances. */
  readonly members: Set<number>;
  /** When it came, among all groups. */
  readonly order: number;
}

export class Waiting {
  readonly #of: { readonly configuration: Configuration };
  readonly #changed = new Set<number>();
  /** What each port was at the last look, by its record; those of instances that nothing has happened to are missing. */
  readonly #ports = new Map<number, number>();
  readonly #groups = new Map<string, WaitGroup>();
  readonly #groupOf = new Map<number, WaitGroup>();
  readonly #ranking = new Ranking<WaitGroup>(
    (a, b) =>
      a.members.size > b.members.size || (a.members.size === b.members.size && a.order < b.order),
  );
  #order = 0;

  /** @param of  what holds the configuration, which may be exchanged for another */
  constructor(of: { readonly configuration: Configuration }) {
    this.#of = of;
    for (const instance of of.configuration.busy()) this.#changed.add(instance);
  }

  /** What followed from a record. O(steps). */
  add(steps: readonly Step[]): void {
    for (const { rule, instance, element } of steps)
      if (rule === "instruct") this.#instructed(this.#of.configuration, element);
      else this.#changed.add(instance);
  }

  /** How many instances wait. */
  get count(): number {
    this.#judge();
    return this.#groupOf.size;
  }
  /** For how many things. */
  get groups(): number {
    this.#judge();
    return this.#ranking.size;
  }
  /** The groups with the most members first. */
  first(count: number): readonly WaitGroup[] {
    this.#judge();
    return this.#ranking.first(count);
  }

  #instructed(c: Configuration, position: number): void {
    const one = c.program[position];
    if (one === undefined) return;
    const named = "instance" in one ? [one.instance] : "use" in one ? [one.use.instance] : [];
    for (const name of named) {
      const number = c.number(name);
      if (number !== undefined) this.#changed.add(number);
    }
  }

  #judge(): void {
    // Those across a port that has changed come to the end of what is gone through.
    for (const instance of this.#changed) {
      this.#followPorts(instance);
      this.#place(instance, this.#lackOf(instance));
    }
    this.#changed.clear();
  }

  /**
   * What its ports were at the last look decided for whom those across wait. That a provide refuses, or is no longer used, is no step of
   * its own: so the ports are compared. O(ports, and connections of those that changed).
   */
  #followPorts(instance: number): void {
    const c = this.#of.configuration;
    if (!c.exists(instance)) return;
    for (let port = 0; port < c.life(instance).ports.length; port++) {
      const record = c.port(instance, port);
      const state = Number(isActive(c, record)) + 2 * Number(isRefusing(c, record));
      if (this.#ports.get(record) === state) continue;
      this.#ports.set(record, state);
      for (const far of c.across(instance, port)) this.#changed.add(far.instance);
    }
  }

  /** What it waits for; undefined where it does not wait. */
  #lackOf(instance: number): Lack | undefined {
    const c = this.#of.configuration;
    const waits = c.exists(instance) && c.behavior(instance) !== nothing && !c.isAtWork(instance);
    const lacks = waits ? lacksOfInstance(c, instance) : [];
    // What has failed, or was cut off, waits for nothing but a decision.
    return lacks.every(({ kind }) => kind === "waits") ? lacks[0] : undefined;
  }

  #place(instance: number, lack: Lack | undefined): void {
    const before = this.#groupOf.get(instance);
    const group = lack === undefined ? undefined : this.#group(lack);
    if (group === before) return;
    before?.members.delete(instance);
    if (before !== undefined) this.#counted(before);
    if (group === undefined) this.#groupOf.delete(instance);
    else {
      this.#groupOf.set(instance, group);
      group.members.add(instance);
      this.#counted(group);
    }
  }

  #group({ text, ask: [question] }: Lack): WaitGroup {
    const isPort = question?.about === "provide";
    const key = isPort ? `${question.instance} ${question.index}` : text;
    const known = this.#groups.get(key);
    if (known !== undefined) return known;
    const port = isPort
      ? portText(this.#of.configuration, question.instance, question.index)
      : undefined;
    const members = new Set<number>();
    const group = { key, port, text, question, members, order: this.#order++, rank: -1 };
    this.#groups.set(key, group);
    return group;
  }

  #counted(group: WaitGroup): void {
    if (group.members.size > 0) return this.#ranking.add(group);
    this.#ranking.remove(group);
    this.#groups.delete(group.key);
  }
}
