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
  read(id: ObjectId): T;
  write(value: T): ObjectId;
  merge(old: T | undefined, x: T, y: T): Merged<T>;
}

/** The rule of a directory that holds a queue. Its parts are written to the objects. */
export const queueRule = (objects: Objects): Merge<Tree | undefined> =>
  wholeRule(objects, queuesIn(objects), "a queue");

/** The rule of a directory that holds a rope. */
export const ropeRule = (objects: Objects, merging?: RopeMerging): Merge<Tree | undefined> =>
  wholeRule(objects, ropesIn(objects, merging), "a text");

function wholeRule<T>(objects: Objects, kind: Kind<T>, told: string): Merge<Tree | undefined> {
  const inner: Merge<Tree> = (old, x, y) => {
    const read = (tree: Tree): T => kind.read(tree.write(objects));
    const base = old === undefined ? undefined : read(old);
    return mapped(kind.merge(base, read(x), read(y)), (value) =>
      Tree.at(objects, kind.write(value)),
    );
  };
  const telling: Telling<Tree> = {
    same: (a, b) => a.write(objects) === b.write(objects),
    told: () => told,
  };
  return option(inner, telling);
}
