/** Histories for tests: commits by short names, made from others. */
import { makeCommit } from "../../src/store/commit.ts";
import type { ObjectId } from "../../src/store/object-id.ts";
import type { Objects } from "../../src/store/objects.ts";
import { Tree } from "../../src/store/tree.ts";

/** One commit: its name, those it was made from, and when, if not a minute after the one that was made before. */
export interface Descent {
  readonly name: string;
  readonly from?: readonly string[];
  readonly atS?: number;
  readonly tree?: Tree;
}
export interface Lineage {
  /** The id of a commit by its name. */
  id(name: string): ObjectId;
  names(ids: Iterable<ObjectId>): readonly string[];
}

/** Keeps the commits, each with a tree of its own. */
export function lineage(objects: Objects, descents: readonly Descent[]): Lineage {
  const ids = new Map<string, ObjectId>();
  const names = new Map<ObjectId, string>();
  const id = (name: string): ObjectId => ids.get(name) ?? "";
  for (const [k, { name, from = [], atS = (k + 1) * 60, tree }] of descents.entries()) {
    const made = makeCommit(objects, {
      tree: (tree ?? Tree.empty.set(["name"], name)).write(objects),
      parents: from.map(id),
      by: { name: "Ann", email: "ann@build1" },
      atMs: atS * 1_000,
      message: `commit ${name}`,
    });
    ids.set(name, made);
    names.set(made, name);
  }
  return { id, names: (some) => [...some].map((one) => names.get(one) ?? one) };
}

/** `a b:a c:a d:b,c` */
export function descentsOf(text: string): readonly Descent[] {
  return text.split(" ").map((word) => {
    const [name = "", from] = word.split(":");
    return { name, from: from === undefined ? [] : from.split(",") };
  });
}
