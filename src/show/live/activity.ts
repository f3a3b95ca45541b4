/**
 * What goes on in a run: what is at work, what pauses before its next try, what stands in line for a slot, what has failed, what waits.
 *
 * A fold of the run's records that is kept as they come, O(log n) each; so that a picture of it costs no more than what it shows. Most
 * records are seen by no picture: so the fold itself is kept cheap.
 */
import type { Configuration } from "../../semantics/configuration.ts";
import type { Step } from "../../semantics/event.ts";
import type { Failure, JournalRecord } from "../../store/journal.ts";
import { type Action, ActionTable } from "./action-table.ts";
import { Front, type Named, type Running } from "./front.ts";
import type { Expected, Prediction } from "./prediction.ts";
import { Waiting } from "./waiting.ts";

/** Between two tries. */
export interface Pausing extends Named {
  /** The try that failed. */
  readonly attempt: number;
  readonly untilMs: number;
  readonly error: Failure;
}
/** An action that failed, or whose outcome is not known, and nobody has decided about. */
export interface Trouble extends Named {
  readonly what: "failed" | "unknown";
  readonly host: string | undefined;
  readonly atMs: number;
  readonly error: Failure | undefined;
}
/** An action that has ended well. */
export interface Lasted extends Named {
  readonly tookMs: number;
}

export class Activity {
  readonly of: { readonly configuration: Configuration };
  readonly prediction: Prediction | undefined;
  readonly waiting: Waiting;
  /** What is at work. */
  readonly front: Front = new Front();
  /** By name; the oldest first. */
  readonly pausing: Map<string, Pausing> = new Map();
  readonly troubles: Map<string, Trouble> = new Map();
  /** How many are due, but not begun. */
  dueCount = 0;
  readonly hosts: Set<string> = new Set();
  /** Actions that have ended well, and tries that failed before another one. */
  ended = 0;
  repeated = 0;
  /** Those that took longest, the longest first. */
  readonly longest: Lasted[] = [];
  /** Undefined: there was no record yet. */
  beganMs: number | undefined;
  #started = 0;
  readonly #actions: ActionTable;

  /** @param of  what holds the configuration, which may be exchanged for another */
  constructor(of: { readonly configuration: Configuration }, prediction?: Prediction) {
    this.of = of;
    this.prediction = prediction;
    this.waiting = new Waiting(of);
    this.#actions = new ActionTable(prediction);
  }

  /** Takes every record of the run, after it was folded into the configuration, with the steps that followed. */
  add(record: JournalRecord, steps: readonly Step[]): void {
    this.beganMs ??= record.atMs;
    if ("transition" in record) this.#transition(record);
    else if (record.type === "withdraw") this.#withdrawn(record.instance);
    for (const { rule, instance, element } of steps)
      if (rule === "fire") this.#fired(instance, element);
    this.waiting.add(steps);
  }

  /** A line that an action has printed. O(1). */
  heard(instance: string, transition: string, line: string): void {
    const one = this.#actions.find(instance, transition)?.running;
    if (one !== undefined && line.trim() !== "") one.said = line;
  }

  /** Undefined: nothing was heard of it in this run. */
  action(instance: string, transition: string): Readonly<Action> | undefined {
    return this.#actions.find(instance, transition);
  }

  /** How long the run goes on at least, as far as it was predicted. O(what has become late since it was asked last). */
  restMs(nowMs: number): number {
    const pauses = [...this.pausing.values()].slice(0, pausesMax).map((one) => {
      const action = this.#actions.open(one.instance, one.transition);
      const { lastsS = 0, followsS = 0 } = expectedOf(action) ?? {};
      return Math.max(0, one.untilMs - nowMs) + 1000 * (lastsS + followsS);
    });
    return Math.max(this.front.restMs(nowMs), ...pauses);
  }

  #transition(record: Extract<JournalRecord, { readonly transition: string }>): void {
    const { type, instance, transition, atMs } = record;
    if (type === "process") return;
    const action = this.#actions.open(instance, transition);
    const { name, running: begun } = action;
    if (this.pausing.size > 0) this.pausing.delete(name);
    if (type === "started") return this.#begun(record, action);
    if (begun !== undefined) this.front.leave(begun);
    action.running = undefined;
    if (type === "ended" || type === "refire") this.#settled(name);
    if (type === "ended") return this.#ended(action, begun, atMs);
    const named = { name, instance, transition };
    if (type === "retrying") {
      const { attempt, error, delayMs } = record;
      this.repeated++;
      this.pausing.set(name, { ...named, attempt, error, untilMs: atMs + delayMs });
    } else if (type !== "refire") {
      const { error } = record;
      this.#due(action, false);
      this.troubles.set(name, { ...named, what: type, host: begun?.host, atMs, error });
    }
  }

  #begun(
    { host, attempt, atMs: startedMs }: Extract<JournalRecord, { readonly type: "started" }>,
    action: Action,
  ): void {
    this.#due(action, false);
    this.hosts.add(host);
    const { name, instance, transition } = action;
    const expected = expectedOf(action);
    const one: Running = {
      name,
      instance,
      transition,
      host,
      attempt,
      startedMs,
      order: this.#started++,
      expected,
      dueMs: startedMs + 1000 * (expected?.lastsS ?? 0),
      followsMs: 1000 * (expected?.followsS ?? 0),
      said: undefined,
      rank: -1,
    };
    action.running = one;
    this.front.enter(one);
  }

  #ended(action: Action, begun: Running | undefined, atMs: number): void {
    this.ended++;
    this.#due(action, false);
    action.passed++;
    const tookMs = begun === undefined ? 0 : atMs - begun.startedMs;
    const { longest } = this;
    if (longest.length === longestMax && (longest.at(-1)?.tookMs ?? 0) >= tookMs) return;
    const at = longest.findIndex((one) => one.tookMs < tookMs);
    const { name, instance, transition } = action;
    longest.splice(at < 0 ? longest.length : at, 0, { name, instance, transition, tookMs });
    longest.length = Math.min(longest.length, longestMax);
  }

  #fired(instance: number, transition: number): void {
    const c = this.of.configuration;
    if (!c.exists(instance)) return;
    const name = c.life(instance).transitions[transition]?.name ?? "";
    this.#due(this.#actions.open(c.names[instance] ?? "", name), true);
  }

  #due(action: Action, isDue: boolean): void {
    if (action.isDue === isDue) return;
    action.isDue = isDue;
    this.dueCount += isDue ? 1 : -1;
  }

  #settled(name: string): void {
    if (this.troubles.size > 0) this.troubles.delete(name);
  }

  #withdrawn(instance: string): void {
    for (const [name, one] of this.troubles)
      if (one.instance === instance) this.troubles.delete(name);
  }
}

/** Of the passing that has begun, or is to begin next. */
const expectedOf = ({ expected, passed }: Action): Expected | undefined => expected[passed];

const longestMax = 3;
const pausesMax = 20;
