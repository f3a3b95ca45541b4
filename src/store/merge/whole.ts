/** Directories of a tree that are one value each: a queue, a rope. */
import type { Objects } from "../objects.ts";
import type { ObjectId } from "../object-id.ts";
import { queuesIn } from "../queue.ts";
import type { RopeMerging } from "../rope-merge.ts";
import { ropesIn } from "../rope.ts";
import { Tree } from "../tree.ts";
import { type Merge, type Merged, mapped } from "./merge.ts";
import type { Telling } from "./one-side.ts";
import { option } from "./option.ts";

/** What can be kept as a tree, and merged. */
interface Kind<T> {
  length(value: T): number;
  read(id: ObjectId): T;
  write(value: T): ObjectId;
  merge(old: T | undefined, x: T, y: T): Merged<T>;
}

/** The rule of a directory that holds a queue. Its parts are written to the objects. */
export const queueRule = (objects: Objects): Merge<Tree | undefined> =>
  wholeRule(objects, queuesIn(objects), (length) => `a queue of ${length}`);

/** The rule of a directory that holds a rope. */
export const ropeRule = (objects: Objects, merging?: RopeMerging): Merge<Tree | undefined> =>
  wholeRule(objects, ropesIn(objects, merging), (length) => `a text of ${length} characters`);

function wholeRule<T>(
  objects: Objects,
  kind: Kind<T>,
  told: (length: number) => string,
): Merge<Tree | undefined> {
  const read = (tree: Tree): T => kind.read(tree.write(objects));
  const inner: Merge<Tree> = (old, x, y) => {
    const base = old === undefined ? undefined : read(old);
    return mapped(kind.merge(base, read(x), read(y)), (value) =>
      Tree.at(objects, kind.write(value)),
    );
  };
  const telling: Telling<Tree> = {
    same: (a, b) => a.write(objects) === b.write(objects),
    told: (tree) => told(kind.length(read(tree))),
  };
  return option(inner, telling);
}
