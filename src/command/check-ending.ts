/** How `check` ends: what was found, and of what; a part of `ending`, and final like it. */
import type { Detail, Hindrance } from "../model/code.ts";
import type { Position } from "../model/position.ts";
import type { Answered } from "./answer.ts";
import type { Ended } from "./ended.ts";

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
