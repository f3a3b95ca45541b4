/**
 * The history that leads to commits, newest first.
 *
 * The order is that of descent: no commit comes before one that was made from it, whatever the clocks said. Dates decide where
 * descent does not. Where a parent is not in the store, after a prune or in a partial copy, the history ends.
 */
import type { StoredCommit } from "./object-commit.ts";
import type { ObjectId } from "./object-id.ts";
import { type Objects, commitAt } from "./objects.ts";
import { type Path, Tree } from "./tree.ts";

export interface HistoryEntry {
  readonly id: ObjectId;
  readonly commit: StoredCommit;
}
export interface HistoryLimits {
  /** How many steps from the heads: 0 gives the heads alone. */
  readonly depth?: number;
  /** Commits that are left out, with all that they were made from. */
  readonly without?: readonly ObjectId[];
}

/**
 * Cost: one read of each commit.
 *
 * @throws MadeusError  `MADEUS_OBJECT_MISSING` where a head is not in the store
 */
export function history(
  objects: Objects,
  heads: readonly ObjectId[],
  { depth = Number.POSITIVE_INFINITY, without = [] }: HistoryLimits = {},
): readonly HistoryEntry[] {
  const left = commitsFrom(objects, without, Number.POSITIVE_INFINITY, new Map());
  const found = commitsFrom(objects, heads, depth, left);
  const waiting = childrenOf(found);
  const ready = [...found.values()].filter(({ id }) => !waiting.has(id));
  const sorted: HistoryEntry[] = [];
  for (let next = takeNewest(ready); next !== undefined; next = takeNewest(ready)) {
    sorted.push(next);
    for (const id of next.commit.parents) {
      const children = (waiting.get(id) ?? 0) - 1;
      waiting.set(id, children);
      const parent = found.get(id);
      if (children === 0 && parent !== undefined) ready.push(parent);
    }
  }
  return sorted;
}

/**
 * The commits that changed what stands at a path, newest first: in which it is not what it was in any parent.
 *
 * A first commit changed all that it holds. Cost: that of the history, and one look at the path in each commit.
 *
 * @param limits.count  how many to give: the newest
 */
export function lastModified(
  objects: Objects,
  head: ObjectId,
  path: Path,
  { count = 1, ...limits }: HistoryLimits & { readonly count?: number } = {},
): readonly HistoryEntry[] {
  const known = new Map<ObjectId, ObjectId | undefined>();
  const partIn = (commit: StoredCommit | undefined): ObjectId | undefined => {
    if (commit === undefined) return undefined;
    const { tree } = commit;
    if (!known.has(tree)) known.set(tree, Tree.at(objects, tree).entry(path)?.id);
    return known.get(tree);
  };
  const modified: HistoryEntry[] = [];
  for (const entry of history(objects, [head], limits)) {
    if (modified.length >= count) break;
    const { parents } = entry.commit;
    const before =
      parents.length === 0 ? [undefined] : parents.map((id) => partIn(keptCommit(objects, id)));
    const now = partIn(entry.commit);
    if (before.every((was) => was !== now)) modified.push(entry);
  }
  return modified;
}

/** A commit that may have been left out of the store. */
export function keptCommit(objects: Objects, id: ObjectId): StoredCommit | undefined {
  return objects.has(id) ? commitAt(objects, id) : undefined;
}

/** The heads and all commits that they were made from, nearest first. */
function commitsFrom(
  objects: Objects,
  heads: readonly ObjectId[],
  depth: number,
  without: ReadonlyMap<ObjectId, HistoryEntry>,
): ReadonlyMap<ObjectId, HistoryEntry> {
  const found = new Map<ObjectId, HistoryEntry>();
  let level: readonly ObjectId[] = heads;
  for (let steps = 0; level.length > 0 && steps <= depth; steps += 1) {
    const next: ObjectId[] = [];
    for (const id of level) {
      if (found.has(id) || without.has(id)) continue;
      const commit = steps === 0 ? commitAt(objects, id) : keptCommit(objects, id);
      if (commit === undefined) continue;
      found.set(id, { id, commit });
      next.push(...commit.parents);
    }
    level = next;
  }
  return found;
}

/** How many commits of these were made from each; a commit that names a parent twice counts twice. */
function childrenOf(found: ReadonlyMap<ObjectId, HistoryEntry>): Map<ObjectId, number> {
  const children = new Map<ObjectId, number>();
  for (const { commit } of found.values())
    for (const id of commit.parents) children.set(id, (children.get(id) ?? 0) + 1);
  return children;
}

/** Of equal dates the one that became ready first. */
function takeNewest(ready: HistoryEntry[]): HistoryEntry | undefined {
  let newest = 0;
  for (const [k, { commit }] of ready.entries())
    if (commit.committer.atS > (ready[newest]?.commit.committer.atS ?? 0)) newest = k;
  return ready.splice(newest, 1)[0];
}
