/** The merge of commits: of their trees, from what the two histories have in common. Where one was made from the other there is none. */
import type { ObjectId } from "../object-id.ts";
import type { Objects } from "../objects.ts";
import type { Tree } from "../tree.ts";
import { type CommitMerging, Trial, commonOf } from "./trial.ts";
import { type Merged, mapped, merged } from "./merge.ts";

export type MergedCommit =
  /** What is there is part of what is here already: `commit` is the one here. */
  | { readonly kind: "nothing to do"; readonly commit: ObjectId }
  /** What is here is part of what is there: `commit` is the one there. */
  | { readonly kind: "forward"; readonly commit: ObjectId }
  /** Both have something that the other has not; nothing is written yet. */
  | {
      readonly kind: "merge";
      readonly tree: Tree;
      readonly parents: readonly [ObjectId, ObjectId];
    };

/**
 * What `here` is when it has taken in `there`. Nothing is written, so that it can be looked at first.
 *
 * @throws MadeusError  `MADEUS_HISTORY_DEPTH`: within the depth it does not show where the histories part
 */
export function mergeCommits(
  objects: Objects,
  here: ObjectId,
  there: ObjectId,
  merging: CommitMerging = {},
): Merged<MergedCommit> {
  const ancestors = commonOf(objects, here, there, merging);
  if (ancestors.includes(there)) return merged({ kind: "nothing to do", commit: here });
  if (ancestors.includes(here)) return merged({ kind: "forward", commit: there });
  const tried = new Trial(objects, merging);
  return mapped(tried.merged(here, there, ancestors), (tree) => ({
    kind: "merge",
    tree,
    parents: [here, there],
  }));
}
