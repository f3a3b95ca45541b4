/**
 * A store of objects: what was put is found under its id, and never changes.
 *
 * Everything is synchronous. Writing the same object twice keeps it once.
 */
import type { StoredCommit } from "./object-commit.ts";
import { damagedObject, missingObject } from "./object-fault.ts";
import type { ObjectId, ObjectKind } from "./object-id.ts";
import type { StoredTree } from "./object-tree.ts";
import type { StoredBlob, StoredObject } from "./object.ts";

export interface Objects {
  /**
   * The object of an id, or undefined where there is none.
   *
   * @throws MadeusError  `MADEUS_OBJECT_DAMAGED` where what is kept does not fit the id
   */
  get(id: ObjectId): StoredObject | undefined;
  /**
   * Keeps an object and gives its id. What it refers to is not looked for.
   *
   * @param like  an object that it differs little from, kept or not: a store may keep the difference only
   */
  put(object: StoredObject, like?: ObjectId): ObjectId;
  has(id: ObjectId): boolean;
  /** All that are kept, in an order of the store's own; what is put or dropped meanwhile may be among them or not. */
  ids(): Iterable<ObjectId>;
  /** Forgets objects, also where others refer to them; those that are not kept are passed over. */
  drop(ids: Iterable<ObjectId>): void;
}

/** @throws MadeusError  `MADEUS_OBJECT_MISSING`, `MADEUS_OBJECT_DAMAGED`: also where the id is of another kind of object */
export function blobAt(objects: Objects, id: ObjectId): StoredBlob {
  return objectAt(objects, id, "blob");
}
export function treeObjectAt(objects: Objects, id: ObjectId): StoredTree {
  return objectAt(objects, id, "tree");
}
export function commitAt(objects: Objects, id: ObjectId): StoredCommit {
  return objectAt(objects, id, "commit");
}

function objectAt<K extends ObjectKind>(
  objects: Objects,
  id: ObjectId,
  kind: K,
): Extract<StoredObject, { readonly kind: K }> {
  const object = objects.get(id);
  if (object === undefined) throw missingObject(kind, id);
  if (isOfKind(object, kind)) return object;
  throw damagedObject(object.kind, `${id} stands where a ${kind} must be`);
}

const isOfKind = <K extends ObjectKind>(
  object: StoredObject,
  kind: K,
): object is Extract<StoredObject, { readonly kind: K }> => object.kind === kind;
