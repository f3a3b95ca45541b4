import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type NameIndex,
  indexOf,
  namesIn,
  sizeOf,
  valueOf,
  withName,
  withoutName,
} from "../../src/store/name-index.ts";
import { compareNames } from "../../src/store/object-tree.ts";
import { anyName } from "./object-arbitrary.ts";

const act = fc.record({ name: anyName, value: fc.option(fc.nat(9), { nil: undefined }) });

test("holds what a map holds, in the order of the names' bytes, and never changes", () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 60 }), fc.nat(9), fc.nat(9), (acts, offset, length) => {
      let index: NameIndex<number>;
      const map = new Map<string, number>();
      const before: [NameIndex<number>, unknown][] = [];
      for (const { name, value } of acts) {
        before.push([index, namesIn(index)]);
        if (value === undefined) map.delete(name);
        else map.set(name, value);
        index = value === undefined ? withoutName(index, name) : withName(index, name, value);
        expect(valueOf(index, name)).toBe(value);
      }
      const sorted = [...map].toSorted(([a], [b]) =>
        Buffer.compare(Buffer.from(a), Buffer.from(b)),
      );
      expect(namesIn(index)).toEqual(sorted);
      expect(sizeOf(index)).toBe(map.size);
      expect(namesIn(index, offset, length)).toEqual(sorted.slice(offset, offset + length));
      expect(namesIn(indexOf(sorted))).toEqual(sorted);
      for (const [was, names] of before) expect(namesIn(was)).toEqual(names);
    }),
    { numRuns: 100 },
  );
});

test("orders names as their bytes are ordered", () => {
  fc.assert(
    fc.property(anyName, anyName, (a, b) => {
      const bytes = Buffer.compare(Buffer.from(a), Buffer.from(b));
      expect(Math.sign(compareNames(a, b))).toBe(bytes);
    }),
    { numRuns: 300 },
  );
});

test("is never deep, in whatever order names come and go", () => {
  const names = Array.from({ length: 4_000 }, (_, k) => `web${k.toString().padStart(4, "0")}`);
  const orders = [names, names.toReversed(), names.toSorted((a, b) => hash(a) - hash(b))];
  for (const order of orders) {
    let index: NameIndex<number>;
    for (const [k, name] of order.entries()) index = withName(index, name, k);
    expect(depthOf(index)).toBeLessThanOrEqual(20);
    for (const name of order.slice(0, 3_000)) index = withoutName(index, name);
    expect(sizeOf(index)).toBe(1_000);
    expect(depthOf(index)).toBeLessThanOrEqual(17);
  }
});

/** Any order that is none. */
const hash = (name: string): number => (Number(name.slice(3)) * 7_919) % 4_001;

const depthOf = (index: NameIndex<unknown>): number =>
  index === undefined ? 0 : 1 + Math.max(depthOf(index.left), depthOf(index.right));
