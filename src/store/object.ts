/**
 * The objects of the store. They are git's: the same bytes, the same ids; so a mirror in git is a copy, not a translation.
 *
 * An object never changes, and its id is the hash of what it holds: equal ids are equal contents, whole trees included.
 */
import { damagedObject } from "./object-fault.ts";
import { type StoredCommit, decodeCommit, encodeCommit } from "./object-commit.ts";
import { type ObjectId, type ObjectKind, idOfBytes } from "./object-id.ts";
import { type StoredTree, decodeTree, encodeTree } from "./object-tree.ts";

export type StoredObject = StoredBlob | StoredTree | StoredCommit;

export interface StoredBlob {
  readonly kind: "blob";
  readonly bytes: Uint8Array;
}

/** The id that git gives it. Cost: linear in its bytes. */
export function idOf(object: StoredObject): ObjectId {
  return idOfBytes(object.kind, encode(object));
}

/** What git writes of it, without the head `KIND LENGTH\0`. The bytes belong to the caller. */
export function encode(object: StoredObject): Uint8Array {
  switch (object.kind) {
    case "blob":
      return new Uint8Array(object.bytes);
    case "tree":
      return encodeTree(object);
    case "commit":
      return encodeCommit(object);
  }
}

/**
 * The inverse of `encode`. The object may share memory with `bytes`.
 *
 * @throws MadeusError  `MADEUS_OBJECT_DAMAGED` where git or Madeus would not have written such bytes
 */
export function decode(kind: ObjectKind, bytes: Uint8Array): StoredObject {
  switch (kind) {
    case "blob":
      return { kind, bytes };
    case "tree":
      return decodeTree(bytes);
    case "commit":
      return decodeCommit(bytes);
  }
}

/** @throws MadeusError  `MADEUS_OBJECT_DAMAGED` where what is kept under an id is not what the id names */
export function verified(id: ObjectId, kind: ObjectKind, bytes: Uint8Array): StoredObject {
  if (idOfBytes(kind, bytes) !== id)
    throw damagedObject(kind, `what is kept as ${id} has another hash`);
  return decode(kind, bytes);
}
