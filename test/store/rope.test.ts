/** Ropes beside plain strings: whatever is done to both, they hold the same; and what that costs, counted. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { memoryObjects } from "../../src/store/memory-objects.ts";
import { blobAt, treeObjectAt } from "../../src/store/objects.ts";
import { type Rope, type Ropes, ropesIn } from "../../src/store/rope.ts";
import { leafMax } from "../../src/store/rope-text.ts";
import { leafBytes, readLeaf } from "../../src/store/leaf.ts";
import { leavesBetween } from "../../src/store/spine/slice.ts";
import { partsOf, rowsOf } from "../../src/store/spine/spine.ts";
import { countedObjects } from "./counted-objects.ts";

/** A rope and the string that it must be. */
interface Both {
  readonly rope: Rope;
  readonly text: string;
}
const at = fc.double({ min: 0, max: 1, noNaN: true });
const piece = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.nat(3 * leafMax).map((length) => "some words and\n".repeat(length / 15)),
);
const doing = fc.oneof(
  fc.record({
    do: fc.constantFrom("insert" as const, "append" as const, "prepend" as const),
    at,
    text: piece,
  }),
  fc.record({
    do: fc.constantFrom("set" as const, "delete" as const, "turn" as const),
    at,
    to: at,
  }),
);
type Doing = typeof doing extends fc.Arbitrary<infer D> ? D : never;
const doings = fc.array(doing, { maxLength: 20 });

function doOne(ropes: Ropes, { rope, text }: Both, one: Doing): Both {
  const from = Math.floor(one.at * text.length);
  if ("text" in one) {
    const more = ropes.make(one.text);
    if (one.do === "append") return { rope: ropes.append(rope, more), text: text + one.text };
    if (one.do === "prepend") return { rope: ropes.append(more, rope), text: one.text + text };
    return {
      rope: ropes.insert(rope, from, one.text),
      text: text.slice(0, from) + one.text + text.slice(from),
    };
  }
  if (one.do === "turn") {
    const [head, tail] = ropes.split(rope, from);
    return { rope: ropes.append(tail, head), text: text.slice(from) + text.slice(0, from) };
  }
  if (one.do === "set" && from < text.length) {
    return {
      rope: ropes.set(rope, from, "!"),
      text: `${text.slice(0, from)}!${text.slice(from + 1)}`,
    };
  }
  const length = Math.floor(one.to * (text.length - from));
  return {
    rope: ropes.delete(rope, from, length),
    text: text.slice(0, from) + text.slice(from + length),
  };
}

const ropes = ropesIn(memoryObjects());
const done = (what: readonly Doing[]): Both =>
  what.reduce<Both>((both, one) => doOne(ropes, both, one), { rope: ropes.create(), text: "" });

