/** Packs made by hand, right and wrong: each entry as it is said, whatever it says. */
import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";

export interface Forged {
  readonly type: 1 | 2 | 3 | 4 | 5 | 6 | 7;
  /** What it says to be long; by default what it is. */
  readonly length?: number;
  /** What stands between its head and what is compressed. */
  readonly base?: readonly number[];
  readonly bytes: Uint8Array;
  /** Instead of what would be compressed. */
  readonly deflated?: Uint8Array;
}

/** @param count  how many it says to hold; by default what it does */
export function forged(entries: readonly Forged[], count: number = entries.length): Uint8Array {
  const head = Buffer.from("PACK\0\0\0\x02\0\0\0\0", "latin1");
  head.writeUInt32BE(count, 8);
  return signed(Buffer.concat([head, ...entries.map(entryBytes)]));
}

/** With the hash that belongs to it. */
export const signed = (body: Uint8Array): Uint8Array =>
  Uint8Array.from([...body, ...createHash("sha1").update(body).digest()]);

export const text = (value: string): Uint8Array => new TextEncoder().encode(value);

/** Lengths in deltas: seven bits a byte. */
export const sized = (value: number): readonly number[] =>
  value < 128 ? [value] : [(value % 128) + 128, ...sized(Math.floor(value / 128))];

/** A delta that copies a base of this length whole. */
export const sameAgain = (length: number): Uint8Array =>
  Uint8Array.from([
    ...sized(length),
    ...sized(length),
    0xb0,
    length % 256,
    Math.floor(length / 256),
  ]);

export const idBytes = (id: string): readonly number[] => [...Buffer.from(id, "hex")];

function entryBytes({ type, bytes, length = bytes.length, base = [], deflated }: Forged): Buffer {
  const head = [type * 16 + (length % 16)];
  for (let left = Math.floor(length / 16); left > 0; left = Math.floor(left / 128)) {
    head.push((head.pop() ?? 0) + 128);
    head.push(left % 128);
  }
  return Buffer.concat([Buffer.from([...head, ...base]), deflated ?? deflateSync(bytes)]);
}
