/** A branch takes in a commit, also while others move it. */
import { type Branches, type Reason, headOf, retriesMax, update } from "../branch.ts";
import { type Person, makeCommit } from "../commit.ts";
import type { ObjectId } from "../object-id.ts";
import type { Objects } from "../objects.ts";
import type { Tree } from "../tree.ts";
import { mergeCommits } from "./commit.ts";
import { type Conflict, type Merged, merged } from "./merge.ts";
import type { CommitMerging } from "./trial.ts";

export interface BranchMerging extends CommitMerging {
  readonly author: Person;
  /** Of the commit. */
  readonly message: string;
  /** Of the branch's move. */
  readonly reason: Reason;
  /** What keeps a tree that was merged without a conflict from being taken: each finding is a conflict. */
  readonly check?: (tree: Tree) => readonly Conflict[];
  readonly retries?: number;
}

export interface Taken {
  readonly kind: "nothing to do" | "forward" | "merge";
  /** Where the branch stands now. */
  readonly head: ObjectId;
}

/**
 * Moves the branch to a commit that has all that it has and all that `there` has. Where that is a conflict, nothing is changed.
 *
 * @throws MadeusError  `MADEUS_UNKNOWN_BRANCH`; `MADEUS_BRANCH_MOVED` where others were faster each time; `MADEUS_HISTORY_DEPTH`
 */
export function mergeInto(
  { objects, branches }: { readonly objects: Objects; readonly branches: Branches },
  branch: string,
  there: ObjectId,
  merging: BranchMerging,
): Merged<Taken> {
  let result: Merged<Taken> = merged({ kind: "nothing to do", head: headOf(branches, branch) });
  const takeIn = (head: ObjectId | undefined): ObjectId | undefined => {
    if (head === undefined) return headOf(branches, branch);
    result = taken(objects, head, there, merging);
    return result.ok ? result.value.head : head;
  };
  update(branches, branch, takeIn, merging.reason, merging.retries ?? retriesMax);
  return result;
}

function taken(
  objects: Objects,
  here: ObjectId,
  there: ObjectId,
  { author, message, reason, check, ...merging }: BranchMerging,
): Merged<Taken> {
  const result = mergeCommits(objects, here, there, merging);
  if (!result.ok) return result;
  const { value } = result;
  if (value.kind !== "merge") return merged({ kind: value.kind, head: value.commit });
  const conflicts = check?.(value.tree) ?? [];
  if (conflicts.length > 0) return { ok: false, conflicts };
  const { tree, parents } = value;
  const draft = { tree: tree.write(objects), parents, by: author, atMs: reason.atMs, message };
  return merged({ kind: "merge", head: makeCommit(objects, draft) });
}
