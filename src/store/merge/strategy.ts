/**
 * A change of a part of a branch that somebody else may change meanwhile: what then, is the strategy.
 *
 * After Irmin's `with_tree`.
 */
import { MadeusError } from "../../model/code.ts";
import { quote } from "../../model/name.ts";
import { type Branches, type Reason, headOf, retriesMax, update } from "../branch.ts";
import { type Person, makeCommit, treeOfCommit } from "../commit.ts";
import type { ObjectId } from "../object-id.ts";
import { type Objects, commitAt } from "../objects.ts";
import { type Path, Tree } from "../tree.ts";
import { type Conflict, type Merged, merged } from "./merge.ts";
import { type Rules, mergeTrees } from "./tree.ts";

/**
 * `set`: what stands there is replaced, whoever changed it meanwhile. `test`: only if nobody has; else it is done again from what stands there
 * now. `merge`: both changes, if they can be merged; else it is done again.
 */
export type Strategy = "set" | "test" | "merge";

export interface TreeChange {
  readonly path: Path;
  /** What is to stand there, made of what stands there; perhaps called several times. */
  readonly change: (tree: Tree) => Tree;
  readonly strategy: Strategy;
  readonly rules?: Rules;
  readonly author: Person;
  readonly message: string;
  readonly reason: Reason;
  /** How often it is done again where somebody else was faster. */
  readonly retries?: number;
}

/**
 * Changes what stands at a path, and gives the commit: the head, where nothing was to change. Conflicts are those of the last time.
 *
 * @throws MadeusError  `MADEUS_UNKNOWN_BRANCH`; `MADEUS_BRANCH_MOVED` where `test` found it changed each time
 */
export function changeTree(
  store: { readonly objects: Objects; readonly branches: Branches },
  branch: string,
  what: TreeChange,
): Merged<ObjectId> {
  const retries = what.retries ?? retriesMax;
  let conflicts: readonly Conflict[] = [];
  for (let tries = 0; tries <= retries; tries += 1) {
    const before = standing(store, headOf(store.branches, branch), what.path);
    const result = written(store, branch, what, before, what.change(before));
    if (result.ok) return result;
    ({ conflicts } = result);
  }
  if (what.strategy === "merge") return { ok: false, conflicts };
  throw new MadeusError(
    "MADEUS_BRANCH_MOVED",
    `Others changed ${quote(what.path.join("/"))} in the branch ${quote(branch)} each of the ${retries + 1} times that it was to be changed.`,
    { hint: "See what they do with madeus history, then run the same command again." },
  );
}

/** Puts the new tree where the old one stood, in whatever the branch is by now. */
function written(
  store: { readonly objects: Objects; readonly branches: Branches },
  branch: string,
  what: TreeChange,
  before: Tree,
  after: Tree,
): Merged<ObjectId> {
  const { objects } = store;
  let result: Merged<ObjectId> = { ok: false, conflicts: [] };
  const put = (head = headOf(store.branches, branch)): ObjectId => {
    const now = standing(store, head, what.path);
    const next = placed(objects, what, before, now, after);
    result = next.ok ? merged(committed(objects, head, what, next.value)) : next;
    return result.ok ? result.value : head;
  };
  update(store.branches, branch, put, what.reason);
  return result;
}

function placed(
  objects: Objects,
  { strategy, rules }: TreeChange,
  before: Tree,
  now: Tree,
  after: Tree,
): Merged<Tree> {
  if (strategy === "set") return merged(after);
  if (strategy === "merge") return mergeTrees(before, now, after, rules);
  return before.write(objects) === now.write(objects)
    ? merged(after)
    : { ok: false, conflicts: [] };
}

function committed(objects: Objects, head: ObjectId, what: TreeChange, at: Tree): ObjectId {
  const { tree: before } = commitAt(objects, head);
  const tree = Tree.at(objects, before).graft(what.path, at).write(objects);
  if (tree === before) return head;
  const { author, message, reason } = what;
  return makeCommit(objects, { tree, parents: [head], by: author, atMs: reason.atMs, message });
}

function standing({ objects }: { readonly objects: Objects }, head: ObjectId, path: Path): Tree {
  return treeOfCommit(objects, head).at(path) ?? Tree.empty;
}
