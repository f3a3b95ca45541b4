/**
 * How each verb ends: what the last line of `--json` says, and the code that the shell gets.
 *
 * Like the other lines these types are final (`docs/events.md`); `npm run schema` makes the schema from them.
 */
import type { Timing } from "../engine/report.ts";
import type { LimitCost, Spread } from "../host/forecast.ts";
import type { Source } from "../host/simulated-script.ts";
import type { Settings } from "../model/setting.ts";
import type { RunOutcome } from "../store/journal.ts";
import type { LeaseHolder } from "../store/lease.ts";
import type { Exit } from "./exit.ts";

/** Verb → how it ends when it comes to an end of its own. */
export interface Endings {
  readonly check: CheckEnding;
  readonly deploy: RunEnding | ForecastEnding;
  readonly down: RunEnding;
  readonly graph: GraphEnding;
  readonly logs: LogsEnding;
  readonly plan: ForecastEnding;
  readonly report: ReportEnding;
  readonly resume: RunEnding;
  readonly simulate: ForecastEnding;
  readonly "state show": StateEnding;
  readonly status: StatusEnding;
  readonly unlock: UnlockEnding;
  readonly why: WhyEnding;
}
export type VerbName = keyof Endings;

interface Ended<Outcome extends string> {
  readonly outcome: Outcome;
  readonly exitCode: Exit;
}
/** Any verb: it could not do what it was asked. */
export interface ErrorEnding extends Ended<"error"> {
  /** One of `docs/errors.md`. */
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
}
export interface RunEnding extends Ended<RunOutcome> {
  /** Of the record that says so; these are missing where nothing was to be done. */
  readonly seq?: number;
  readonly run?: number;
  readonly atMs?: number;
  /** How long it took. */
  readonly makespanS?: number;
  /** Why it is not done, a sentence each, indented under what waits for it. */
  readonly because?: readonly string[];
  /** Nothing was done, for it was only asked what would be. */
  readonly dryRun?: true;
}
/** `violated`: there are errors among the findings. */
export type CheckEnding = Ended<"done" | "violated">;
/** `running`: a run is at work. `cut off`: the last run has no end. `changed`: a place no longer holds. Else how the last run ended. */
export interface StatusEnding
  extends Ended<RunOutcome | "running" | "cut off" | "changed" | "nothing"> {
  readonly message: string;
  /** Those of the last run. */
  readonly settings: Settings;
}
export interface WhyEnding extends Ended<"done"> {
  /** A sentence each, indented under what waits for it. */
  readonly because: readonly string[];
}
export type LogsEnding = Ended<"done">;
export interface GraphEnding extends Ended<"done"> {
  readonly format: "svg" | "dot" | "mermaid";
  readonly view: "assembly" | "lifecycle";
  /** Where the picture is: absolute; else it is in `picture`. */
  readonly file?: string;
  readonly picture?: string;
  /** What it shows, each of which may stand for several. */
  readonly boxes: number;
  readonly links: number;
  /** What these stand for. */
  readonly instances: number;
  readonly connections: number;
}
export interface StateEnding extends Ended<"done"> {
  /** Where the state lives: absolute. */
  readonly directory: string;
}
export interface UnlockEnding extends Ended<"done" | "cancelled"> {
  /** Who holds or held it; missing where nobody does. */
  readonly holder?: LeaseHolder;
  readonly dryRun?: true;
}
/** What a run will take or took. `open`: it has not come to an end, or nobody wrote down which. */
export interface ForecastEnding extends Ended<RunOutcome | "open"> {
  readonly makespanS: number;
  /** The tries that the makespan consists of. */
  readonly criticalPath: readonly Timing[];
  /** Every try of every action, in the order in which they ended; those that have not, last. */
  readonly transitions: readonly Timing[];
  /** `instance.transition` of the actions that failed. */
  readonly failed: readonly string[];
  /** Why it is not done, a sentence each, indented under what waits for it. */
  readonly because: readonly string[];
  /** For each limit that made an action wait. */
  readonly limits?: readonly LimitCost[];
  /** The same without the faults that were asked for; `missing`: what would have ended well then, and does not. */
  readonly withoutFaults?: {
    readonly outcome: RunOutcome | "open";
    readonly makespanS: number;
    readonly missing: readonly string[];
  };
  readonly spread?: Spread;
  /** Of `deploy`: nothing was done, for it was only asked what would be. */
  readonly dryRun?: true;
  /** Instances that are there and stay as they are. */
  readonly unchanged?: readonly string[];
  /** The last run is not at its end: this is what `resume` would do. */
  readonly resumes?: boolean;
  /** `instance.transition` by where its duration was taken from. */
  readonly durations?: Readonly<Record<Source, readonly string[]>>;
}
/** What a run took, beside what was to be expected of it. */
export interface ReportEnding extends ForecastEnding {
  /** Its number in the state, and its verb. */
  readonly run: number;
  readonly of: string;
  /** Since the epoch. */
  readonly startedMs: number;
  readonly planned: Pick<ForecastEnding, "outcome" | "makespanS" | "criticalPath" | "transitions">;
}
