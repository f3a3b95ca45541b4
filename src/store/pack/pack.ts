/**
 * Packs: any number of objects as one stretch of bytes, in git's format of version 2 (gitformat-pack).
 *
 * Objects that differ little from one before are written as deltas of it, so that a history is a fraction of its objects.
 */
import { sha1 } from "@noble/hashes/legacy.js";
import { missingObject } from "../object-fault.ts";
import type { ObjectId } from "../object-id.ts";
import { encode } from "../object.ts";
import type { Objects } from "../objects.ts";
import type { ClosurePart } from "./closure.ts";
import type { Compression } from "./compression.ts";
import { deltaOf } from "./delta.ts";
import { headBytes, offsetHeadBytes } from "./pack-entry.ts";

export const packMagic = "PACK";
export const packVersion = 2;
/** Before the first object: magic, version and how many objects there are, four bytes each. */
export const packHeadLength = 12;
/** After the last one: the hash of all before. */
export const packHashLength = 20;

/**
 * The pack of these objects, a piece at a time. It holds what it builds on: any git can read it.
 *
 * Cost: a read of each object, two where it is written as a delta.
 *
 * @throws MadeusError  `MADEUS_OBJECT_MISSING`
 */
export function* packOf(
  objects: Objects,
  parts: readonly ClosurePart[],
  compression: Compression,
): Generator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let length = 0;
  for (const piece of piecesOf(objects, parts, compression)) {
    waiting.push(piece);
    length += piece.length;
    if (length < pieceMin) continue;
    yield joined(waiting);
    [waiting, length] = [[], 0];
  }
  yield joined(waiting);
}
/** In bytes: who writes them to a process waits for each. */
const pieceMin = 2 ** 16;

function* piecesOf(
  objects: Objects,
  parts: readonly ClosurePart[],
  compression: Compression,
): Generator<Uint8Array> {
  const hash = sha1.create();
  const written = new Map<ObjectId, Written>();
  let at = 0;
  const take = (bytes: Uint8Array): Uint8Array => {
    hash.update(bytes);
    at += bytes.length;
    return bytes;
  };
  yield take(packHead(parts.length));
  for (const part of parts) {
    const object = objects.get(part.id);
    if (object === undefined) throw missingObject("blob", part.id);
    const whole = encode(object);
    const base = part.like === undefined ? undefined : written.get(part.like);
    const delta = deltaFrom(objects, part.like, base, whole);
    written.set(part.id, { at, links: delta === undefined ? 0 : (base?.links ?? 0) + 1 });
    yield take(
      delta === undefined
        ? headBytes(object.kind, whole.length)
        : offsetHeadBytes(delta.length, at - (base?.at ?? 0)),
    );
    yield take(compression.deflate(delta ?? whole));
  }
  yield hash.digest();
}

interface Written {
  /** Where it begins. */
  readonly at: number;
  /** How many deltas it takes to build it. */
  readonly links: number;
}
/** A longer chain takes longer to read than it saves; git's own bound. */
const linksMax = 50;

function deltaFrom(
  objects: Objects,
  like: ObjectId | undefined,
  base: Written | undefined,
  whole: Uint8Array,
): Uint8Array | undefined {
  if (like === undefined || base === undefined || base.links >= linksMax) return undefined;
  const object = objects.get(like);
  return object === undefined ? undefined : deltaOf(encode(object), whole);
}

function packHead(count: number): Uint8Array {
  const head = new Uint8Array(packHeadLength);
  const view = new DataView(head.buffer);
  head.set(new TextEncoder().encode(packMagic));
  view.setUint32(4, packVersion);
  view.setUint32(8, count);
  return head;
}

/** Pieces as one stretch of bytes. */
export function joined(pieces: Iterable<Uint8Array>): Uint8Array {
  const all = [...pieces];
  const bytes = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of all) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
