/**
 * What the page of `madeus ui` is told beside the records of the journal, over HTTP or embedded in a file.
 *
 * Plain data. The page folds the records by itself: where tokens are, and why, nobody needs to tell it.
 */
import type { Timing } from "../engine/report.ts";
import type { JournalRecord } from "../store/journal.ts";

/** Who is at work on the state just now. */
export interface AtWork {
  readonly command: string;
  readonly pid: number;
  readonly host: string;
}
/** How it is while no record comes. */
export interface Pulse {
  /** Null: nobody. What a run without a result left in its middle was cut off then. */
  readonly atWork: AtWork | null;
  /** The runs that are at work just now. */
  readonly runs: readonly number[];
  /** What time it is where the run is. */
  readonly nowMs: number;
  /** There is no state yet. */
  readonly isEmpty: boolean;
}
export interface CommitTold {
  readonly id: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly by: string;
  readonly atMs: number;
  readonly branches: readonly string[];
  /** The last record that it takes in, where this state made it. */
  readonly record?: number | undefined;
}
export interface DifferenceTold {
  readonly from: string;
  readonly to: string;
  readonly differences: readonly {
    readonly what: string;
    readonly name: string;
    readonly text: string;
  }[];
  /** The program that leads from the one to the other, an instruction each; empty where there is none. */
  readonly program: readonly string[];
  /** Why there is none, a sentence each. */
  readonly because: readonly string[];
}
/** A stretch of a log. */
export interface LogPart {
  readonly text: string;
  /** How many bytes of the log are left out before it. */
  readonly skipped: number;
  /** Where the next one begins: to be asked for. */
  readonly next: number;
}
/** What was expected of a run before it began. */
export interface ExpectedTold {
  readonly makespanS: number;
  readonly transitions: readonly Timing[];
}

/** All that a page needs that nobody serves. */
export interface Embedded {
  readonly madeus: string;
  readonly pulse: Pulse;
  readonly records: readonly JournalRecord[];
  readonly commits: readonly CommitTold[];
  /** By `FROM..TO`. */
  readonly differences: Readonly<Record<string, DifferenceTold>>;
  /** By `instance.transition`. */
  readonly logs: Readonly<Record<string, LogPart>>;
  /** By the number of the run. */
  readonly expected: Readonly<Record<number, ExpectedTold>>;
}

/** Two commits as they are looked up in `differences`. */
export const differenceKey = (from: string, to: string): string => `${from}..${to}`;
