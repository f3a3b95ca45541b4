/**
 * Taking in what came from elsewhere: whole, or not at all.
 *
 * Everything that the heads refer to must be in it or in the store, and of the kind that it must be; every leaf must be one. What is in
 * the store is taken to be whole.
 */
import { MadeusError } from "../../model/code.ts";
import { readLeaf } from "../leaf.ts";
import type { ObjectId, ObjectKind } from "../object-id.ts";
import { directoryMode } from "../object-tree.ts";
import type { StoredObject } from "../object.ts";
import type { Store } from "../store.ts";
import { TreeSizes } from "./tree-size.ts";
import type { Unpacked } from "./unpacked.ts";

export interface Arrival {
  readonly unpacked: Unpacked;
  /** What it is about. */
  readonly heads: readonly ObjectId[];
  /** Commits beyond which nothing was sent, on purpose. */
  readonly border?: readonly ObjectId[];
}

/**
 * Keeps what the heads lead to, in the caller's transaction. Where parents of the border are missing, the history ends there from now
 * on; where they have come, it does not any more.
 *
 * Cost: a look at each object that came, and a write of each that is new.
 *
 * @returns how many were new
 * @throws MadeusError  `MADEUS_PACK_REFUSED` where it is not whole, `MADEUS_OBJECT_DAMAGED` where a leaf is none: then nothing is kept
 */
export function keepArrival(store: Store, arrival: Arrival): number {
  const { objects, boundary } = store;
  const fresh = neededOf(store, arrival);
  ensureUsable(store, arrival, fresh);
  // In the order in which they came: a store may keep one as its difference from another that is kept already.
  for (const [id, { object, like }] of arrival.unpacked)
    if (fresh.has(id)) objects.put(object, like);
  for (const id of fresh) if (isCut(objects, objects.get(id))) boundary.add(id);
  for (const id of boundary) if (!isCut(objects, objects.get(id))) boundary.delete(id);
  return fresh.size;
}

function ensureUsable(
  { objects }: Store,
  { unpacked }: Arrival,
  fresh: ReadonlySet<ObjectId>,
): void {
  const sizes = new TreeSizes((id) => {
    const object = unpacked.get(id)?.object ?? objects.get(id);
    return object?.kind === "tree" ? object : undefined;
  });
  for (const id of fresh) {
    const object = unpacked.get(id)?.object;
    if (object?.kind === "commit") sizes.ensureUsable(object.tree);
  }
}

const isCut = (objects: Store["objects"], object: StoredObject | undefined): boolean =>
  object?.kind === "commit" && object.parents.some((id) => !objects.has(id));

interface Reference {
  readonly id: ObjectId;
  readonly kind: ObjectKind;
  /** May it be missing? */
  readonly isBeyond?: boolean;
}

function neededOf(
  { objects, boundary }: Store,
  { unpacked, heads, border = [] }: Arrival,
): ReadonlySet<ObjectId> {
  const ends = new Set(border);
  const seen = new Set<ObjectId>();
  const needed = new Set<ObjectId>();
  // A history that ended somewhere may have been sent from there on.
  const wave: Reference[] = [...boundary, ...heads].map((id) => ({ id, kind: "commit" }));
  for (let next = wave.pop(); next !== undefined; next = wave.pop()) {
    const { id, kind, isBeyond = false } = next;
    if (seen.has(id)) continue;
    const isHere = objects.has(id);
    const object = unpacked.get(id)?.object ?? objects.get(id);
    if (object === undefined && isBeyond) continue;
    if (object?.kind !== kind)
      throw notWhole(object === undefined ? `${kind} ${id} is missing` : `${id} is no ${kind}`);
    seen.add(id);
    if (!isHere) needed.add(id);
    if (!isHere && object.kind === "blob") readLeaf(object.bytes);
    if (!isHere || boundary.has(id)) wave.push(...referencesOf(object, isHere || ends.has(id)));
  }
  return needed;
}

function referencesOf(object: StoredObject, isEnd: boolean): readonly Reference[] {
  switch (object.kind) {
    case "blob":
      return [];
    case "tree":
      return object.entries.map(({ id, mode }) => ({
        id,
        kind: mode === directoryMode ? "tree" : "blob",
      }));
    case "commit":
      return [
        { id: object.tree, kind: "tree" },
        ...object.parents.map((id) => ({ id, kind: "commit", isBeyond: isEnd }) as const),
      ];
  }
}

const notWhole = (why: string): MadeusError =>
  new MadeusError("MADEUS_PACK_REFUSED", `What was sent is not whole: ${why}.`, {
    hint: "Nothing of it was taken. If what it builds on is elsewhere, pull that first.",
  });
