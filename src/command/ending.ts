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
import type { Settings } from "../model/setting.ts";
import type { ExportFormat } from "../net/format/export.ts";
import type { InstructionEntry, RunOutcome } from "../store/journal.ts";
import type { LeaseHolder } from "../store/lease.ts";
import type { Advice } from "./advice.ts";
import type {
  BranchEnding,
  CheckoutEnding,
  DiffEnding,
  FsckEnding,
  HistoryEnding,
  PruneEnding,
  ShowEnding,
  WhyChangedEnding,
} from "./archive-ending.ts";
import type { Change } from "./change-list.ts";
import type { CheckEnding, Ends, TraceStep } from "./check-ending.ts";
import type { Ended } from "./ended.ts";
import type { NoReturn } from "./point-of-no-return.ts";
import type { StepLook } from "./step-look.ts";
import type {
  BundleApplyEnding,
  BundleCreateEnding,
  CloneEnding,
  PullEnding,
  PushEnding,
  ServeEnding,
} from "./sync-ending.ts";
import type { Discrepancy } from "./wanted.ts";

/** Verb → how it ends when it comes to an end of its own. */
export interface Endings {
  readonly adopt: AdoptEnding;
  readonly advise: AdviseEnding;
  readonly branch: BranchEnding;
  readonly "bundle apply": BundleApplyEnding;
  readonly "bundle create": BundleCreateEnding;
  readonly check: CheckEnding;
  readonly checkout: CheckoutEnding;
  readonly clone: CloneEnding;
  readonly completion: CompletionEnding;
  readonly deploy: RunEnding | ForecastEnding;
  readonly describe: DescribeEnding;
  readonly diff: DiffEnding;
  readonly doctor: DoctorEnding;
  readonly down: RunEnding;
  readonly export: ExportEnding;
  readonly fsck: FsckEnding;
  readonly graph: GraphEnding;
  readonly history: HistoryEnding;
  readonly init: InitEnding;
  readonly logs: LogsEnding;
  readonly merge: RunEnding | ForecastEnding;
  readonly plan: ForecastEnding;
  readonly prune: PruneEnding;
  readonly pull: PullEnding;
  readonly push: PushEnding;
  readonly reconfigure: RunEnding | ForecastEnding;
  readonly report: ReportEnding;
  readonly resume: RunEnding;
  readonly rollback: RunEnding | ForecastEnding;
  readonly serve: ServeEnding;
  readonly show: ShowEnding;
  readonly simulate: ForecastEnding | RetraceEnding;
  readonly "state show": StateEnding;
  readonly status: StatusEnding;
  readonly ui: UiEnding;
  readonly unlock: UnlockEnding;
  readonly watch: WatchEnding;
  readonly why: WhyEnding;
  readonly "why-changed": WhyChangedEnding;
}
export type VerbName = keyof Endings;

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
  /** Of `deploy`: what is not as it is declared, and that no behavior puts right. */
  readonly beyond?: readonly Discrepancy[];
  /** Nothing was done, for it was only asked what would be. */
  readonly dryRun?: true;
}
/** `running`: a run is at work. `cut off`: the last run has no end. `changed`: a place no longer holds. Else how the last run ended. */
export interface StatusEnding
  extends Ended<RunOutcome | "running" | "cut off" | "changed" | "nothing"> {
  readonly message: string;
  /** Those of the last run. */
  readonly settings: Settings;
  /** Runs with a scope that are not at their end. */
  readonly runs?: readonly OpenRun[];
  /** A branch other than main, on which simulated runs put their commits; what is told is what really stands. */
  readonly checkedOut?: string;
}
export interface OpenRun {
  /** The one that it began with. */
  readonly run: number;
  readonly verb: string;
  /** What it has in hand. */
  readonly instances: readonly string[];
  /** How the last run that had it in hand ended; missing while that is at work, or where it was cut off. */
  readonly outcome?: RunOutcome;
  /** Who is at work on it now. */
  readonly holder?: LeaseHolder;
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
export interface CompletionEnding extends Ended<"done"> {
  readonly shell: "bash" | "zsh" | "fish";
  /** What the shell is to read. */
  readonly text: string;
}
export interface InitEnding extends Ended<"done"> {
  /** Absolute. */
  readonly directory: string;
  readonly template: string;
  /** What was written, from there. */
  readonly files: readonly string[];
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
export interface UiEnding extends Ended<"done"> {
  /** Where it was, without its token. */
  readonly url: string;
}
export interface UnlockEnding extends Ended<"done" | "cancelled"> {
  /** With `--host`: which one. */
  readonly host?: string;
  /** Who holds or held it; missing where nobody does. */
  readonly holder?: LeaseHolder | LockHolder;
  /** Of a state: further ones. */
  readonly others?: readonly LeaseHolder[];
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
  /** What differs, and stays so: no behavior puts it right. */
  readonly beyond?: readonly Discrepancy[];
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
  /** With `--simulated`: the commit that shows where it ends. */
  readonly commit?: string;
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
