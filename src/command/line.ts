/**
 * The lines of `--json`: records of the journal as they are, and what is no record.
 *
 * These types are final (`docs/events.md`): within version 1 types and optional fields may be added, nothing is taken away or changed.
 * `npm run schema` makes `schema/events-1.schema.json` from them.
 */
import type { Drift } from "../engine/drift.ts";
import type { LockHolder } from "../engine/host-lock.ts";
import type { Interruption } from "../engine/interruption.ts";
import type { Detail, Hindrance } from "../model/code.ts";
import type { Position } from "../model/position.ts";
import type { Standing } from "../show/standing.ts";
import type { InstructionEntry, JournalRecord } from "../store/journal.ts";
import type { Endings, ErrorEnding, VerbName } from "./ending.ts";
import type { PackageUser } from "./host-facts.ts";
import type { NoReturn } from "./point-of-no-return.ts";
import type { Discrepancy } from "./wanted.ts";

export type Line =
  | VersionLine
  | ToldRecord
  | FindingLine
  | PartLine
  | DecisionLine
  | DriftLine
  | ChangeLine
  | HeartbeatLine
  | ProvidedLine
  | InstanceLine
  | InterfaceLine
  | HostLine
  | LogLine
  | RecordLine
  | CommitLine
  | LeafLine
  | BranchLine
  | ResultLine;

/** While a run goes on, its records. Its declaration is not told, for it may be large; its result is the last line. */
export type ToldRecord = Exclude<JournalRecord, { readonly type: "declaration" | "result" }>;
/** The first line, whatever follows. */
export interface VersionLine {
  readonly type: "version";
  /** Which Madeus it is. */
  readonly madeus: string;
  /** Of these types: a reader that knows 1.x understands every 1.y, and leaves out what it does not know. */
  readonly events: string;
}
/** Something that a check found. */
export interface FindingLine {
  readonly type: "finding";
  /** One of `docs/errors.md`. */
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly text: string;
  readonly hint?: string | undefined;
  readonly at?: Position | undefined;
  /** Of what cannot come to its end: why not. */
  readonly kind?: Hindrance;
  /** The story behind it, from what waits to the cause; the text of each is indented under what waits for it. */
  readonly because?: readonly Detail[];
  /** In what the file exports under this name. */
  readonly export?: string | undefined;
}
/** Which instances it is about, where these are not all. */
export interface PartLine {
  readonly type: "part";
  readonly instances: readonly string[];
  /** instance → who needs it. */
  readonly needed?: Readonly<Record<string, string>>;
  /** instance → why it stays. */
  readonly left?: Readonly<Record<string, string>>;
}
/** What `resume` would do first. `recover`: it was cut off, and what became of it is found out. */
export interface DecisionLine {
  readonly type: "decision";
  readonly instance: string;
  /** Missing where it is about the whole instance. */
  readonly transition?: string;
  readonly what: "refire" | "skip" | "withdraw" | "recover" | "start";
}
/** What is about to be changed in what stands, and what is to be expected of that; told before it begins. */
export interface ChangeLine {
  readonly type: "change";
  /** Between what stands and what is declared; missing where the program was written by somebody. */
  readonly differences?: readonly Discrepancy[];
  readonly program: readonly InstructionEntry[];
  readonly makespanS: number;
  /** Services that will go away for a time, or for good. */
  readonly interruptions: readonly Interruption[];
  /** Where a failure asks to go back: after which that cannot be. */
  readonly noReturn?: NoReturn;
}
/** What is there differs from what is on record, or does so no longer: said once when it comes, and once when it goes. */
export type DriftLine = { readonly type: "drift" } & Drift;
/** A sign of life, every 30 seconds of a run. */
export interface HeartbeatLine {
  readonly type: "heartbeat";
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  /** `instance.transition` of the actions at work. */
  readonly running: readonly string[];
  /** Instances that are under way and have no action at work. */
  readonly waiting: readonly string[];
}
/** A value that the deployment gives to the outside; a secret is a reference. */
export interface ProvidedLine {
  readonly type: "provided";
  readonly instance: string;
  readonly port: string;
  readonly value: unknown;
}
/** Where an instance stands. */
export interface InstanceLine extends Standing {
  readonly type: "instance";
}
/** What programs need to know of a component: where its instances may stand, and what each behavior does from there. */
export interface InterfaceLine {
  readonly type: "interface";
  readonly component: string;
  readonly instances: readonly string[];
  readonly stands: readonly {
    readonly places: readonly string[];
    /** Service ports that are active there. */
    readonly uses: readonly string[];
    readonly provides: readonly string[];
    /** One that may end in several ways stands here once for each. */
    readonly behaviors: readonly {
      readonly behavior: string;
      readonly to: readonly string[];
      readonly durationS: number;
      /** What becomes of its ports, in the order of time. */
      readonly events: readonly {
        readonly atS: number;
        readonly port: string;
        readonly side: "use" | "provide";
        readonly what: "begins" | "ends" | "reads" | "gives";
      }[];
    }[];
  }[];
}
/** How a host does, by `doctor`; what is wrong with it is told by findings. All but the first three is missing where it did not answer. */
export interface HostLine {
  readonly type: "host";
  readonly host: string;
  /** What is connected to. */
  readonly address: string;
  /** Nothing keeps actions from working there. */
  readonly isFit: boolean;
  /** Until it had answered for the first time. */
  readonly reachedS?: number;
  /** As whom commands run. */
  readonly user?: string;
  /** How far its clock is ahead of ours. */
  readonly aheadS?: number;
  /** By where it is mounted. */
  readonly freeBytes?: Readonly<Record<string, number>>;
  /** Who holds the locks of apt and dpkg; missing where there is no dpkg. */
  readonly packages?: readonly PackageUser[];
  /** Who has locked it for a deployment. */
  readonly lock?: LockHolder;
}
/** A line that an action printed. */
export interface LogLine {
  readonly type: "log";
  readonly instance: string;
  readonly transition: string;
  readonly line: string;
}
/** A record, told by `state show`: wrapped, so that a result among them is not taken for that of the command. */
export interface RecordLine {
  readonly type: "record";
  readonly record: JournalRecord;
}
/** A commit: how the deployment stood when a run had come so far. */
export interface CommitLine {
  readonly type: "commit";
  /** Forty hexadecimal digits, as git has it. */
  readonly id: string;
  /** The id of its tree. */
  readonly tree: string;
  /** What it was made from: none for a first one, two for a merge. */
  readonly parents: readonly string[];
  readonly message: string;
  /** Who made it, as `user@machine`. */
  readonly by: string;
  /** Milliseconds since the epoch, in whole seconds. */
  readonly atMs: number;
  /** That stand there. */
  readonly branches: readonly string[];
  /** The id of the state whose run made it, and the number of that run. */
  readonly state?: string;
  readonly run?: number;
  /** How many instructions were applied by then, and the last record of the journal that it takes in. */
  readonly instruction?: number;
  readonly record?: number;
}
/** A leaf of a commit's tree that is another than before; what is missing was not there. */
export interface LeafLine {
  readonly type: "leaf";
  /** From the root on, with `/` between the names. */
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}
export interface BranchLine {
  readonly type: "branch";
  readonly name: string;
  /** The id of the commit where it stands. */
  readonly head: string;
  readonly isCheckedOut: boolean;
}
/** The last line, whatever came before; without a verb where the command line could not be understood. */
export type ResultLine =
  | { [V in VerbName]: { readonly type: "result"; readonly verb: V } & Endings[V] }[VerbName]
  | ({ readonly type: "result"; readonly verb?: VerbName | undefined } & ErrorEnding);
