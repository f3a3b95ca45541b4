/**
 * What is in a pack that came from somewhere: nothing of it is believed before it was looked at.
 *
 * All sizes are bounded before memory is taken. Deltas are followed from what they build on, never the other way round: those that
 * build on each other in a ring are never come to, and refused with what is missing.
 */
import { sha1 } from "@noble/hashes/legacy.js";
import { MadeusError } from "../../model/code.ts";
import { type ObjectId, type ObjectKind, idOfBytes } from "../object-id.ts";
import { type StoredObject, decode, encode, idOf } from "../object.ts";
import type { Objects } from "../objects.ts";
import type { Compression } from "./compression.ts";
import { applyDelta, targetLength } from "./delta.ts";
import { type EntryHead, entryHead } from "./pack-entry.ts";
import { packHashLength, packHeadLength, packMagic, packVersion } from "./pack.ts";

/** Objects by their ids; what one was built on comes before it. */
export type Unpacked = ReadonlyMap<ObjectId, UnpackedObject>;
export interface UnpackedObject {
  readonly object: StoredObject;
  /** What it came as a delta of. */
  readonly like?: ObjectId;
}

export interface PackLimits {
  /** Of one object. */
  readonly objectBytesMax: number;
  /** Of all objects and deltas together, not compressed. */
  readonly bytesMax: number;
}
const packLimitsDefault: PackLimits = { objectBytesMax: 2 ** 25, bytesMax: 2 ** 29 };

export interface Unpacking {
  /** Where deltas of objects that are not in the pack find them. */
  readonly objects: Pick<Objects, "get">;
  readonly compression: Compression;
  readonly limits?: PackLimits;
}

/**
 * Reads a whole pack; nothing is stored.
 *
 * Cost: linear in what it holds, which stays in memory.
 *
 * @throws MadeusError  `MADEUS_PACK_REFUSED` where it is cut, changed or too large, or where a delta builds on what is not there;
 *   `MADEUS_OBJECT_DAMAGED` where it holds what Madeus does not write, such as links, tags or programs
 */
export function unpack(bytes: Uint8Array, unpacking: Unpacking): Unpacked {
  const budget = new Budget(unpacking.limits ?? packLimitsDefault);
  const entries = entriesOf(bytes, unpacking, budget);
  return new Resolution(unpacking, budget).of(entries);
}

export const refusedPack = (why: string): MadeusError =>
  new MadeusError("MADEUS_PACK_REFUSED", `A pack of objects is refused: ${why}.`, {
    hint: "Nothing of it was taken. Have it sent again; where that does not help, see what made it.",
  });

interface Packed extends EntryHead {
  readonly at: number;
  readonly bytes: Uint8Array;
}

function entriesOf(
  bytes: Uint8Array,
  { compression }: Unpacking,
  budget: Budget,
): readonly Packed[] {
  const count = countOf(bytes);
  const end = bytes.length - packHashLength;
  const entries: Packed[] = [];
  let at = packHeadLength;
  for (let k = 0; k < count; k += 1) {
    const head = at < end ? entryHead(bytes, at) : undefined;
    if (head === undefined) throw refusedPack(`its object ${k + 1} of ${count} cannot be read`);
    if (head.type === "tag") throw refusedPack("it holds a tag, which Madeus does not keep");
    budget.take(head.length);
    const inflated = compression.inflate(bytes, head.end, head.length);
    if (inflated === undefined || inflated.end > end)
      throw refusedPack(`its object ${k + 1} of ${count} is damaged`);
    entries.push({ ...head, at, bytes: inflated.bytes });
    at = inflated.end;
  }
  if (at !== end) throw refusedPack("it holds more than it says");
  return entries;
}

/** How many objects it says to hold. What is not whole is refused before anything of it is read. */
function countOf(bytes: Uint8Array): number {
  if (bytes.length < packHeadLength + packHashLength) throw refusedPack("its end is missing");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = new TextDecoder().decode(bytes.subarray(0, packMagic.length));
  if (magic !== packMagic) throw refusedPack("it does not begin as one");
  if (view.getUint32(4) !== packVersion)
    throw refusedPack(`it is of version ${view.getUint32(4)}, and ${packVersion} is read`);
  const end = bytes.length - packHashLength;
  const hash = sha1(bytes.subarray(0, end));
  if (hash.some((byte, k) => byte !== bytes[end + k]))
    throw refusedPack("it was cut or changed on its way: its hash is another one");
  return view.getUint32(8);
}

