/**
 * What goes on in a run: what is at work, what pauses before its next try, what stands in line for a slot, what has failed, what waits.
 *
 * A fold of the run's records that is kept as they come, O(log n) each; so that a picture of it costs no more than what it shows.
 */
import { transitionName } from "../../model/name.ts";
import type { Configuration } from "../../semantics/configuration.ts";
import type { Step } from "../../semantics/event.ts";
import type { Failure, JournalRecord } from "../../store/journal.ts";
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
  /** Due, but not begun. */
  readonly due: Set<string> = new Set();
  readonly hosts: Set<string> = new Set();
  /** Actions that have ended well, and tries that failed before another one. */
  ended = 0;
  repeated = 0;
  /** Those that took longest, the longest first. */
  readonly longest: Lasted[] = [];
  /** Undefined: there was no record yet. */
  beganMs: number | undefined;
  #started = 0;
  readonly #running = new Map<string, Running>();
  /** How often a token has begun to pass, by name. */
  readonly #passings = new Map<string, number>();

  /** @param of  what holds the configuration, which may be exchanged for another */
  constructor(of: { readonly configuration: Configuration }, prediction?: Prediction) {
    this.of = of;
    this.prediction = prediction;
    this.waiting = new Waiting(of);
  }

  /** Takes every record of the run, after it was folded into the configuration, with the steps that followed. */
  add(record: JournalRecord, steps: readonly Step[]): void {
    this.beganMs ??= record.atMs;
    if ("transition" in record) this.#transition(record, transitionName(record));
    else if (record.type === "withdraw") this.#withdrawn(record.instance);
    for (const { rule, instance, element } of steps)
      if (rule === "fire") this.#fired(instance, element);
    this.waiting.add(steps);
  }

  /** A line that an action has printed. O(1). */
  heard(instance: string, transition: string, line: string): void {
    const one = this.#running.get(transitionName({ instance, transition }));
    if (one !== undefined && line.trim() !== "") one.said = line;
  }

  /** The action, if it is at work. */
  running(name: string): Running | undefined {
    return this.#running.get(name);
  }

  /** How long the run goes on at least, as far as it was predicted. O(what has become late since it was asked last). */
  restMs(nowMs: number): number {
    const pauses = [...this.pausing.values()].slice(0, pausesMax).map((one) => {
      const { lastsS = 0, followsS = 0 } = this.#expected(one.name) ?? {};
      return Math.max(0, one.untilMs - nowMs) + 1000 * (lastsS + followsS);
    });
    return Math.max(this.front.restMs(nowMs), ...pauses);
  }

  #transition(record: Extract<JournalRecord, { readonly transition: string }>, name: string): void {
    const { type, instance, transition, atMs } = record;
    if (type === "process") return;
    this.pausing.delete(name);
    if (type === "started") return this.#begun(record, name);
    const begun = this.#running.get(name);
    if (begun !== undefined) this.front.leave(begun);
    this.#running.delete(name);
    const named = { name, instance, transition };
    if (type === "ended" || type === "refire") this.troubles.delete(name);
    if (type === "ended") this.#ended(named, begun, atMs);
    else if (type === "retrying") {
      const { attempt, error, delayMs } = record;
      this.repeated++;
      this.pausing.set(name, { ...named, attempt, error, untilMs: atMs + delayMs });
    } else if (type !== "refire") {
      const { error } = record;
      this.due.delete(name);
      this.troubles.set(name, { ...named, what: type, host: begun?.host, atMs, error });
    }
  }

  #begun(record: Extract<JournalRecord, { readonly type: "started" }>, name: string): void {
    const { instance, transition, host, attempt, atMs: startedMs } = record;
    this.due.delete(name);
    this.hosts.add(host);
    const expected = this.#expected(name);
    const named = { name, instance, transition, host, attempt };
    const order = this.#started++;
    const one = { ...named, startedMs, order, expected, said: undefined };
    this.#running.set(name, one);
    this.front.enter(one);
  }

  #ended(named: Named, begun: Running | undefined, atMs: number): void {
    this.ended++;
    this.due.delete(named.name);
    this.#passings.set(named.name, (this.#passings.get(named.name) ?? 0) + 1);
    const tookMs = begun === undefined ? 0 : atMs - begun.startedMs;
    const { longest } = this;
    if (longest.length === longestMax && (longest.at(-1)?.tookMs ?? 0) >= tookMs) return;
    const at = longest.findIndex((one) => one.tookMs < tookMs);
    longest.splice(at < 0 ? longest.length : at, 0, { ...named, tookMs });
    longest.length = Math.min(longest.length, longestMax);
  }

  #fired(instance: number, transition: number): void {
    const c = this.of.configuration;
    if (!c.exists(instance)) return;
    const name = c.life(instance).transitions[transition]?.name ?? "";
    this.due.add(transitionName({ instance: c.names[instance] ?? "", transition: name }));
  }

  #withdrawn(instance: string): void {
    for (const [name, one] of this.troubles)
      if (one.instance === instance) this.troubles.delete(name);
  }

  /** Of the passing that has begun, or is to begin next. */
  #expected(name: string): Expected | undefined {
    return this.prediction?.expected.get(name)?.[this.#passings.get(name) ?? 0];
  }
}

const longestMax = 3;
const pausesMax = 20;
