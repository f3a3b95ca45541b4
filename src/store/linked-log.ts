/**
 * A log whose entries are objects: each names the one before it; a merge names the two that it joins, and copies nothing.
 *
 * After Irmin's linked log. It is read as one stream, the newest first.
 */
import { damagedObject } from "./object-fault.ts";
import { type Json, leafBytes, readLeaf } from "./leaf.ts";
import { type Merge, merged } from "./merge/merge.ts";
import type { ObjectId } from "./object-id.ts";
import { type TreeEntry, directoryMode, leafMode } from "./object-tree.ts";
import { type Objects, blobAt, treeObjectAt } from "./objects.ts";

/** Where a log ends by now; undefined for one without entries. */
export type LinkedLog = ObjectId | undefined;

export interface LinkedEntry {
  readonly atMs: number;
  readonly value: Json;
}

export interface LinkedLogs {
  /** Cost: two writes. */
  append(log: LinkedLog, entry: LinkedEntry): ObjectId;
  /**
   * Never a conflict; what both have is there once. Idempotent, commutative, and associative in what it holds. Cost: one write; none
   * where only one side has changed.
   */
  readonly merge: Merge<LinkedLog>;
  /**
   * The newest first, as far as the clocks of those who wrote were right; of one time, in an order that is the log's own.
   *
   * Cost: two reads for each that is taken, and one for each merge that is passed, those at its end at once.
   */
  entries(log: LinkedLog): Generator<LinkedEntry, undefined>;
}

export function linkedLogsIn(objects: Objects): LinkedLogs {
  return {
    append(log, { atMs, value }) {
      const id = objects.put({ kind: "blob", bytes: leafBytes({ atMs, value }) });
      const entry: TreeEntry = { name: "entry", mode: leafMode, id };
      return objects.put({ kind: "tree", entries: [entry, ...linksTo({ before: log })] });
    },
    merge(old, x, y) {
      if (x === undefined || y === undefined || x === y) return merged(x ?? y);
      if (x === old || y === old) return merged(x === old ? y : x);
      const [here = x, there = y] = [x, y].toSorted();
      return merged(objects.put({ kind: "tree", entries: linksTo({ here, there }) }));
    },
    entries: (log) => entriesOf(objects, log),
  };
}

const linksTo = (links: Readonly<Record<string, LinkedLog>>): readonly TreeEntry[] =>
  Object.entries(links).flatMap(([name, id]) =>
    id === undefined ? [] : [{ name, mode: directoryMode, id } as const],
  );

/** An end of the log that was come to and not passed yet. */
interface End {
  readonly entry: LinkedEntry;
  readonly before: readonly ObjectId[];
}

function* entriesOf(objects: Objects, log: LinkedLog): Generator<LinkedEntry, undefined> {
  const seen = new Set<ObjectId>();
  const ends: End[] = [];
  /** Looks behind merges. */
  const reach = (from: readonly ObjectId[]): void => {
    const next = [...from];
    for (let id = next.pop(); id !== undefined; id = next.pop()) {
      if (seen.has(id)) continue;
      seen.add(id);
      const { entry, links } = partAt(objects, id);
      if (entry === undefined) next.push(...links);
      else ends.splice(firstNotBefore(ends, entry.atMs), 0, { entry, before: links });
    }
  };
  reach(log === undefined ? [] : [log]);
  for (let newest = ends.pop(); newest !== undefined; newest = ends.pop()) {
    yield newest.entry;
    reach(newest.before);
  }
}

/** Of ends by their times, the first that is not before a time: of one time, the one that was come to first is the last. */
function firstNotBefore(ends: readonly End[], atMs: number): number {
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle]?.entry.atMs ?? atMs) < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function partAt(
  objects: Objects,
  id: ObjectId,
): { readonly entry: LinkedEntry | undefined; readonly links: readonly ObjectId[] } {
  const { entries } = treeObjectAt(objects, id);
  const leaf = entries.find(({ name }) => name === "entry");
  const links = entries.filter(({ name }) => name !== "entry").map((link) => link.id);
  const said = leaf === undefined ? undefined : readLeaf(blobAt(objects, leaf.id).bytes);
  return { entry: said === undefined ? undefined : entryIn(said), links };
}

function entryIn(said: Json): LinkedEntry {
  if (typeof said === "object" && said !== null && "atMs" in said && "value" in said) {
    const { atMs, value } = said;
    if (typeof atMs === "number" && value !== undefined) return { atMs, value };
  }
  throw damagedObject("leaf", "it is not an entry of a log");
}
