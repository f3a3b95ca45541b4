/**
 * How each verb ends: what the last line of `--json` says, and the code that the shell gets.
 *
 * Like the other lines these types are final (`docs/events.md`); `npm run schema` makes the schema from them.
 */
import type { PlaceName } from "../engine/drift.ts";
import type { LockHolder } from "../engine/host-lock.ts";
import type { ChangeSum } from "../engine/changes.ts";
import type { Interruption } from "../engine/interruption.ts";
import type { Timing } from "../engine/report.ts";
import type { LimitCost, Spread } from "../host/forecast.ts";
import type { Source } from "../host/simulated-script.ts";
import type { Detail, Hindrance } from "../model/code.ts";
import type { Position } from "../model/position.ts";
import type { Settings } from "../model/setting.ts";
import type { ExportFormat } from "../net/format/export.ts";
import type { InstructionEntry, RunOutcome } from "../store/journal.ts";
import type { LeaseHolder } from "../store/lease.ts";
import type { Advice } from "./advice.ts";
import type { Answered } from "./answer.ts";
import type { Change } from "./change-list.ts";
import type { Exit } from "./exit.ts";
import type { NoReturn } from "./point-of-no-return.ts";
import type { StepLook } from "./step-look.ts";
import type { Discrepancy } from "./wanted.ts";

/** Verb → how it ends when it comes to an end of its own. */
export interface Endings {
  readonly adopt: AdoptEnding;
  readonly advise: AdviseEnding;
  readonly check: CheckEnding;
  readonly deploy: RunEnding | ForecastEnding;
  readonly describe: DescribeEnding;
  readonly doctor: DoctorEnding;
  readonly down: RunEnding;
  readonly export: ExportEnding;
  readonly graph: GraphEnding;
  readonly logs: LogsEnding;
  readonly plan: ForecastEnding;
  readonly reconfigure: RunEnding | ForecastEnding;
  readonly report: ReportEnding;
  readonly resume: RunEnding;
  readonly simulate: ForecastEnding | RetraceEnding;
  readonly "state show": StateEnding;
  readonly status: StatusEnding;
  readonly unlock: UnlockEnding;
  readonly watch: WatchEnding;
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
  /** How much its actions say that they changed, and found as it should be. */
  readonly sum?: ChangeSum;
  /** With `--expect-no-changes`: what was changed, or would be; of an action that does not say what, nothing but its name. */
  readonly changes?: readonly Change[];
  /** Nothing was done, for it was only asked what would be. */
  readonly dryRun?: true;
}
/** `violated`: there are errors among the findings, and be it that a limit was met. The verdict is the worst of all. */
export interface CheckEnding extends Ended<"done" | "violated">, Partial<Checked> {
  /** Where the file exports several: each of them; where it exports one, all this stands beside `verdict`. */
  readonly checked?: readonly ({ readonly export: string } & Checked)[];
  /** To the questions of `--ask`, in their order. */
  readonly answers?: readonly Answered[];
}
/** What was found of one assembly, program or net. */
export interface Checked {
  readonly verdict: "proved" | "violated" | "unknown";
  /** From the declaration alone; one run that stands for all; what decides; everything. */
  readonly method: "declaration" | "one run" | "stubborn sets" | "all markings";
  /** How many were seen. */
  readonly states: number;
  /** Everything was seen that decides. */
  readonly complete: boolean;
  /** Where it can end, up to a hundred: by instance; of a net by place. */
  readonly finals: readonly Ends[];
  readonly finalCount: number;
  /** Those of them in which something is still to be done. */
  readonly deadlocks: readonly {
    readonly at: Ends;
    /** Why, a sentence each, indented under what waits for it; of the first ten. */
    readonly because: readonly string[];
    /** Up to a thousand steps that lead there, of the first ten; `--trace` writes all those of the first. */
    readonly trace?: readonly TraceStep[];
  }[];
  readonly findings: readonly CheckFinding[];
  /** The makespan at least and at most. These three are known where it is proved and one run stands for all. */
  readonly bounds?: { readonly minS: number; readonly maxS: number };
  /** For so many actions a second was assumed: nobody says how long they take. */
  readonly assumed?: number;
  /** The most actions at once; where it could not be told for sure, at least. */
  readonly parallelism?: number;
  /** The longest way where everything takes as long as it can. */
  readonly criticalPath?: readonly {
    readonly instance: string;
    readonly transition: string;
    readonly startS: number;
    readonly endS: number;
  }[];
  /** How long the check took. */
  readonly elapsedS: number;
  /** With `--verbose`: what the proof rests on, and whether a second look at it agrees. */
  readonly certificates?: readonly {
    readonly kind: "run" | "siphon" | "loop" | "ends";
    readonly text: string;
    /** Missing: there was too much to look at a second time. */
    readonly isAccepted?: boolean;
  }[];
}
/** Instance → where its tokens are (`place`, `out:transition`, `transition`, `in:transition`), and what is asked of it; place → tokens. */
export type Ends =
  | Readonly<
      Record<string, { readonly tokens: readonly string[]; readonly queue: readonly string[] }>
    >
  | Readonly<Record<string, number>>;
