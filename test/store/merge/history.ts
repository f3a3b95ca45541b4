/** Small histories for merges: commits of trees that are written as objects. */
import { makeCommit } from "../../../src/store/commit.ts";
import type { Json } from "../../../src/store/leaf.ts";
import { mergeCommits } from "../../../src/store/merge/commit.ts";
import { type Merged, conflictLine, conflictsOf } from "../../../src/store/merge/merge.ts";
import type { ObjectId } from "../../../src/store/object-id.ts";
import { type Objects, commitAt } from "../../../src/store/objects.ts";
import { Tree } from "../../../src/store/tree.ts";

export const author = { name: "Ann", email: "ann@example.org" };
export const reason = { atMs: 0, by: "ann", why: "a test" };

/** Path with slashes → value. */
export type Leaves = Readonly<Record<string, Json>>;

export const treeOf = (leaves: Leaves): Tree =>
  Object.entries(leaves).reduce<Tree>(
    (tree, [path, value]) => tree.set(path.split("/"), value),
    Tree.empty,
  );

export const leavesOf = (tree: Tree): Leaves =>
  Object.fromEntries([...tree.entries()].map(([path, value]) => [path.join("/"), value]));

let commits = 0;
/** A commit unlike all others. */
export function commitOf(
  objects: Objects,
  tree: Tree | Leaves,
  ...parents: readonly ObjectId[]
): ObjectId {
  const written = (tree instanceof Tree ? tree : treeOf(tree)).write(objects);
  commits += 1;
  return makeCommit(objects, {
    tree: written,
    parents,
    by: author,
    atMs: 1_000 * commits,
    message: "a test",
  });
}

export const leavesAt = (objects: Objects, commit: ObjectId): Leaves =>
  leavesOf(Tree.at(objects, commitAt(objects, commit).tree));

/** What two commits come to that must be merged. */
export function mergedLeaves(objects: Objects, here: ObjectId, there: ObjectId): Leaves {
  const result = valueOf(mergeCommits(objects, here, there));
  if (result.kind !== "merge") throw new Error(`is ${result.kind}`);
  return leavesOf(result.tree);
}

export const linesOf = (result: Merged<unknown>): readonly string[] =>
  conflictsOf(result).map(conflictLine);

export function valueOf<T>(result: Merged<T>): T {
  if (result.ok) return result.value;
  throw new Error(linesOf(result).join("\n"));
}
