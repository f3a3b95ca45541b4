/** Packs that mean no good: each is refused in words, before it has cost anything, and nothing of it is taken. */
import fc from "fast-check";
import { deflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { isMadeusError } from "../../../src/model/code.ts";
import { memoryObjects } from "../../../src/store/memory-objects.ts";
import { idOf } from "../../../src/store/object.ts";
import { closure } from "../../../src/store/pack/closure.ts";
import { joined, packOf } from "../../../src/store/pack/pack.ts";
import { type PackLimits, unpack } from "../../../src/store/pack/unpacked.ts";
import { zlib } from "../../../src/store/pack/zlib.ts";
import { type Forged, forged, idBytes, sameAgain, signed, sized, text } from "./forgery.ts";
import { last, line } from "./growth.ts";

const limits: PackLimits = { objectBytesMax: 10_000, bytesMax: 50_000 };
const read = (pack: Uint8Array, within = limits) =>
  unpack(pack, { objects: memoryObjects(), compression: zlib, limits: within });

const blob: Forged = {
  type: 3,
  bytes: text('"a value that is long enough to be worth a delta"\n'),
};
const blobId = idOf({ kind: "blob", bytes: blob.bytes });
const nowhere = "12".repeat(20);
/** A delta of the object that begins so many bytes before it. */
const onBack = (back: number, bytes: Uint8Array): Forged => ({ type: 6, base: [back], bytes });
const onId = (id: string, bytes: Uint8Array): Forged => ({ type: 7, base: idBytes(id), bytes });
const insertion = (base: number, value: string): Uint8Array =>
  Uint8Array.from([...sized(base), ...sized(value.length), value.length, ...text(value)]);

test("an object and a delta of it, before or after it, by offset or by id, are read", () => {
  const delta = insertion(blob.bytes.length, '"b"\n');
  const other = idOf({ kind: "blob", bytes: text('"b"\n') });
  const size = forged([blob]).length - 32;
  for (const entries of [
    [blob, onBack(size, delta)],
    [blob, onId(blobId, delta)],
    [onId(blobId, delta), blob],
  ])
    expect(new Set(read(forged(entries)).keys())).toEqual(new Set([blobId, other]));
});

test("a delta of an object that only the store has is read", () => {
  const objects = memoryObjects();
  objects.put({ kind: "blob", bytes: blob.bytes });
  const pack = forged([onId(blobId, insertion(blob.bytes.length, '"b"\n'))]);
  const unpacked = unpack(pack, { objects, compression: zlib });
  expect([...unpacked.keys()]).toEqual([idOf({ kind: "blob", bytes: text('"b"\n') })]);
  expect(() => read(pack)).toThrow(expect.objectContaining({ code: "MADEUS_PACK_REFUSED" }));
});

test.each<readonly [string, Uint8Array, string]>([
  ["nothing", new Uint8Array(), "its end is missing"],
  ["another file", signed(text("# a text of some length\n")), "it does not begin as one"],
  ["a version that is not known", signed(text("PACK\0\0\0\x03\0\0\0\0")), "it is of version 3"],
  ["an object less than it says", forged([blob], 2), "its object 2 of 2 cannot be read"],
  ["four thousand million objects", forged([], 2 ** 32 - 1), "its object 1 of 4294967295"],
  ["an object more than it says", forged([blob, blob], 1), "it holds more than it says"],
  [
    "an object of a kind that there is not",
    forged([{ ...blob, type: 5 }]),
    "its object 1 of 1 cannot",
  ],
  ["a tag", forged([{ ...blob, type: 4 }]), "it holds a tag"],
  ["a text longer than it says", forged([{ ...blob, length: 3 }]), "its object 1 of 1 is damaged"],
  [
    "a text shorter than it says",
    forged([{ ...blob, length: 300 }]),
    "its object 1 of 1 is damaged",
  ],
  ["what was never compressed", forged([{ ...blob, deflated: text("plain") }]), "is damaged"],
  [
    "a length without an end",
    forged([{ ...blob, base: Array<number>(12).fill(255) }]),
    "is damaged",
  ],
  [
    "an object of four gigabytes",
    forged([{ ...blob, length: 2 ** 32 }]),
    "an object of 4294967296 bytes",
  ],
  [
    "an object of a petabyte",
    forged([{ ...blob, length: 2 ** 50 }]),
    "an object of 1125899906842624 bytes",
  ],
  [
    "too much in all",
    forged(Array<Forged>(6).fill({ type: 3, bytes: new Uint8Array(9_999) })),
    "more than 50000 bytes",
  ],
  [
    "a delta of what is not there",
    forged([onId(nowhere, sameAgain(3))]),
    "neither in it nor in the store",
  ],
  [
    "a delta of what comes before the pack",
    forged([onBack(100, sameAgain(3))]),
    "neither in it nor",
  ],
  ["a delta of itself", forged([onBack(0, sameAgain(3))]), "neither in it nor in the store"],
  [
    "a delta that does not fit",
    forged([blob, onId(blobId, sameAgain(3))]),
    "does not fit what it builds on",
  ],
  [
    "a delta that is none",
    forged([blob, onId(blobId, text(""))]),
    "does not fit what it builds on",
  ],
])("a pack with %s is refused", (_, pack, why) => {
  expect(() => read(pack)).toThrow(why);
});

test("two deltas that build on each other are refused", () => {
  const one = onId("ab".repeat(20), sameAgain(3));
  const other = onId("cd".repeat(20), sameAgain(4));
  expect(() => read(forged([blob, one, other]))).toThrow("neither in it nor in the store");
});

test("a few bytes that become gigabytes are refused before they do", () => {
  const zeros = deflateSync(new Uint8Array(2 ** 22));
  expect(zeros.length).toBeLessThan(5_000);
  const bomb = forged([{ type: 3, length: 9_000, bytes: zeros, deflated: zeros }]);
  expect(() => read(bomb)).toThrow("its object 1 of 1 is damaged");
});

test("deltas that double what they build on, again and again, are refused at the bound", () => {
  const doubled = (length: number): Uint8Array => {
    const copy = [0xb0, length % 256, Math.floor(length / 256)];
    return Uint8Array.from([...sized(length), ...sized(2 * length), ...copy, ...copy]);
  };
  const entries: Forged[] = [{ type: 3, bytes: new Uint8Array(400).fill(65) }];
  let id = idOf({ kind: "blob", bytes: new Uint8Array(400).fill(65) });
  for (let length = 400; length < 40_000; length *= 2) {
    entries.push(onId(id, doubled(length)));
    id = idOf({ kind: "blob", bytes: new Uint8Array(2 * length).fill(65) });
  }
  expect(() => read(forged(entries))).toThrow(
    "an object of 12800 bytes is in it, and 10000 are the most",
  );
});

test("what is packed and what deltas make of it are counted together", () => {
  const bytes = new Uint8Array(9_000).fill(65);
  const id = idOf({ kind: "blob", bytes });
  const copies = Array.from({ length: 4 }, () => onId(id, sameAgain(bytes.length)));
  const whole: Forged = { type: 3, bytes };
  expect(read(forged([whole, ...copies])).size).toBe(1);
  expect(() => read(forged([whole, whole, ...copies]))).toThrow("more than 50000 bytes are in it");
});

test("a delta that says four gigabytes is refused before memory is taken for it", () => {
  const claim = Uint8Array.from([...sized(blob.bytes.length), ...sized(2 ** 32), 1, 65]);
  expect(() => read(forged([blob, onId(blobId, claim)]))).toThrow("an object of 4294967296 bytes");
});

test("an object that Madeus would write in another way is refused", () => {
  const tree = text("40000 z\0aaaaaaaaaaaaaaaaaaaa40000 a\0aaaaaaaaaaaaaaaaaaaa");
  expect(() => read(forged([{ type: 2, bytes: tree }]))).toThrow("its entries are out of order");
  expect(() => read(forged([{ type: 1, bytes: text("no commit") }]))).toThrow(
    "A commit is damaged",
  );
});

test("whatever byte is changed and wherever a pack is cut, it is refused", () => {
  const objects = memoryObjects();
  const pack = joined(packOf(objects, closure(objects, [last(line(objects, 5, 4))]).parts, zlib));
  const isRefused = (bytes: Uint8Array): boolean => {
    try {
      read(bytes);
      return false;
    } catch (error) {
      return isMadeusError(error);
    }
  };
  fc.assert(
    fc.property(fc.nat(pack.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
      const changed = pack.map((byte, k) => (k === at ? byte ^ by : byte));
      expect(isRefused(changed)).toBe(true);
      expect(isRefused(pack.subarray(0, at))).toBe(true);
    }),
  );
});

test("whatever byte is changed under a hash that fits, it is refused or is whole", () => {
  const objects = memoryObjects();
  const pack = joined(packOf(objects, closure(objects, [last(line(objects, 5, 4))]).parts, zlib));
  fc.assert(
    fc.property(fc.nat(pack.length - 21), fc.integer({ min: 1, max: 255 }), (at, by) => {
      const body = pack.subarray(0, -20).map((byte, k) => (k === at ? byte ^ by : byte));
      try {
        for (const [id, { object }] of read(signed(body))) expect(idOf(object)).toBe(id);
      } catch (error) {
        if (!isMadeusError(error)) throw error;
      }
    }),
  );
});
