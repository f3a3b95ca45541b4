/**
 * Branches: names for commits, which move. What a branch has been is kept, move by move.
 *
 * A branch is moved only from where its mover saw it, so of two who move it at once one is told. That makes every change by `update`
 * safe among processes.
 */
import { MadeusError } from "../model/code.ts";
import { quote } from "../model/name.ts";
import { isAncestor } from "./ancestor.ts";
import type { ObjectId } from "./object-id.ts";
import type { Objects } from "./objects.ts";

export interface Branch {
  readonly name: string;
  readonly head: ObjectId;
}
/** Why a branch is moved. */
export interface Reason {
  readonly atMs: number;
  /** Who moves it, e.g. `ann on build1`. */
  readonly by: string;
  /** What is done, e.g. `merge try-mariadb-11`. */
  readonly why: string;
}
/** One move of a branch: made where it comes from nothing, removed where it goes to nothing. */
export interface Move extends Reason {
  /** 1, 2, 3 … within the store: later moves have greater numbers. */
  readonly number: number;
  readonly branch: string;
  readonly from: ObjectId | undefined;
  readonly to: ObjectId | undefined;
}

export interface Branches {
  find(name: string): ObjectId | undefined;
  /** In the order of their names. */
  list(): readonly Branch[];
  /**
   * Moves a branch if it stands at `from`, and tells whether it did. A move to where it stands is none, and is not noted.
   *
   * @throws MadeusError  `MADEUS_BAD_BRANCH` where a branch is to be made under a name that git would not have
   */
  move(name: string, from: ObjectId | undefined, to: ObjectId | undefined, reason: Reason): boolean;
  /** The moves after that of a number, oldest first; also of branches that were removed. */
  moves(after?: number): Iterable<Move>;
  /** Forgets the moves up to that of a number; where the branches stand is not changed. */
  forget(last: number): void;
  /** Another value whenever something may have changed, also by another process. Cheap enough to ask ten times a second. */
  version(): unknown;
}

/** How often a change is tried again by default, as in Irmin. */
export const retriesMax = 13;

/**
 * Moves a branch to what `change` makes of where it stands, again where another was faster.
 *
 * @param change  gives the new head, undefined to remove the branch, or the head that it was given to leave all as it is
 * @throws MadeusError  `MADEUS_BRANCH_MOVED` where another was faster each time
 */
export function update(
  branches: Branches,
  name: string,
  change: (head: ObjectId | undefined) => ObjectId | undefined,
  reason: Reason,
  retries: number = retriesMax,
): ObjectId | undefined {
  for (let tries = 0; tries <= retries; tries += 1) {
    const head = branches.find(name);
    const next = change(head);
    if (branches.move(name, head, next, reason)) return next;
  }
  throw new MadeusError(
    "MADEUS_BRANCH_MOVED",
    `Others moved the branch ${quote(name)} each of the ${retries + 1} times that it was to be moved.`,
    { hint: "See what they do with madeus history, then run the same command again." },
  );
}

/**
 * Moves a branch to a commit that was made from where it stands, or makes it; nothing that it had can be lost.
 *
 * @throws MadeusError  `MADEUS_BRANCH_NOT_FORWARD` where the commit was not made from the head; `MADEUS_BRANCH_MOVED`
 */
export function fastForward(
  { objects, branches }: { readonly objects: Objects; readonly branches: Branches },
  name: string,
  to: ObjectId,
  reason: Reason,
): void {
  const next = (head: ObjectId | undefined): ObjectId => {
    if (head === undefined || isAncestor(objects, head, to)) return to;
    throw new MadeusError(
      "MADEUS_BRANCH_NOT_FORWARD",
      `The branch ${quote(name)} would lose commits: ${to.slice(0, 10)} was not made from its head ${head.slice(0, 10)}.`,
      { hint: "Merge the two. Nothing was changed." },
    );
  };
  update(branches, name, next, reason);
}

/** Where a branch has been, newest first. */
export function reflog(branches: Branches, name: string): readonly Move[] {
  return [...branches.moves()].filter(({ branch }) => branch === name).toReversed();
}

/** @throws MadeusError  `MADEUS_UNKNOWN_BRANCH` */
export function headOf(branches: Branches, name: string): ObjectId {
  const head = branches.find(name);
  if (head !== undefined) return head;
  const names = branches.list().map((branch) => quote(branch.name));
  throw new MadeusError("MADEUS_UNKNOWN_BRANCH", `There is no branch ${quote(name)}.`, {
    hint: names.length === 0 ? "The store has none yet." : `There are: ${names.join(", ")}.`,
  });
}
