/**
 * What two commits come to when they are merged, tried before anything is written.
 *
 * Where histories were merged crosswise they have several lowest common ancestors; these are merged first, in the same way. Where these
 * contradict each other, both sides have settled that since: if they agree, it does not matter any more.
 */
import { lowestCommonAncestors } from "../ancestor.ts";
import { makeCommit, treeOfCommit } from "../commit.ts";
import { leafText } from "../leaf.ts";
import { memoryObjects } from "../memory-objects.ts";
import type { ObjectId } from "../object-id.ts";
import type { Objects } from "../objects.ts";
import type { Path, Tree } from "../tree.ts";
import { type Conflict, type Merged, conflict, conflictsOf, mapped, merged } from "./merge.ts";
import { shortened } from "./one-side.ts";
import { type Rules, mergeTrees, usualRules } from "./tree.ts";

export interface CommitMerging {
  readonly rules?: Rules;
  /** How many steps back common ancestors are looked for. */
  readonly depth?: number;
  /** How many lowest common ancestors are merged at most, those of ancestors counted with them. */
  readonly ancestorsMax?: number;
}

/** In an order that is the same for everybody, so that everybody merges them alike. */
export const commonOf = (
  objects: Objects,
  a: ObjectId,
  b: ObjectId,
  { depth }: CommitMerging,
): readonly ObjectId[] => lowestCommonAncestors(objects, a, b, depth).toSorted();

const ancestorsMaxUsual = 64;

type Sides = readonly [here: Tree, there: Tree];

/** One merge with all that it needs before. Merged ancestors are commits only until it is over, and are written nowhere. */
export class Trial {
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

  merged(here: ObjectId, there: ObjectId, ancestors: readonly ObjectId[]): Merged<Tree> {
    return this.#merged([this.#treeOf(here), this.#treeOf(there)], ancestors);
  }

  #merged(sides: Sides, ancestors: readonly ObjectId[]): Merged<Tree> {
    const old = this.#old(ancestors, sides);
    return old.ok ? mergeTrees(old.value, ...sides, this.#merging.rules ?? usualRules) : old;
  }

  /** One tree that stands for those of all ancestors; undefined for none. */
  #old([first, ...others]: readonly ObjectId[], sides: Sides): Merged<Tree | undefined> {
    this.#ancestorsLeft -= others.length;
    if (this.#ancestorsLeft < 0) {
      return conflict(
        "histories crossed",
        "The histories were merged crosswise too often to find out what they have in common.",
      );
    }
    if (first === undefined) return merged(undefined);
    let old = first;
    for (const other of others) {
      const both = this.#common(old, other, sides);
      if (!both.ok) return both;
      old = this.#tried(both.value, [old, other]);
    }
    return merged(this.#treeOf(old));
  }

  /** Two ancestors, merged; where they contradict each other, as the sides have it by now. */
  #common(a: ObjectId, b: ObjectId, sides: Sides): Merged<Tree> {
    const ancestors = commonOf(this.#withTried, a, b, this.#merging);
    const settled = new Map<string, Path>();
    const asSettled = (tree: Tree): Tree =>
      settled.values().reduce((sum, path) => copied(sum, path, sides[0]), tree);
    for (;;) {
      const result = this.#merged(
        [asSettled(this.#treeOf(a)), asSettled(this.#treeOf(b))],
        ancestors,
      );
      if (this.#ancestorsLeft < 0) return result;
      const fresh = conflictsOf(result).flatMap(({ path }) =>
        settled.has(leafText(path)) ? [] : [path],
      );
      // Once more: what both came to alike is not two changes of a counter.
      if (fresh.length === 0) return mapped(result, asSettled);
      const apart = fresh.filter((path) => contentAt(sides[0], path) !== contentAt(sides[1], path));
      if (apart.length > 0)
        return { ok: false, conflicts: apart.map((path) => crossed(sides, path)) };
      for (const path of fresh) settled.set(leafText(path), path);
    }
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
    return tried ?? treeOfCommit(this.#objects, commit);
  }
}

/** What a commit names that has its tree in memory. */
const noTree: ObjectId = "0".repeat(40);

function crossed(sides: Sides, path: Path): Conflict {
  const [here, there] = sides.map((tree) =>
    tree.at(path) === undefined ? shortened(contentAt(tree, path).trimEnd()) : "a directory",
  );
  return {
    path,
    kind: "histories crossed",
    text: `Each side has merged the other before; here it came to ${here}, there to ${there}.`,
  };
}

/** All that stands at a path, as a text. */
function contentAt(tree: Tree, path: Path): string {
  const directory = tree.at(path);
  if (directory !== undefined) return `directory ${leafText([...directory.entries()])}`;
  const value = tree.find(path);
  return value === undefined ? "nothing" : leafText(value);
}

/** A tree with what another has at a path. */
function copied(tree: Tree, path: Path, from: Tree): Tree {
  const directory = from.at(path);
  if (directory !== undefined) return tree.graft(path, directory);
  const value = from.find(path);
  return value === undefined ? tree.remove(path) : tree.set(path, value);
}