export interface TraceStep {
  readonly rule: string;
  readonly instance?: string;
  readonly element: string;
}
/** As in a line of its own, which comes before. */
export interface CheckFinding {
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly text: string;
  readonly hint?: string | undefined;
  readonly at?: Position | undefined;
  readonly kind?: Hindrance;
  readonly because?: readonly Detail[];
}
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
/** `unfit`: there are hosts that cannot be worked on. */
export interface DoctorEnding extends Ended<"done" | "unfit"> {
  /** How many were tried. */
  readonly hosts: number;
  readonly unfit: readonly string[];
}
export interface DescribeEnding extends Ended<"done"> {
  /** How many were told. */
  readonly components: number;
}
export type LogsEnding = Ended<"done">;
export interface AdviseEnding extends Ended<"done">, Advice {}
export interface ExportEnding extends Ended<"done"> {
  /** Missing where a trail was read. */
  readonly format?: ExportFormat;
  /** How large the net is. */
  readonly places: number;
  readonly transitions: number;
  /** Absolute; without `--out` the one file is in `text`. */
  readonly files?: readonly string[];
  readonly text?: string;
  /** Of a trail: its run, and how many steps come before those that are repeated for ever. */
  readonly steps?: readonly TraceStep[];
  readonly cycleAt?: number;
}
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
  /** With `--host`: which one. */
  readonly host?: string;
  /** Who holds or held it; missing where nobody does. */
  readonly holder?: LeaseHolder | LockHolder;
  readonly dryRun?: true;
}
/**
 * How things stood when the watch ended. `changed`: places are lost; `running`: a run was at work; `failed`, `cancelled`: a repair has
 * failed, or was cut off.
 */
export interface WatchEnding
  extends Ended<"done" | "changed" | "unreachable" | "running" | "failed" | "cancelled"> {
  /** How often the places were asked. */
  readonly rounds: number;
  readonly lost: readonly PlaceName[];
  /** Hosts that could not be asked. */
  readonly unreachable: readonly string[];
  /** Repairs that came to their end. */
  readonly repairs: number;
}
export interface AdoptEnding extends Ended<"done"> {
  /** Instances that are on record now and were not. */
  readonly adopted: readonly string[];
  /** Those of them that do not stand where `deploy` leads. */
  readonly behind: readonly string[];
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
  /** Between what stands and what is declared. */
  readonly differences?: readonly Discrepancy[];
  /** Of what changes a running system: the instructions. */
  readonly program?: readonly InstructionEntry[];
  /** Services that go away for a time, or for good. */
  readonly interruptions?: readonly Interruption[];
  /** Where a failure asks to go back: after which that cannot be. */
  readonly noReturn?: NoReturn;
  /** The last run is not at its end: this is what `resume` would do. */
  readonly resumes?: boolean;
  /** The steps of its actions; with `--look` what was found of them. Those of what is deployed already stand behind. */
  readonly steps?: readonly StepLook[];
  /** `instance.transition` by where its duration was taken from. */
  readonly durations?: Readonly<Record<Source, readonly string[]>>;
}
/** Of `simulate --trace`. `open`: the trace ends where something can still happen. */
export interface RetraceEnding extends Ended<"done" | "stuck" | "open"> {
  /** In words: of a program those that deploy it first, and its own. */
  readonly deployment?: readonly string[];
  readonly steps: readonly string[];
  /** Where it leads. */
  readonly at: Ends;
  /** Why it is stuck, a sentence each, indented under what waits for it. */
  readonly because: readonly string[];
}
/** What a run took, beside what was to be expected of it. */
export interface ReportEnding extends ForecastEnding {
  /** Its number in the state, and its verb. */
  readonly run: number;
  readonly of: string;
  /** Since the epoch. */
  readonly startedMs: number;
  /** How much its actions say that they changed, and found as it should be. */
  readonly sum?: ChangeSum;
  readonly planned: Pick<
    ForecastEnding,
    "outcome" | "makespanS" | "criticalPath" | "transitions" | "interruptions"
  >;
}
