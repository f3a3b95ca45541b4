/**
 * Forgets what is old, and what no branch leads to.
 *
 * A branch needs its head, what is younger than the limit, and all down to where it parts from every other branch: it can be read,
 * continued and merged as before. Young moves of branches need what they moved between, so that they can be taken back.
 */
import { parting } from "./ancestor.ts";
import type { Move } from "./branch.ts";
import { type HistoryEntry, history } from "./history.ts";
import { neededBy } from "./needed.ts";
import type { ObjectId } from "./object-id.ts";
import type { Objects } from "./objects.ts";
import { readOnce } from "./read-once.ts";
import type { Store } from "./store.ts";

export interface Pruning {
  /** Objects to be dropped. */
  readonly drop: readonly ObjectId[];
  /** Commits that lose parents by it, and those that had lost theirs before. */
  readonly boundary: readonly ObjectId[];
  /** How many commits stay. */
  readonly kept: number;
  /** The number of the last move to be forgotten. */
  readonly forget: number;
}

/** Drops what is older than a time, in one transaction, and tells what that was. */
export function prune(store: Store, beforeMs: number): Pruning {
  return store.transaction(() => {
    const pruning = pruningOf(store, beforeMs);
    store.branches.forget(pruning.forget);
    for (const id of store.boundary) store.boundary.delete(id);
    for (const id of pruning.boundary) store.boundary.add(id);
    store.objects.drop(pruning.drop);
    return pruning;
  });
}

/**
 * What a prune would drop. Cost: a read of each commit, two of those that are kept, and one of each directory that is; for each pair of
 * heads, a look at the commits that lead to one of them alone.
 *
 * @throws MadeusError  `MADEUS_OBJECT_MISSING`, `MADEUS_OBJECT_DAMAGED`: nothing is pruned before `fsck` is clean
 */
export function pruningOf({ objects, branches }: Store, beforeMs: number): Pruning {
  const heads = [...new Set(branches.list().map(({ head }) => head))];
  const { young, forget } = movesFrom([...branches.moves()], beforeMs);
  const taken = young.flatMap(({ from, to }) => [from, to]).filter((id) => id !== undefined);
  const roots = [...heads, ...taken.filter((id) => objects.has(id))];
  const commits = readOnce(objects);
  const all = history(commits, roots);
  const kept = new Set([...roots, ...youngIn(all, beforeMs), ...betweenHeads(commits, heads)]);
  const needed = neededBy(objects, kept);
  return {
    drop: [...objects.ids()].filter((id) => !needed.has(id)),
    boundary: all
      .filter(
        ({ id, commit }) => kept.has(id) && commit.parents.some((parent) => !kept.has(parent)),
      )
      .map(({ id }) => id),
    kept: kept.size,
    forget,
  };
}

/** A move is as young as the youngest before it: a clock that went back makes nothing old. */
function movesFrom(
  moves: readonly Move[],
  beforeMs: number,
): { readonly young: readonly Move[]; readonly forget: number } {
  const first = moves.findIndex(({ atMs }) => atMs >= beforeMs);
  const old = first < 0 ? moves : moves.slice(0, first);
  return { young: moves.slice(old.length), forget: old.at(-1)?.number ?? 0 };
}

/** A commit is as young as the youngest that it was made from: what a commit was made from is dropped before it. */
function youngIn(all: readonly HistoryEntry[], beforeMs: number): Iterable<ObjectId> {
  const young = new Set<ObjectId>();
  for (const { id, commit } of all.toReversed())
    if (
      commit.committer.atS * 1000 >= beforeMs ||
      commit.parents.some((parent) => young.has(parent))
    )
      young.add(id);
  return young;
}

/** What it takes to merge any two of the heads: all that lies above their common ancestors, and those. */
function betweenHeads(objects: Objects, heads: readonly ObjectId[]): Iterable<ObjectId> {
  const between = new Set<ObjectId>();
  const seen = new Set<string>();
  const pairs = pairsOf(heads);
  for (let pair = pairs.pop(); pair !== undefined; pair = pairs.pop()) {
    const key = pair.toSorted().join();
    if (seen.has(key)) continue;
    seen.add(key);
    const { ids: common, apart } = parting(objects, ...pair);
    if (common.length === 0) continue;
    for (const id of [...apart, ...common]) between.add(id);
    // Histories that were merged crosswise: their common ancestors are merged first.
    pairs.push(...pairsOf(common));
  }
  return between;
}

const pairsOf = (ids: readonly ObjectId[]): [ObjectId, ObjectId][] =>
  ids.flatMap((a, k) => ids.slice(k + 1).map((b): [ObjectId, ObjectId] => [a, b]));
