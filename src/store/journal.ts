/**
 * The journal of a state: what was intended before it was begun and what came of it, in order.
 *
 * It is the truth: the marking is a fold of its records, and progress, reports and `resume` read nothing else. Names stand in it,
 * never indices, so that it outlives a reordered declaration. No secret's value is ever in a record.
 */

import type { Scope } from "../model/scope.ts";
import type { Settings } from "../model/setting.ts";
import type { Declaration } from "./declaration.ts";

/** One record as it is kept and printed: `--json` and a run's events give the same. */
export type JournalRecord = {
  /** 1, 2, 3 … within the state; of a run that began while others were at work from a number far above theirs. */
  readonly seq: number;
  /** Which run wrote it. */
  readonly run: number;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
} & Entry;

/** What the journal adds to an entry. */
export type Stamp = Pick<JournalRecord, "seq" | "run" | "atMs">;

/**
 * What can be said in a journal. All of it is JSON: what JSON drops or turns into something else is lost.
 *
 * The types are final (`docs/events.md`): within version 1 types and optional fields may be added, nothing is taken away or changed.
 */
export type Entry =
  | DeclarationEntry
  | RunEntry
  | ProgramEntry
  | StartedEntry
  | ProcessEntry
  | RetryingEntry
  | EndedEntry
  | FailedEntry
  | UndecidedEntry
  | WithdrawEntry
  | ProbedEntry
  | SteeringEntry
  | TakenEntry
  | ResultEntry;

/** Pins what the runs that name its hash were made from; once for each hash. */
export interface DeclarationEntry extends Declaration {
  readonly type: "declaration";
}
/** What a run is, and what it was bound by. */
export interface RunEntry {
  readonly type: "run";
  readonly verb: string;
  readonly assembly: string;
  /** Absolute; empty where a script began the run. */
  readonly file: string;
  /** Under which name the file exports it. */
  readonly export: string;
  /** The hash of the declaration that it was made from. */
  readonly declaration: string;
  /** Which state it is: another one for every file; none for a journal in memory. */
  readonly state?: string;
  /** What the settings of the file were. */
  readonly settings?: Settings;
  /** A limit that is not there was not set. */
  readonly limits?: Limits;
  readonly onError?: Policy;
  readonly onErrorOf?: Readonly<Record<string, Policy>>;
  /** The id of a commit that is merged by what the run does. */
  readonly merges?: string;
  readonly home?: Home;
  /** Where the logs of its actions are: absolute, or from the state's directory on. Missing: in `logs` there. */
  readonly logs?: string;
  /** What it is about, where that is not all: its records are about nothing else, and others may be at work beside it. */
  readonly scope?: Scope;
  /** The number of the run with that scope that it goes on with, or back from. */
  readonly continues?: number;
}
/** Instructions are handed in, to be carried out after those before. */
export interface ProgramEntry {
  readonly type: "program";
  readonly name: string;
  /** The hash of what it was made from, where that is not what the run was made from. */
  readonly declaration?: string;
  readonly instructions: readonly InstructionEntry[];
}
interface OfTransition {
  readonly instance: string;
  readonly transition: string;
}
/** A try of an action begins. */
export interface StartedEntry extends OfTransition {
  readonly type: "started";
  /** 1, 2, 3 … */
  readonly attempt: number;
  /** The same for all tries of one passing of the token, different for every other: an idempotency key. */
  readonly key: string;
  readonly host: string;
  /** The record with which it became due: all that it needs was there from then on. */
  readonly after?: number;
}
/** A process group was made for the try; it begins once this is recorded. */
export interface ProcessEntry extends OfTransition {
  readonly type: "process";
  readonly key: string;
  readonly pid: number;
  /** When the system says that it began: a number that was given to another process later is found out. */
  readonly started: string;
  /** Made to outlive the action. */
  readonly daemon: boolean;
}
/** What a try said of what it found; missing where it said nothing. */
export interface Changes {
  /** What it changed, in words that hold no secret; of very many the first. */
  readonly changed?: readonly string[];
  /** How many more it changed than these. */
  readonly changedMore?: number;
  /** How many things it found as they should be. */
  readonly unchanged?: number;
}
/** A try has failed; the next one follows after a pause. */
export interface RetryingEntry extends OfTransition, Changes {
  readonly type: "retrying";
  /** The one that failed. */
  readonly attempt: number;
  readonly delayMs: number;
  readonly error: Failure;
}
/** An action ended well, or is taken to have. */
export interface EndedEntry extends OfTransition, Changes {
  readonly type: "ended";
  /** Where its token went, if the transition has several ends. */
  readonly station?: string;
  /** port → the value that was given. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** An operator decided so. */
  readonly skipped?: true;
}
/** An action failed, and is not tried again by itself. */
export interface FailedEntry extends OfTransition, Changes {
  readonly type: "failed";
  readonly error: Failure;
}
/**
 * `unknown`: an action was cut off, and what became of it is not known yet; said again where it is still not known after a look.
 * `refire`: it is to run again.
 */