describe("a rope", () => {
  test("holds what a string holds, whatever is done to both", () => {
    fc.assert(
      fc.property(doings, at, at, (what, a, b) => {
        const { rope, text } = done(what);
        expect(ropes.text(rope)).toBe(text);
        expect(ropes.length(rope)).toBe(text.length);
        const [from, to] = [Math.min(a, b), Math.max(a, b)].map((one) =>
          Math.floor(one * text.length),
        );
        expect(ropes.text(rope, from, to)).toBe(text.slice(from, to));
        if (text.length > 0)
          expect(ropes.get(rope, (from ?? 0) % text.length)).toBe(text[(from ?? 0) % text.length]);
      }),
    );
  });

  test("is the same after it was written and read", () => {
    fc.assert(
      fc.property(doings, (what) => {
        const { rope, text } = done(what);
        const read = ropes.read(ropes.write(rope));
        expect(ropes.text(read)).toBe(text);
        expect(ropes.write(read)).toBe(ropes.write(rope));
      }),
      { numRuns: 30 },
    );
  });

  test("is not changed by what is made from it", () => {
    const rope = ropes.make("abc");
    ropes.insert(rope, 1, "x");
    ropes.delete(rope, 0, 3);
    expect(ropes.text(rope)).toBe("abc");
  });

  test("tears no character apart between two leaves", () => {
    const own = ropesIn(memoryObjects());
    for (const text of ["x", "", "xyz"].map((head) => head + "\u{1f600}".repeat(3_000))) {
      const leaves = partsOf(own.make(text).spine);
      expect(leaves.length).toBeGreaterThan(5);
      let at = 0;
      for (const { size } of leaves) {
        expect(text.slice(at, at + size).isWellFormed()).toBe(true);
        at += size;
      }
    }
  });

  test("that is cut through a character has half of it at either side, however often that is done", () => {
    const text = "a text that ends with \u{1f600}, or nearly";
    const rope = ropes.make(text);
    const at = text.indexOf("\u{1f600}") + 1;
    // So often that the machine compiles it, which it did wrong once.
    for (let times = 0; times < 2_000; times += 1) {
      const [head, tail] = ropes.split(rope, at);
      expect(ropes.length(head)).toBe(at);
      expect(ropes.length(tail)).toBe(text.length - at);
    }
  });

  test("keeps its leaves full where it is written character by character", () => {
    let rope = ropes.create();
    for (let k = 0; k < 3_000; k += 1) rope = ropes.insert(rope, k, "x");
    const objects = memoryObjects();
    const copy = ropesIn(objects).make(ropes.text(rope));
    expect([...leavesBetween(objects, copy.spine, 0, 3_000)]).toHaveLength(3);
    const leaves = rope.spine.fronts.flat().length + rope.spine.backs.flat().length;
    expect(leaves).toBeLessThanOrEqual(6);
  });

  test.each([
    ["get", -1],
    ["get", 3],
    ["set", 3],
    ["insert", 4],
    ["insert", 0.5],
    ["delete", 2],
    ["split", 4],
    ["text", 4],
  ] as const)(
    "refuses to %s at %d, where a text of 3 characters has no place",
    (what, position) => {
      const rope = ropes.make("abc");
      const tries = {
        get: () => ropes.get(rope, position),
        set: () => ropes.set(rope, position, "x"),
        insert: () => ropes.insert(rope, position, "x"),
        delete: () => ropes.delete(rope, position, 2),
        split: () => ropes.split(rope, position),
        text: () => ropes.text(rope, position),
      };
      expect(tries[what]).toThrow("A text of 3 characters has no position");
    },
  );

  test("refuses to take away less than nothing", () => {
    expect(() => ropes.delete(ropes.make("abc"), 2, -1)).toThrow("no position 1 from 2 on");
  });

  test("whose leaf is no longer what it was is refused", () => {
    const objects = memoryObjects();
    const own = ropesIn(objects);
    const { entries } = treeObjectAt(objects, own.write(own.make("abc")));
    const other = objects.put({ kind: "blob", bytes: leafBytes("abcd") });
    const damaged = entries.map((entry) =>
      entry.name === "rope" ? entry : { ...entry, id: other },
    );
    const read = own.read(objects.put({ kind: "tree", entries: damaged }));
    expect(() => own.text(read)).toThrow("stands where a text of 3 characters must be");
  });

  test("shows its text in git: the leaves are texts in JSON", () => {
    const objects = memoryObjects();
    const own = ropesIn(objects);
    const { entries } = treeObjectAt(objects, own.write(own.make("a\nb")));
    const leaves = entries.map(({ name, id }) => [name, readLeaf(blobAt(objects, id).bytes)]);
    expect(leaves).toEqual([
      ["back0-00-0-3", "a\nb"],
      ["rope", { length: 3 }],
    ]);
  });
});

describe("what ropes cost, in objects read and written:", () => {
  const objects = countedObjects(memoryObjects());
  const counted = ropesIn(objects);
  const text = (length: number): string => "a line of a text that is long\n".repeat(length / 30);
  const large = counted.make(text(1_000_000));
  const rows = rowsOf(large.spine);
  const cost = (work: () => unknown): { readonly reads: number; readonly writes: number } => {
    objects.counted();
    work();
    return objects.counted();
  };

  test("a million characters are a thousand leaves in four rows", () => {
    expect(rows).toBe(4);
  });

  test("a character is read by one part of each row", () => {
    fc.assert(
      fc.property(fc.nat(900_000), (position) => {
        const { reads, writes } = cost(() => counted.get(large, position));
        expect(reads).toBeLessThanOrEqual(rows);
        expect(writes).toBe(0);
      }),
    );
  });

  test.each([
    ["set", (position: number) => counted.set(large, position, "x")],
    ["insert", (position: number) => counted.insert(large, position, "some words")],
    ["delete", (position: number) => counted.delete(large, position, 50_000)],
    ["split", (position: number) => counted.split(large, position)],
  ] as const)("a %s reads and writes a few parts of each row", (_, work) => {
    fc.assert(
      fc.property(fc.nat(900_000), (position) => {
        const { reads, writes } = cost(() => work(position));
        expect(reads).toBeLessThanOrEqual(3 * rows);
        expect(writes).toBeLessThanOrEqual(3 * rows);
      }),
    );
  });

  test("an append of long ropes reads nothing, and writes a few parts of each row", () => {
    const { reads, writes } = cost(() => counted.append(large, large));
    expect(reads).toBe(0);
    expect(writes).toBeLessThanOrEqual(2 * rows);
  });

  test("it stays so after a thousand changes", () => {
    let rope = large;
    fc.assert(
      fc.property(fc.nat(900_000), fc.boolean(), (position, isInsert) => {
        rope = isInsert
          ? counted.insert(rope, position, "hello")
          : counted.delete(rope, position, 5);
      }),
      { numRuns: 1_000 },
    );
    const { reads } = cost(() => counted.get(rope, 500_000));
    expect(reads).toBeLessThanOrEqual(rows + 1);
  });
});
