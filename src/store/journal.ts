/**
 * The journal of a state: what was intended before it was begun and what came of it, in order.
 *
 * It is the truth: the marking is a fold of its records, and progress, reports and `resume` read nothing else. Names stand in it,
 * never indices, so that it outlives a reordered declaration. No secret's value is ever in a record.
 */

import type { Settings } from "../model/setting.ts";
import type { Declaration } from "./declaration.ts";

/** One record as it is kept and printed (`--json` gives the same). */
export type JournalRecord = {
  /** 1, 2, 3 … within the state. */
  readonly seq: number;
  /** Which run wrote it. */
  readonly run: number;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
} & Entry;

/** What can be said in a journal. All of it is JSON: what JSON drops or turns into something else is lost. */
export type Entry =
  /** Pins what the runs that name its hash were made from; once for each hash. */
  | ({ readonly type: "declaration" } & Declaration)
  | {
      readonly type: "run";
      readonly verb: string;
      readonly assembly: string;
      readonly file: string;
      readonly export: string;
      readonly declaration: string;
      /** What the settings of the file were. */
      readonly settings?: Settings;
    }
  | {
      readonly type: "program";
      readonly name: string;
      readonly instructions: readonly InstructionEntry[];
    }
  | ({
      readonly type: "started";
      readonly attempt: number;
      readonly key: string;
      readonly host: string;
    } & Transition)
  | ({
      readonly type: "process";
      readonly key: string;
      readonly pid: number;
      readonly started: string;
      readonly daemon: boolean;
    } & Transition)
  | ({
      readonly type: "retrying";
      readonly attempt: number;
      readonly delayMs: number;
      readonly error: Failure;
    } & Transition)
  | ({
      readonly type: "ended";
      readonly station?: string;
      readonly values?: Readonly<Record<string, unknown>>;
      readonly skipped?: true;
    } & Transition)
  | ({ readonly type: "failed"; readonly error: Failure } & Transition)
  | ({ readonly type: "unknown" } & Transition)
  | ({ readonly type: "refire" } & Transition)
  | { readonly type: "withdraw"; readonly instance: string; readonly behavior?: string }
  | { readonly type: "lost" | "found"; readonly instance: string; readonly place: string }
  | { readonly type: "stop" | "go" | "abandon" }
  | { readonly type: "result"; readonly outcome: string };
interface Transition {
  readonly instance: string;
  readonly transition: string;
}
/** Why an action failed, in words that hold no secret. */
export interface Failure {
  readonly code: string;
  readonly message: string;
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
  /** Adds a record to those not yet committed, and gives it as it will stand. */
  append(entry: Entry): JournalRecord;
  /**
   * Commits all that was appended, in one transaction; afterwards it is acknowledged: a crash of this process loses none of it.
   *
   * @throws MadeusError  `MADEUS_STATE_UNWRITABLE` or `MADEUS_STATE_LOCKED`: nothing of it was written and all of it is still pending
   */
  commit(): void;
  /**
   * The records that are committed now, oldest first; those appended while they are read are not among them.
   *
   * @throws MadeusError  `MADEUS_STATE_DAMAGED` where a record is missing or cannot be read
   */
  records(): Iterable<JournalRecord>;
  /** What was not committed is dropped. */
  close(): void;
}
