/** What `advise` says, as `--json` has it. Like the other lines these types are final (`docs/events.md`). */
import type { CriticalActions } from "../net/question/critical-action.ts";
import type { Suggestion } from "../net/question/suggestion.ts";

export interface Advice {
  /** By expected durations, without limits. */
  readonly makespanS: number;
  /** With the least and the most that everything may take. */
  readonly bounds: { readonly minS: number; readonly maxS: number };
  /** What saves time, each by itself, the most first. */
  readonly suggestions: readonly Suggestion[];
  /** All that saves time was found. */
  readonly isComplete: boolean;
  /** How many connections there are, and those without which nothing would be sooner, whatever the durations. */
  readonly connections: number;
  readonly idle: readonly string[];
  readonly critical: CriticalActions;
  /** Where limits were given. */
  readonly slots?: SlotAdvice;
  /** With `--runs`. */
  readonly spread?: ChanceAdvice;
}
export interface SlotAdvice {
  /** Of the run that Madeus would make; no run is shorter than `lowerS`, none that lets no free slot be is longer than `upperS`. */
  readonly makespanS: number;
  readonly lowerS: number;
  readonly upperS: number;
  /** By `total`, `perHost`, or the name of one: `limit apt`; with one slot more than `slots`. */
  readonly more: readonly {
    readonly limit: string;
    readonly slots: number;
    readonly makespanS: number;
    readonly savesS: number;
  }[];
}
/** Of schedules with drawn durations. */
export interface ChanceAdvice {
  readonly runs: number;
  readonly seed: number;
  readonly meanS: number;
  readonly medianS: number;
  readonly p95S: number;
  readonly p99S: number;
  /** In which share of them an action was on a longest way; the true share is in 95 of 100 cases no further off than `halfWidth`. */
  readonly critical: readonly {
    readonly name: string;
    readonly share: number;
    readonly halfWidth: number;
  }[];
}
