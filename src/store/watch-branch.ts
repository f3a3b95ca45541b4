/**
 * Tells of every move of a branch, whichever process made it: the store is asked ten times a second whether it changed.
 *
 * Moves are read from the record of moves, so each is told once and in order, however many there were in between.
 */
import type { Branches, Move } from "./branch.ts";
import { keptCommit } from "./history.ts";
import type { Objects } from "./objects.ts";
import { type Path, Tree } from "./tree.ts";

export interface WatchClock {
  after(delayMs: number, wake: () => void): () => void;
}
export interface WatchOptions {
  /** Tells the moves after this one too; by default those from now on. */
  readonly after?: number;
  readonly everyMs?: number;
  /** What the listener or the store threw; the watch goes on. */
  readonly failed?: (error: unknown) => void;
}

/** @returns  ends the watch */
export function watchBranches(
  branches: Branches,
  clock: WatchClock,
  listener: (move: Move) => void,
  { after, everyMs = 100, failed = () => undefined }: WatchOptions = {},
): () => void {
  let last = after ?? lastMove(branches);
  let version: unknown;
  let cancel = (): void => undefined;
  let isOver = false;
  const attempt = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      failed(error);
    }
  };
  const look = (): void => {
    const found = branches.version();
    if (found === version) return;
    for (const move of branches.moves(last)) {
      if (isOver) return;
      last = move.number;
      attempt(() => listener(move));
    }
    version = found;
  };
  const wake = (): void => {
    attempt(look);
    if (!isOver) cancel = clock.after(everyMs, wake);
  };
  cancel = clock.after(0, wake);
  return () => {
    isOver = true;
    cancel();
  };
}

/** Does a move change what stands at a path? Of a commit that is not kept nothing is known. Cost: a look at the path in both commits. */
export function touches(objects: Objects, { from, to }: Move, path: Path): boolean {
  const [before, after] = [from, to].map((id) => {
    const commit = id === undefined ? undefined : keptCommit(objects, id);
    return commit === undefined ? undefined : Tree.at(objects, commit.tree).entry(path)?.id;
  });
  return before !== after;
}

/** The number of the last move of any branch; 0 where there is none. */
export function lastMove(branches: Branches): number {
  let last = 0;
  for (const { number } of branches.moves()) last = number;
  return last;
}
