/** What one life of a process is, between two crashes, and where it may die. */
import { join } from "node:path";
import type { RunOutcome } from "../../src/store/journal.ts";

/** Where a life can kill itself: around, before and after what makes things known. After `registered` the gate is still closed. */
export const points = [
  "append",
  "appended",
  "commit",
  "in commit",
  "committed",
  "register",
  "registered",
] as const;
export type Point = (typeof points)[number];

export interface Life {
  readonly seed: number;
  readonly instances: number;
  readonly directory: string;
  /** Run unknown actions again: the operator's answer. */
  readonly decide: boolean;
  /** Dies at the n-th point, of this name or of any. */
  readonly dies?: { readonly at: Point | "any"; readonly n: number } | undefined;
}
export interface LastWords {
  readonly outcome: RunOutcome;
  readonly canonical: string;
  /** How often each point was passed. */
  readonly points: Readonly<Record<Point, number>>;
}

export const marksIn = (directory: string): string => join(directory, "marks");
export const stateIn = (directory: string): string => join(directory, "state");
