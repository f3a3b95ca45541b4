/**
 * What stands before the bytes of each object in a pack: its kind, its length, and for a delta what it builds on (git's format,
 * gitformat-pack).
 */
import { type ObjectId, type ObjectKind, idFromBytes } from "../object-id.ts";

export interface EntryHead {
  /** `offset`: a delta of an object of this pack; `id`: a delta of any object. */
  readonly type: ObjectKind | "tag" | "offset" | "id";
  /** In bytes, not compressed; of a delta its own. */
  readonly length: number;
  /** Of the type `offset`: how far before this one its base begins; of the type `id`: which. */
  readonly back?: number;
  readonly base?: ObjectId;
  /** Where what is compressed begins. */
  readonly end: number;
}

const types = { commit: 1, tree: 2, blob: 3, tag: 4, offset: 6, id: 7 } as const;
type EntryType = keyof typeof types;

export const headBytes = (kind: ObjectKind, length: number): Uint8Array =>
  Uint8Array.from(typeAndLength(kind, length));

/** @param back  in bytes, from 1 up */
export const offsetHeadBytes = (length: number, back: number): Uint8Array =>
  Uint8Array.from([...typeAndLength("offset", length), ...backBytes(back)]);

/** Undefined where no entry begins like this. */
export function entryHead(bytes: Uint8Array, at: number): EntryHead | undefined {
  const first = bytes[at] ?? 0;
  const type = typeOf((first >> 4) & 7);
  let length = first & 15;
  let end = at + 1;
  for (let weight = 16, byte = first; byte >= 128; weight *= 128, end += 1) {
    const next = bytes[end];
    if (next === undefined || weight > weightMax) return undefined;
    length += (next & 127) * weight;
    byte = next;
  }
  if (type === "id") {
    const base = bytes.subarray(end, end + idLength);
    return base.length < idLength
      ? undefined
      : { type, length, base: idFromBytes(base), end: end + idLength };
  }
  if (type !== "offset") return type === undefined ? undefined : { type, length, end };
  const back = backAt(bytes, end);
  return back && { type, length, back: back.value, end: back.end };
}

const idLength = 20;
/** Longer objects could not be counted exactly. */
const weightMax = 2 ** 46;

const typeOf = (number: number): EntryType | undefined =>
  typeNames.find((name) => types[name] === number);
const typeNames: readonly EntryType[] = ["commit", "tree", "blob", "tag", "offset", "id"];

/** Four bits of the length in the first byte, seven in each further one, the lowest first. */
function* typeAndLength(type: EntryType, length: number): Generator<number> {
  let byte = types[type] * 16 + (length % 16);
  for (let left = Math.floor(length / 16); left > 0; left = Math.floor(left / 128)) {
    yield byte + 128;
    byte = left % 128;
  }
  yield byte;
}

/** Seven bits a byte, the highest first; each further byte counts from where the shorter ones end. */
function backBytes(back: number): readonly number[] {
  const bytes = [back % 128];
  for (let left = Math.floor(back / 128); left > 0; left = Math.floor(left / 128)) {
    left -= 1;
    bytes.unshift((left % 128) + 128);
  }
  return bytes;
}

function backAt(
  bytes: Uint8Array,
  from: number,
): { readonly value: number; readonly end: number } | undefined {
  let value = 0;
  for (let end = from; end < from + backBytesMax; ) {
    const byte = bytes[end++];
    if (byte === undefined) return undefined;
    value = value * 128 + (byte & 127);
    if (byte < 128) return { value, end };
    value += 1;
  }
  return undefined;
}
const backBytesMax = 6;