/** How much may still be taken. */
class Budget {
  readonly #limits: PackLimits;
  #taken = 0;

  constructor(limits: PackLimits) {
    this.#limits = limits;
  }

  take(length: number): void {
    const { objectBytesMax, bytesMax } = this.#limits;
    if (length > objectBytesMax)
      throw refusedPack(
        `an object of ${length} bytes is in it, and ${objectBytesMax} are the most`,
      );
    this.#taken += length;
    if (this.#taken > bytesMax)
      throw refusedPack(`more than ${bytesMax} bytes are in it, which are the most`);
  }
}

/** An object whose bytes are known. */
interface Known {
  readonly kind: ObjectKind;
  readonly bytes: Uint8Array;
  readonly like?: ObjectId;
}

class Resolution {
  readonly #objects: Pick<Objects, "get">;
  readonly #budget: Budget;
  /** Deltas by where their base begins, or by its id. */
  readonly #waiting = new Map<number | ObjectId, Packed[]>();
  readonly #unpacked = new Map<ObjectId, UnpackedObject>();

  constructor({ objects }: Unpacking, budget: Budget) {
    this.#objects = objects;
    this.#budget = budget;
  }

  of(entries: readonly Packed[]): Unpacked {
    const whole: (readonly [Packed, Known])[] = [];
    for (const entry of entries) {
      const { type, at, bytes, back = 0, base = "" } = entry;
      if (type === "offset") this.#wait(at - back, entry);
      else if (type === "id") this.#wait(base, entry);
      else if (type !== "tag") whole.push([entry, { kind: type, bytes }]);
    }
    for (const [entry, known] of whole) this.#settle(entry, known);
    for (const base of this.#waiting.keys()) this.#settleOnKept(base);
    const [left] = this.#waiting.values();
    if (left?.[0] !== undefined)
      throw refusedPack("a delta in it builds on what is neither in it nor in the store");
    return this.#unpacked;
  }

  #wait(base: number | ObjectId, entry: Packed): void {
    const others = this.#waiting.get(base);
    if (others === undefined) this.#waiting.set(base, [entry]);
    else others.push(entry);
  }

  /** Takes in an object, and all that builds on it. */
  #settle(first: Packed, known: Known): void {
    const wave = [{ entry: first, known }];
    for (let next = wave.pop(); next !== undefined; next = wave.pop()) {
      const { kind, bytes } = next.known;
      const like = this.#keep(next.known);
      for (const entry of [...this.#taken(next.entry.at), ...this.#taken(like)])
        wave.push({ entry, known: { kind, bytes: this.#grown(bytes, entry), like } });
    }
  }

  /** Lets deltas go on from an object that the store has. */
  #settleOnKept(like: number | ObjectId): void {
    const object = typeof like === "string" ? this.#objects.get(like) : undefined;
    if (object === undefined || typeof like === "number") return;
    const bytes = encode(object);
    for (const entry of this.#taken(like))
      this.#settle(entry, { kind: object.kind, bytes: this.#grown(bytes, entry), like });
  }

  #taken(base: number | ObjectId): readonly Packed[] {
    const waiting = this.#waiting.get(base) ?? [];
    this.#waiting.delete(base);
    return waiting;
  }

  #grown(base: Uint8Array, { bytes: delta }: Packed): Uint8Array {
    this.#budget.take(targetLength(delta) ?? 0);
    const grown = applyDelta(base, delta);
    if (grown === undefined) throw refusedPack("a delta in it does not fit what it builds on");
    return grown;
  }

  #keep({ kind, bytes, like }: Known): ObjectId {
    const id = idOfBytes(kind, bytes);
    if (this.#unpacked.has(id)) return id;
    const object = decode(kind, bytes);
    if (kind !== "blob" && idOf(object) !== id)
      throw refusedPack(`${kind} ${id} is not written as Madeus would write it`);
    this.#unpacked.set(id, like === undefined ? { object } : { object, like });
    return id;
  }
}
