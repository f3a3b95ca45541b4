/**
 * The name of an object: what git would call it, so that both mean the same.
 *
 * SHA-1 serves to exchange objects with git, not to trust them: who is trusted is said by signatures on a mirror.
 */
import { sha1 } from "@noble/hashes/legacy.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** 40 hexadecimal digits in lower case. */
export type ObjectId = string;

export type ObjectKind = "blob" | "tree" | "commit";

export const isObjectId = (text: string): text is ObjectId => /^[0-9a-f]{40}$/.test(text);

/** The id of an object by what git writes of it (`encode`). Cost: linear in its bytes. */
export function idOfBytes(kind: ObjectKind, bytes: Uint8Array): ObjectId {
  const head = utf8ToBytes(`${kind} ${bytes.length}\0`);
  return bytesToHex(sha1.create().update(head).update(bytes).digest());
}

/** An id as it stands in trees and tables; and back. */
export function bytesOfId(id: ObjectId): Uint8Array {
  const bytes = new Uint8Array(idLength);
  writeId(bytes, 0, id);
  return bytes;
}
export const idFromBytes: (bytes: Uint8Array) => ObjectId = bytesToHex;
export const idLength = 20;

export function writeId(bytes: Uint8Array, at: number, id: ObjectId): void {
  for (let k = 0; k < idLength; k += 1)
    bytes[at + k] = (digit(id.charCodeAt(2 * k)) << 4) | digit(id.charCodeAt(2 * k + 1));
}

/** The codes of `0` to `9` end in their values; those of `a` to `f`, which alone have bit 6, nine below. */
const digit = (code: number): number => (code & 15) + (code >> 6) * 9;
