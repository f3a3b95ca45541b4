/** Spines beside plain lists: whatever is done at their ends and in their middle, they hold the same. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { directoryMode } from "../../../src/store/object-tree.ts";
import { memoryObjects } from "../../../src/store/memory-objects.ts";
import { cut } from "../../../src/store/spine/cut.ts";
import { join } from "../../../src/store/spine/join.ts";
import { entriesOf, spineIn } from "../../../src/store/spine/head.ts";
import { type Part, partsIn, widthMax } from "../../../src/store/spine/part.ts";
import { compare } from "../../../src/store/spine/comparison.ts";
import { leavesBetween, slice } from "../../../src/store/spine/slice.ts";
import {
  emptySpine,
  partsOf,
  rowsOf,
  type Spine,
  spineOf,
  takeFirst,
  takeLast,
  withBack,
} from "../../../src/store/spine/spine.ts";
import { countedObjects } from "../counted-objects.ts";
import { doings, done, leafOf, listOf, spineOfList } from "./sequence-model.ts";

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, k) => k);

/** What is said of parts in names and rows, checked against what they hold. @returns how high it is */
function soundHeight(objects: ReturnType<typeof memoryObjects>, spine: Spine): number {
  const sizeIn = (part: Part): number => {
    if (part.height === 0) return 1;
    const parts = partsIn(objects, part);
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.length).toBeLessThanOrEqual(widthMax);
    expect(Math.max(...parts.map(({ height }) => height))).toBe(part.height - 1);
    expect(parts.reduce((sum, one) => sum + sizeIn(one), 0)).toBe(part.size);
    return part.size;
  };
  for (const rows of [spine.fronts, spine.backs])
    for (const [row, parts] of rows.entries()) {
      expect(parts.length).toBeLessThanOrEqual(widthMax);
      for (const part of parts) expect(part.height).toBeLessThanOrEqual(row);
    }
  expect(partsOf(spine).reduce((sum, part) => sum + sizeIn(part), 0)).toBe(spine.size);
  return Math.max(0, ...partsOf(spine).map(({ height }) => height));
}

describe("a spine", () => {
  test("holds what a list holds, whatever is done to both", () => {
    fc.assert(
      fc.property(doings, (what) => {
        const objects = memoryObjects();
        const { spine, list } = done(objects, what);
        expect(listOf(objects, spine)).toEqual(list);
        expect(spine.size).toBe(list.length);
      }),
    );
  });

  test("is as high as the logarithm of all that was ever put into it, and says of its parts what they are", () => {
    fc.assert(
      fc.property(doings, (what) => {
        const objects = memoryObjects();
        const { spine } = done(objects, what);
        // 25 doings make at most a thousand elements, or double fewer than two thousand.
        expect(soundHeight(objects, spine)).toBeLessThanOrEqual(Math.ceil(Math.log2(4_000) / 2));
      }),
    );
  });

  test("that is cut and joined again at random stays as low as a logarithm", () => {
    const objects = memoryObjects();
    let spine = spineOfList(objects, numbers(3_000));
    const rowsMax = Math.log(3_000) / Math.log(3);
    fc.assert(
      fc.property(fc.nat(3_000), fc.nat(3_000), (a, b) => {
        const { before, after } = cut(objects, spine, a);
        const turned = join(objects, after, before);
        const again = cut(objects, turned, b);
        spine = join(objects, again.before, again.after);
        expect(rowsOf(spine)).toBeLessThan(rowsMax);
      }),
      { numRuns: 200 },
    );
    expect(soundHeight(objects, spine)).toBeLessThan(rowsMax);
  });

  test("is the same after it was written and read", () => {
    fc.assert(
      fc.property(doings, (what) => {
        const { spine } = done(memoryObjects(), what);
        const again = spineIn(entriesOf(spine).toReversed());
        expect(partsOf(again)).toEqual(partsOf(spine));
        expect(again.size).toBe(spine.size);
      }),
    );
  });

  test("gives its leaves from both ends until there is none", () => {
    const objects = memoryObjects();
    const spine = spineOfList(objects, numbers(100));
    const first = takeFirst(objects, spine);
    const last = takeLast(objects, spine);
    expect(first?.leaf).toEqual(leafOf(objects, 0));
    expect(last?.leaf).toEqual(leafOf(objects, 99));
    expect([first?.rest.size, last?.rest.size]).toEqual([99, 99]);
    expect(takeFirst(objects, emptySpine)).toBeUndefined();
    expect(takeLast(objects, emptySpine)).toBeUndefined();
  });
});

describe("a cut", () => {
  test("gives both halves, and the leaf that it goes through", () => {
    const objects = memoryObjects();
    const wide = (value: number): Part => ({ ...leafOf(objects, value), size: 3 });
    const spine = withBack(objects, emptySpine, numbers(50).map(wide));
    for (let at = 0; at <= 150; at += 1) {
      const { before, through, after } = cut(objects, spine, at);
      expect(before.size + (through?.leaf.size ?? 0) + after.size).toBe(150);
      expect(before.size + (through?.offset ?? 0)).toBe(at);
      expect(through?.leaf).toEqual(at % 3 === 0 ? undefined : wide(Math.floor(at / 3)));
    }
  });

  test("reads no more than the way down, and writes nothing", () => {
    const objects = countedObjects(memoryObjects());
    const spine = spineOfList(objects, numbers(10_000));
    fc.assert(
      fc.property(fc.nat(10_000), (at) => {
        objects.counted();
        cut(objects, spine, at);
        const { reads, writes } = objects.counted();
        expect(reads).toBeLessThan(rowsOf(spine));
        expect(writes).toBe(0);
      }),
    );
  });
});

