/**
 * Where two histories part: the lowest common ancestors of two commits.
 *
 * Dates play no part in it, so clocks that were wrong do no harm.
 */
import { MadeusError } from "../model/code.ts";
import { keptCommit } from "./history.ts";
import type { ObjectId } from "./object-id.ts";
import { type Objects, commitAt } from "./objects.ts";

/**
 * The common ancestors that no other common ancestor was made from; a commit counts among its own ancestors.
 *
 * Several where histories were merged crosswise, none where they have nothing in common. Both sides are searched in step, level by
 * level, until one candidate is left. Cost: a read of each commit that is nearer than it; of all, where several stay.
 *
 * @param depth  how many levels to search at most
 * @throws MadeusError  `MADEUS_HISTORY_DEPTH` where that does not decide it, or where a history is cut before it does;
 *   `MADEUS_OBJECT_MISSING`
 */
export function lowestCommonAncestors(
  objects: Objects,
  a: ObjectId,
  b: ObjectId,
  depth: number = Number.POSITIVE_INFINITY,
): readonly ObjectId[] {
  const { ids, isCut } = parting(objects, a, b, depth);
  if (isCut) throw tooShort();
  return ids;
}

export interface Parting {
  readonly ids: readonly ObjectId[];
  /** Does the store end before it shows it all? */
  readonly isCut: boolean;
  /** All from which one of the two was made and the other was not; where histories cross, a few more. */
  readonly apart: readonly ObjectId[];
}

/** The same as far as the store shows it. */
export function parting(
  objects: Objects,
  a: ObjectId,
  b: ObjectId,
  depth: number = Number.POSITIVE_INFINITY,
): Parting {
  const search: Search = {
    sides: new Map(),
    parents: new Map(),
    lowest: new Set(),
    covered: new Set(),
    isCut: false,
  };
  for (const id of [a, b]) commitAt(objects, id);
  let level = [...reach(search, a, left), ...reach(search, b, right)];
  for (let steps = 0; !isDecided(search, level); steps += 1) {
    if (steps >= depth) throw tooDeep(depth);
    level = level.flatMap((id) => expand(objects, search, id));
  }
  const ids = [...search.lowest].filter((id) => objects.has(id));
  const isCut = ids.length < search.lowest.size || (ids.length === 0 && search.isCut);
  const apart = [...search.sides].filter(([id, side]) => side !== both && objects.has(id));
  return { ids, isCut, apart: apart.map(([id]) => id) };
}

/** Was `commit` made from `ancestor`, or is it the same? Cost: one read of each commit that is nearer. */
export function isAncestor(objects: Objects, ancestor: ObjectId, commit: ObjectId): boolean {
  const seen = new Set([commit]);
  for (const id of seen) {
    if (id === ancestor) return true;
    for (const parent of keptCommit(objects, id)?.parents ?? []) seen.add(parent);
  }
  return false;
}

/** From which side a commit was come to. */
const left = 1;
const right = 2;
const both = 3;

interface Search {
  readonly sides: Map<ObjectId, number>;
  /** Of the commits that were read. */
  readonly parents: Map<ObjectId, readonly ObjectId[]>;
  /** Common ancestors from which no common ancestor that was found is made. */
  readonly lowest: Set<ObjectId>;
  /** Common ancestors from which one that was found is made. */
  readonly covered: Set<ObjectId>;
  /** Parents were named that are not in the store. */
  isCut: boolean;
}

/**
 * Nothing is left to read, or only what is common is, and one candidate: every common ancestor that was found leads up to it, so
 * what was not found yet lies below it.
 */
function isDecided({ sides, lowest }: Search, level: readonly ObjectId[]): boolean {
  return level.length === 0 || (lowest.size === 1 && level.every((id) => sides.get(id) === both));
}

/** Reads a commit; gives those of its parents that were never come to. */
function expand(objects: Objects, search: Search, id: ObjectId): readonly ObjectId[] {
  const commit = keptCommit(objects, id);
  if (commit === undefined) search.isCut = true;
  const parents = commit?.parents ?? [];
  search.parents.set(id, parents);
  const from = search.sides.get(id) ?? 0;
  if (from === both) cover(search, parents);
  return parents.flatMap((parent) => reach(search, parent, from));
}

/** Notes that a commit was come to, and by it all below that were read; gives those that are to be read. */
function reach(search: Search, from: ObjectId, side: number): readonly ObjectId[] {
  const fresh: ObjectId[] = [];
  const wave = [{ id: from, side }];
  for (let next = wave.pop(); next !== undefined; next = wave.pop()) {
    const { id } = next;
    const before = search.sides.get(id) ?? 0;
    const now = before | next.side;
    if (now === before) continue;
    search.sides.set(id, now);
    if (now === both && !search.covered.has(id)) search.lowest.add(id);
    if (before === 0) fresh.push(id);
    const parents = search.parents.get(id) ?? [];
    if (now === both) cover(search, parents);
    wave.push(...parents.map((parent) => ({ id: parent, side: now })));
  }
  return fresh;
}

function cover({ lowest, covered }: Search, parents: readonly ObjectId[]): void {
  for (const id of parents) {
    covered.add(id);
    lowest.delete(id);
  }
}

function tooDeep(depth: number): MadeusError {
  return new MadeusError(
    "MADEUS_HISTORY_DEPTH",
    `Within ${depth} steps the two histories do not show where they part.`,
    { hint: "Search deeper: the common ancestor lies further back." },
  );
}

function tooShort(): MadeusError {
  return new MadeusError(
    "MADEUS_HISTORY_DEPTH",
    "The two histories end, in this store, before they show where they part.",
    { hint: "Fetch the rest from a store that holds them whole: madeus pull --whole" },
  );
}
