/**
 * The merge of commits: of their trees, from what the two histories have in common.
 *
 * Where one was made from the other there is nothing to merge. Where histories were merged crosswise they have several lowest common
 * ancestors; these are merged first, by the same function.
 */
import { lowestCommonAncestors } from "../ancestor.ts";
import { makeCommit } from "../commit.ts";
import { memoryObjects } from "../memory-objects.ts";
import type { ObjectId } from "../object-id.ts";
import { type Objects, commitAt } from "../objects.ts";
import { Tree } from "../tree.ts";
import { type Conflict, type Merged, conflict, mapped, merged } from "./merge.ts";
import { type Rules, mergeTrees, usualRules } from "./tree.ts";

export interface CommitMerging {
  readonly rules?: Rules;
  /** How many steps back common ancestors are looked for. */
  readonly depth?: number;
  /** How many lowest common ancestors are merged at most, those of ancestors counted with them. */
  readonly ancestorsMax?: number;
}

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

const commonOf = (
  objects: Objects,
  a: ObjectId,
  b: ObjectId,
  { depth }: CommitMerging,
): readonly ObjectId[] =>
  // In an order that is the same for everybody, so that everybody merges them alike.
  lowestCommonAncestors(objects, a, b, depth).toSorted();

const ancestorsMaxUsual = 16;

/** One merge with all that it needs before. Merged ancestors are commits only until it is over, and are written nowhere. */
class Trial {
  readonly #objects: Objects;
  readonly #withTried: Objects;
  readonly #trees = new Map<ObjectId, Tree>();
  readonly #merging: CommitMerging;
  #ancestorsLeft: number;

  constructor(objects: Objects, merging: CommitMerging) {
    const tried = memoryObjects();
    this.#objects = objects;
    this.#withTried = {
      ...tried,
      get: (id) => tried.get(id) ?? objects.get(id),
      has: (id) => tried.has(id) || objects.has(id),
    };
    this.#merging = merging;
    this.#ancestorsLeft = merging.ancestorsMax ?? ancestorsMaxUsual;
  }

  merged(x: ObjectId, y: ObjectId, ancestors: readonly ObjectId[]): Merged<Tree> {
    const base = this.#base(ancestors);
    if (!base.ok) return base;
    const old = base.value === undefined ? undefined : this.#treeOf(base.value);
    return mergeTrees(old, this.#treeOf(x), this.#treeOf(y), this.#merging.rules ?? usualRules);
  }

  /** One commit that stands for all ancestors; undefined for none. */
  #base([first, ...others]: readonly ObjectId[]): Merged<ObjectId | undefined> {
    this.#ancestorsLeft -= others.length;
    if (this.#ancestorsLeft < 0) {
      return conflict(
        "histories crossed",
        "The histories were merged crosswise too often to find out what they have in common.",
      );
    }
    if (first === undefined) return merged(undefined);
    let base = first;
    for (const other of others) {
      const ancestors = commonOf(this.#withTried, base, other, this.#merging);
      const tree = this.merged(base, other, ancestors);
      if (!tree.ok) return contradictory(tree.conflicts);
      base = this.#tried(tree.value, [base, other]);
    }
    return merged(base);
  }

  #tried(tree: Tree, parents: readonly ObjectId[]): ObjectId {
    const nobody = { name: "", email: "" };
    const draft = { tree: noTree, parents, by: nobody, atMs: 0, message: "" };
    const id = makeCommit(this.#withTried, draft);
    this.#trees.set(id, tree);
    return id;
  }

  #treeOf(commit: ObjectId): Tree {
    const tried = this.#trees.get(commit);
    return tried ?? Tree.at(this.#objects, commitAt(this.#objects, commit).tree);
  }
}

/** What a commit names that has its tree in memory. */
const noTree: ObjectId = "0".repeat(40);

function contradictory(conflicts: readonly Conflict[]): Merged<never> {
  const paths = conflicts.map(({ path }) => path.join("/")).join(", ");
  return conflict(
    "histories crossed",
    `Both sides have merged each other before, and came to different results at ${paths}.`,
  );
}