test("a join reads nothing, and writes no more than three parts for each row of the lower one", () => {
  const objects = countedObjects(memoryObjects());
  fc.assert(
    fc.property(fc.nat(3_000), fc.nat(3_000), (m, n) => {
      const [a, b] = [spineOfList(objects, numbers(m)), spineOfList(objects, numbers(n))];
      objects.counted();
      join(objects, a, b);
      const { reads, writes } = objects.counted();
      expect(reads).toBe(0);
      expect(writes).toBeLessThanOrEqual(3 * Math.min(rowsOf(a), rowsOf(b)) + 3);
    }),
  );
});

describe("what two spines share", () => {
  test("is all but what one of them has alone, wherever it stands", () => {
    fc.assert(
      fc.property(doings, doings, (common, more) => {
        const objects = memoryObjects();
        const a = done(objects, common);
        const b = done(objects, [...common, ...more]);
        const [inA, inB] = compare(objects, a.spine, b.spine);
        const shared = (parts: typeof inA): readonly string[] =>
          parts.flatMap(({ part, shared: is }) => (is ? [part.id] : [])).toSorted();
        expect(shared(inA)).toEqual(shared(inB));
        const own = (parts: typeof inA): readonly string[] =>
          parts.flatMap(({ part, shared: is }) => (is ? [] : [part.id]));
        expect(own(inA).filter((id) => own(inB).includes(id))).toEqual([]);
      }),
    );
  });

  test("is found by reading what differs, and nothing else", () => {
    const objects = countedObjects(memoryObjects());
    const a = spineOfList(objects, numbers(10_000));
    for (const at of [0, 1, 4_321, 9_999]) {
      const tail = slice(objects, a, { from: at + 1, to: 10_000 });
      const middle = withBack(objects, slice(objects, a, { from: 0, to: at }), [
        leafOf(objects, "new"),
      ]);
      const b = join(objects, middle, tail);
      objects.counted();
      const [inA, inB] = compare(objects, a, b);
      expect(inA.filter(({ shared }) => !shared)).toHaveLength(1);
      expect(inB.filter(({ shared }) => !shared)).toHaveLength(1);
      expect(objects.counted().reads).toBeLessThanOrEqual(8 * rowsOf(a));
    }
    objects.counted();
    compare(objects, a, a);
    expect(objects.counted().reads).toBe(0);
  });
});

test("a walk from one position to another reads what leads there", () => {
  const objects = countedObjects(memoryObjects());
  const spine = spineOfList(objects, numbers(10_000));
  objects.counted();
  const found = [...leavesBetween(objects, spine, 5_000, 5_003)].map(({ at }) => at);
  expect(found).toEqual([5_000, 5_001, 5_002]);
  expect(objects.counted().reads).toBeLessThanOrEqual(2 * rowsOf(spine));
});

test("a part that does not hold what its name says is refused, from wherever it is come to", () => {
  const objects = memoryObjects();
  const spine = spineOfList(objects, numbers(9));
  const [part] = partsOf(spine);
  const empty = objects.put({ kind: "tree", entries: [] });
  for (const wrong of [{ id: empty }, { size: 7 }, { height: 2 }]) {
    const damaged = {
      ...spine,
      backs: [[], [{ ...part, id: "", size: 8, height: 1, ...part, ...wrong }]],
    };
    expect(() => takeFirst(objects, damaged)).toThrow("does not hold");
    expect(() => takeLast(objects, damaged)).toThrow("does not hold");
    expect(() => cut(objects, damaged, 3)).toThrow("does not hold");
    expect(() => listOf(objects, damaged)).toThrow("does not hold");
    expect(() => compare(objects, damaged, emptySpine)).toThrow("does not hold");
  }
});

describe("a head that was damaged", () => {
  const objects = memoryObjects();
  const entries = entriesOf(spineOfList(objects, numbers(20)));
  const [entry] = entries;

  test("is refused where a part is missing in a row", () => {
    expect(() => spineIn(entries.filter((_, k) => k !== 1))).toThrow("a part in a row is missing");
  });

  test("has as many rows as it needs", () => {
    const high = { id: "0".repeat(40), size: 3, height: 12 };
    const spine = spineOf([...Array.from({ length: 11 }, () => []), [], [high]], []);
    expect(partsOf(spineIn(entriesOf(spine)))).toEqual([high]);
    expect(rowsOf(spineIn(entriesOf(spine)))).toBe(13);
  });

  test("is refused where a part is higher than its row", () => {
    const mode = directoryMode;
    const high = [{ name: "back1-00-2-64", mode, id: "0".repeat(40) } as const];
    expect(() => spineIn(high)).toThrow("is not the name of a part in a row");
  });

  test.each([
    "leaf",
    "front0-00-0-0",
    "front0-00-1-8",
    "middle0-00-0-1",
    "back0-0-0-1",
    "back0-4294967290-0-1",
    "back999999999-00-0-1",
  ])("is refused where an entry is called %s", (name) => {
    expect(() => spineIn(entry === undefined ? [] : [{ ...entry, name }])).toThrow(
      "is not the name of a part",
    );
  });
});
