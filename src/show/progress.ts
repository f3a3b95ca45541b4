/**
 * Progress as lines: one for each thing that changed, made from the records of a run and the steps that followed from them.
 *
 * Pure: time comes with the records. What a terminal shows and what a log file shows are the same lines; only colour differs.
 */
import { transitionName } from "../model/name.ts";
import { type Configuration, nothing } from "../semantics/configuration.ts";
import type { Step } from "../semantics/event.ts";
import { lacksOfInstance } from "../semantics/lack-token.ts";
import { type ChangeSum, sumOf } from "../engine/changes.ts";
import type { JournalRecord } from "../store/journal.ts";
import { type Paint, plain } from "./paint.ts";

export interface ProgressOptions {
  readonly paint?: Paint;
  /** Also tells of places entered and services provided. */
  readonly verbose?: boolean;
}

export interface Life {
  /** Some of both, for people. */
  readonly line: string;
  /** `instance.transition` of the actions at work. */
  readonly running: readonly string[];
  /** Instances that are under way and have no action at work. */
  readonly waiting: readonly string[];
}

export class Progress {
  readonly #configuration: Configuration;
  readonly #paint: Paint;
  readonly #verbose: boolean;
  readonly #startedMs = new Map<string, number>();
  #beganMs: number | undefined;

  constructor(configuration: Configuration, options: ProgressOptions = {}) {
    this.#configuration = configuration;
    this.#paint = options.paint ?? plain;
    this.#verbose = options.verbose ?? false;
  }

  /** The lines that a record is worth; most are worth one or none. */
  lines(record: JournalRecord, steps: readonly Step[]): string[] {
    const name = "transition" in record ? transitionName(record) : "";
    const since = this.#startedMs.get(name);
    this.pass(record);
    const took = since === undefined ? "" : ` after ${duration(record.atMs - since)}`;
    const said = this.#record(record, name, took);
    return [
      ...(said === undefined ? [] : [said]),
      ...steps.flatMap((step) => this.#step(step)),
    ].map((line) => `${this.#paint.dim(elapsed(record.atMs - (this.#beganMs ?? 0)))} ${line}`);
  }

  /** Takes a record whose lines nobody wants. */
  pass(record: JournalRecord): void {
    this.#beganMs ??= record.atMs;
    if (!("transition" in record) || record.type === "process") return;
    if (record.type === "started") this.#startedMs.set(transitionName(record), record.atMs);
    else this.#startedMs.delete(transitionName(record));
  }

  /** A sign of life: what runs and since when, and what waits for what. */
  life(nowMs: number): Life {
    const c = this.#configuration;
    const running = [...this.#startedMs.keys()];
    const since = [...this.#startedMs].map(([name, atMs]) => `${name} (${duration(nowMs - atMs)})`);
    const waiting = [...c.all()].filter((i) => c.behavior(i) !== nothing && !c.isAtWork(i));
    const told = waiting
      .slice(0, shownMax)
      .map((i) => lacksOfInstance(c, i)[0]?.text ?? c.names[i] ?? "");
    const words = [
      `still running: ${since.length === 0 ? "nothing" : some(since, since.length)}`,
      ...(waiting.length === 0 ? [] : [`waiting: ${some(told, waiting.length)}`]),
    ];
    return { line: words.join("; "), running, waiting: waiting.map((i) => c.names[i] ?? "") };
  }

  #record(record: JournalRecord, name: string, took: string): string | undefined {
    const { green, red, yellow, bold } = this.#paint;
    switch (record.type) {
      case "started": {
        const again = record.attempt > 1 ? ` (try ${record.attempt})` : "";
        return `${bold(name)} starts on ${record.host}${again}`;
      }
      case "ended":
        return `${bold(name)} ${green(record.skipped ? "is skipped" : "is done")}${took}${sumText(sumOf([record]))}`;
      case "failed":
        return `${bold(name)} ${red("failed")}${took}: ${withTail(record.error)}`;
      case "retrying":
        return `${bold(name)} ${yellow("failed")}${took}, again in ${duration(record.delayMs)}: ${withTail(record.error)}`;
      case "unknown":
        return `${bold(name)} ${yellow("was cut off")}: its outcome is unknown${record.error === undefined ? "" : `: ${record.error.message}`}`;
      case "refire":
        return `${bold(name)} is to run again`;
      case "withdraw":
        return `${bold(record.instance)} is withdrawn`;
      case "lost":
        return `${bold(record.instance)} ${red(`is no longer ${record.place}`)}`;
      case "stop":
        // A run that begins so takes something down.
        return this.#startedMs.size > 0 ? yellow("nothing new starts") : undefined;
      default:
        return undefined;
    }
  }

  #step({ rule, instance, element }: Step): string[] {
    const c = this.#configuration;
    // An instance may have been deleted by a later step of the same record.
    if (!this.#verbose || instance < 0 || !c.exists(instance)) return [];
    const name = c.names[instance] ?? "";
    const { places, stations, ports, behaviors } = c.life(instance);
    if (rule === "enter") return [`${name} is ${places[stations[element]?.place ?? -1]}`];
    if (rule === "enable") return [`${name}.${ports[element]?.name} is provided`];
    if (rule === "disable") return [`${name}.${ports[element]?.name} is no longer provided`];
    return rule === "finish" ? [`${name} has finished ${behaviors[element]}`] : [];
  }
}

const shownMax = 5;

/** `: 2 changed, 1 unchanged`; nothing where nobody says anything of it. */
export function sumText({ changed, unchanged }: ChangeSum): string {
  const counts = [
    ...(changed > 0 ? [`${changed} changed`] : []),
    ...(unchanged > 0 ? [`${unchanged} unchanged`] : []),
  ];
  return counts.length === 0 ? "" : `: ${counts.join(", ")}`;
}

function some(told: readonly string[], of: number): string {
  const shown = told.slice(0, shownMax).join(", ");
  return of > shownMax ? `${shown} and ${of - shownMax} more` : shown;
}

const withTail = ({
  message,
  tail,
}: {
  readonly message: string;
  readonly tail?: string;
}): string =>
  tail === undefined || tail === "" || message.includes(tail)
    ? message
    : `${message}\n${tail.replaceAll(/^/gm, "    | ")}`;

/** `  12.3s`, `2m 03s`: for the head of a line. */
export const elapsed = (ms: number): string => duration(ms).padStart(7);

/** A length of time for people: `0.4s`, `12.3s`, `2m 03s`, `1h 02m`. */
export function duration(ms: number): string {
  if (ms < 99_950) return `${(Math.max(0, ms) / 1000).toFixed(1)}s`;
  const s = Math.round(ms / 1000);
  if (s < 3600) return `${Math.floor(s / 60)}m ${String(s % 60).padStart(2, "0")}s`;
  return `${Math.floor(s / 3600)}h ${String(Math.floor((s % 3600) / 60)).padStart(2, "0")}m`;
}
