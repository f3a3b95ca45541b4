/** Deltas: what is written is read back, what is read may be wrong in any way. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { applyDelta, deltaOf, targetLength } from "../../../src/store/pack/delta.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const base = bytes("0123456789".repeat(10));

test("a text with one word changed is a few bytes", () => {
  const target = bytes(`${"0123456789".repeat(5)}word${"0123456789".repeat(5)}`);
  const delta = deltaOf(base, target);
  expect(delta?.length).toBeLessThan(16);
  expect(delta && applyDelta(base, delta)).toEqual(target);
});

test("a text that has little in common with the other is no delta of it", () => {
  expect(deltaOf(base, bytes("abc".repeat(40)))).toBeUndefined();
});

test("whatever is a delta gives back what it was made from, and says how long that is", () => {
  const piece = fc.uint8Array({ maxLength: 300 });
  const changed = fc.tuple(piece, piece, piece, piece);
  fc.assert(
    fc.property(changed, ([head, was, is, tail]) => {
      const [from, to] = [was, is].map((middle) => Uint8Array.from([...head, ...middle, ...tail]));
      if (from === undefined || to === undefined) return;
      const delta = deltaOf(from, to);
      if (delta === undefined) return;
      expect(targetLength(delta)).toBe(to.length);
      expect(applyDelta(from, delta)).toEqual(to);
    }),
  );
});

test("lengths at the edges of their bytes are copied whole", () => {
  for (const length of [127, 128, 255, 256, 65_535, 65_536, 65_537, 2 ** 24 - 1, 2 ** 24 + 5]) {
    const from = new Uint8Array(length).fill(7);
    const to = new Uint8Array(length + 1).fill(7);
    to[3] = 1;
    const delta = deltaOf(from, to);
    const back = delta && applyDelta(from, delta);
    expect(back && Buffer.compare(back, to)).toBe(0);
  }
});

test("random bytes never give more than they say, and never throw", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (rest) => {
      const delta = Uint8Array.from([100, 50, ...rest]);
      const target = applyDelta(base, delta);
      expect(target?.length ?? 50).toBe(50);
    }),
  );
});

test.each([
  ["another base", [99, 1, 1, 65]],
  ["a copy from beyond the base", [100, 10, 0x91, 95, 10]],
  ["a copy beyond what it says to give", [100, 5, 0x90, 10]],
  ["fewer bytes than it says to give", [100, 5, 1, 65]],
  ["an insertion that is cut", [100, 5, 5, 65]],
  ["an order of zero, which is reserved", [100, 5, 0]],
  ["a length without an end", [100, 255, 255, 255, 255, 255, 255, 255, 255, 255]],
  ["nothing at all", []],
])("a delta with %s is none", (_, delta) => {
  expect(applyDelta(base, Uint8Array.from(delta))).toBeUndefined();
});