export interface UndecidedEntry extends OfTransition {
  readonly type: "unknown" | "refire";
  /** Of `unknown`: what keeps it from being known, where that is not the end of the run. */
  readonly error?: Failure;
}
/** An instance is sent back to where it was in one piece, and then follows the behavior. */
export interface WithdrawEntry {
  readonly type: "withdraw";
  readonly instance: string;
  readonly behavior?: string;
}
/** A place no longer holds true, or does so again. */
export interface ProbedEntry {
  readonly type: "lost" | "found";
  readonly instance: string;
  readonly place: string;
}
/** `stop`: nothing new starts. `go`: it does again. `abandon`: what is left of the program is given up. */
export interface SteeringEntry {
  readonly type: "stop" | "go" | "abandon";
}
/** What stands is what a commit holds that was made by another state: all that was on record here before is over. */
export interface TakenEntry {
  readonly type: "taken";
  /** The id of the commit. */
  readonly commit: string;
  /** The hash of the declaration that has the types of the instances. */
  readonly declaration: string;
  readonly instances: Readonly<Record<string, TakenInstance>>;
  /** Those of one use port in their order. */
  readonly connections: readonly TakenConnection[];
  readonly home?: Home;
}
/** Where instances have their directories, whoever works on them: it goes with a deployment from one state to another. */
export interface Home {
  /** The id of the state that made the deployment: directories on hosts bear it. */
  readonly state: string;
  /** Of instances that are on the machine of an operator: which one, and where there; absolute. */
  readonly machine: string;
  readonly directory: string;
}
/** `instance.port` of both ends. */
export interface TakenConnection {
  readonly use: string;
  readonly provide: string;
}
export interface TakenInstance {
  /** The name of its type. */
  readonly component: string;
  readonly version?: string;
  readonly host?: string;
  /** Those that hold a token, and those of them that do not hold true any more. */
  readonly places: readonly string[];
  readonly lost?: readonly string[];
  /** port → the value that was given, and how often it has changed since it could be read. */
  readonly values?: Readonly<Record<string, { readonly value: unknown; readonly version: number }>>;
}
/** The run is over. */
export interface ResultEntry {
  readonly type: "result";
  readonly outcome: RunOutcome;
}
/** How many actions may run at once: in all, on one host, in one instance, and of each kind that has a name. */
export interface Limits {
  readonly total?: number | undefined;
  readonly perHost?: number | undefined;
  readonly perInstance?: number | undefined;
  /** By name, e.g. `{ apt: 1 }`: transitions name the limits they fall under; a name that is not limited here is free. */
  readonly named?: Readonly<Record<string, NamedLimit>>;
}
/** So many in all, or so many on each host. */
export type NamedLimit = number | { readonly perHost: number };
/** After a failure: start nothing more, go on with all that does not depend on it, or start nothing more and go back to before the program. */
export type Policy = "stop" | "drain" | "rollback";
/** How a run ended. `stuck`: without a failure, nothing could move. */
export type RunOutcome = "done" | "failed" | "stuck" | "cancelled" | "timeout";
/** Why an action failed, in words that hold no secret. */
export interface Failure {
  /** One of `docs/errors.md`. */
  readonly code: string;
  readonly message: string;
  /** Of the program that failed. */
  readonly exitCode?: number;
  /** The last lines the action printed. */
  readonly tail?: string;
}
/** An instruction with the component's type by name. */
export type InstructionEntry =
  | {
      readonly op: "add";
      readonly instance: string;
      readonly component: string;
      readonly on?: string;
    }
  | { readonly op: "del"; readonly instance: string }
  | { readonly op: "connect" | "disconnect"; readonly use: string; readonly provide: string }
  | { readonly op: "changeBehavior"; readonly instance: string; readonly behavior: string }
  | { readonly op: "wait"; readonly instances: readonly string[] };

export interface Journal {
  /** Begins the next run: what is appended from now on belongs to it. Until then it belongs to the last run. */
  beginRun(): number;
  /** Adds a record to those not yet committed: the entry as it is now, with the stamp that comes back. */
  append(entry: Entry): Stamp;
  /**
   * Commits all that was appended, in one transaction; afterwards it is acknowledged: a crash of this process loses none of it.
   *
   * @param alongside  what else is written in that transaction; all of it is, or nothing
   * @throws MadeusError  `MADEUS_STATE_UNWRITABLE` or `MADEUS_STATE_LOCKED`: nothing of it was written and all of it is still pending
   */
  commit(alongside?: () => void): void;
  /**
   * The records that are committed now, oldest first; those appended while they are read are not among them.
   *
   * @throws MadeusError  `MADEUS_STATE_DAMAGED` where a record is missing or cannot be read
   */
  records(): Iterable<JournalRecord>;
  /** What was not committed is dropped. */
  close(): void;
}
