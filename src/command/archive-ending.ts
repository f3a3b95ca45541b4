/** How the verbs end that look at commits and branches; a part of `ending`, and final like it. */
import type { InstructionEntry } from "../store/journal.ts";
import type { Ended } from "./ended.ts";
import type { Discrepancy } from "./wanted.ts";

export interface HistoryEnding extends Ended<"done"> {
  /** How many were told. */
  readonly commits: number;
}
export interface ShowEnding extends Ended<"done"> {
  /** Its id. */
  readonly commit: string;
  /** From the commit that it was made from. */
  readonly differences: readonly Discrepancy[];
}
export interface DiffEnding extends Ended<"done"> {
  /** The ids of the commits. */
  readonly from: string;
  readonly to: string;
  readonly differences: readonly Discrepancy[];
  /** What leads from the one to the other. */
  readonly program?: readonly InstructionEntry[];
  /** Why there is none, a sentence each. */
  readonly because?: readonly string[];
}
export interface BranchEnding extends Ended<"done"> {
  /** How many there are. */
  readonly branches: number;
  /** Where the one stands, or stood, that was made or removed. */
  readonly head?: string;
}
export interface CheckoutEnding extends Ended<"done"> {
  readonly branch: string;
  /** Where it stands; missing where there is no commit yet. */
  readonly head?: string;
}
export interface WhyChangedEnding extends Ended<"done"> {
  /** The id of the last commit that changed it. */
  readonly commit: string;
  /** Applied since the commit before, as far as they name what the path is about; none where another state made it. */
  readonly instructions: readonly InstructionEntry[];
}
/** `violated`: something is damaged, which findings tell. */
export interface FsckEnding extends Ended<"done" | "violated"> {
  /** How many there are, and how many of them no branch needs. */
  readonly objects: number;
  readonly unneeded: number;
  readonly findings: number;
}
export interface PruneEnding extends Ended<"done" | "cancelled"> {
  /** How many objects. */
  readonly dropped: number;
  /** How many commits stay. */
  readonly kept: number;
  readonly dryRun?: true;
}
