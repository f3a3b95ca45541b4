/** What commits need to be read: their trees, and all that stands in them. */
import type { ObjectId } from "./object-id.ts";
import { leafMode } from "./object-tree.ts";
import { type Objects, commitAt, treeObjectAt } from "./objects.ts";

/**
 * The commits themselves, their trees and leaves; not the commits that they were made from. Cost: one read of each commit and of each
 * directory, however many commits share it; leaves are not read.
 *
 * @throws MadeusError  `MADEUS_OBJECT_MISSING`, `MADEUS_OBJECT_DAMAGED`
 */
export function neededBy(objects: Objects, commits: Iterable<ObjectId>): ReadonlySet<ObjectId> {
  const needed = new Set<ObjectId>();
  const trees: ObjectId[] = [];
  const isNew = (id: ObjectId): boolean => {
    if (needed.has(id)) return false;
    needed.add(id);
    return true;
  };
  for (const id of commits) if (isNew(id)) trees.push(commitAt(objects, id).tree);
  for (let id = trees.pop(); id !== undefined; id = trees.pop()) {
    if (!isNew(id)) continue;
    for (const entry of treeObjectAt(objects, id).entries)
      if (entry.mode === leafMode) isNew(entry.id);
      else trees.push(entry.id);
  }
  return needed;
}
