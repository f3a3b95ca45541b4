/** Merges of commits and of branches: from what the histories have in common, crosswise ones too, and while others do the same. */
import { describe, expect, test } from "vitest";
import type { Json } from "../../../src/store/leaf.ts";
import { mergeCommits } from "../../../src/store/merge/commit.ts";
import { type Merge, merged } from "../../../src/store/merge/merge.ts";
import { memoryObjects } from "../../../src/store/memory-objects.ts";
import type { ObjectId } from "../../../src/store/object-id.ts";
import { commitAt } from "../../../src/store/objects.ts";
import { Tree } from "../../../src/store/tree.ts";
import { countedObjects } from "../counted-objects.ts";
import { type Leaves, commitOf, leavesAt, leavesOf, linesOf, valueOf } from "./history.ts";

const objects = memoryObjects();
const mergedLeaves = (here: ObjectId, there: ObjectId): Leaves => {
  const result = valueOf(mergeCommits(objects, here, there));
  if (result.kind !== "merge") throw new Error(`is ${result.kind}`);
  expect(result.parents).toEqual([here, there]);
  return leavesOf(result.tree);
};

describe("a merge of commits", () => {
  test("where one was made from the other gives the later one, and writes nothing", () => {
    const counted = countedObjects(objects);
    const first = commitOf(objects, { a: 1 });
    const second = commitOf(objects, { a: 2 }, first);
    expect(valueOf(mergeCommits(counted, first, second))).toEqual({
      kind: "forward",
      commit: second,
    });
    expect(valueOf(mergeCommits(counted, second, first))).toEqual({
      kind: "nothing to do",
      commit: second,
    });
    expect(valueOf(mergeCommits(counted, second, second))).toEqual({
      kind: "nothing to do",
      commit: second,
    });
    const other = commitOf(objects, { a: 1, b: 1 }, first);
    const both = commitOf(objects, { a: 2, b: 1 }, second, other);
    expect(valueOf(mergeCommits(counted, both, other))).toEqual({
      kind: "nothing to do",
      commit: both,
    });
    mergeCommits(counted, second, other);
    expect(counted.writes).toBe(0);
  });

  test("has what either side did since they parted", () => {
    const old = commitOf(objects, { "a/x": 1, "a/y": 1, b: 1 });
    const x = commitOf(objects, { "a/x": 2, "a/y": 1, b: 1, c: 1 }, old);
    const y = commitOf(objects, { "a/x": 1, "a/y": 2, d: 1 }, commitOf(objects, { b: 7 }, old));
    expect(mergedLeaves(x, y)).toEqual({ "a/x": 2, "a/y": 2, c: 1, d: 1 });
  });

  test("of two histories that have nothing in common has the leaves of both", () => {
    expect(mergedLeaves(commitOf(objects, { a: 1 }), commitOf(objects, { b: 2 }))).toEqual({
      a: 1,
      b: 2,
    });
    const clash = mergeCommits(objects, commitOf(objects, { a: 1 }), commitOf(objects, { a: 2 }));
    expect(linesOf(clash)).toEqual([
      "a: It is 1 here and 2 there, and there is nothing that both come from.",
    ]);
  });

  test("lets stand what a commit deleted that was made from an older tree", () => {
    const first = commitOf(objects, { foo: 1 });
    const second = commitOf(objects, { foo: 1, bar: 2 }, first);
    const other = commitOf(objects, { foo: 1, bar: 2, own: 3 }, second);
    // The tree of the first, on top of the second: bar is gone.
    const outdated = commitOf(
      objects,
      Tree.at(objects, commitAt(objects, first).tree).set(["foo"], 9),
      second,
    );
    expect(mergedLeaves(other, outdated)).toEqual({ foo: 9, own: 3 });
  });

  test("looks for what they have in common only so far back", () => {
    const old = commitOf(objects, { a: 1 });
    const steps = (from: ObjectId, name: string): ObjectId =>
      [1, 2, 3].reduce((parent, k) => commitOf(objects, { a: 1, [name]: k }, parent), from);
    const [x, y] = [steps(old, "x"), steps(old, "y")];
    expect(() => mergeCommits(objects, x, y, { depth: 2 })).toThrow("Within 2 steps");
    expect(mergeCommits(objects, x, y, { depth: 5 }).ok).toBe(true);
  });
});

describe("histories that were merged crosswise", () => {
  /** Two sides that have both merged the other, each in its own way. */
  const crossed = (x: Leaves, y: Leaves): readonly [ObjectId, ObjectId] => {
    const old = commitOf(objects, { a: 1, b: 1 });
    const [left, right] = [
      commitOf(objects, { a: 2, b: 1 }, old),
      commitOf(objects, { a: 1, b: 2 }, old),
    ];
    return [commitOf(objects, x, left, right), commitOf(objects, y, right, left)];
  };

  test("are merged from what their ancestors are when these are merged", () => {
    const [x, y] = crossed({ a: 2, b: 2, x: 1 }, { a: 2, b: 3 });
    // From either ancestor alone, b would be a conflict.
    expect(mergedLeaves(x, y)).toEqual({ a: 2, b: 3, x: 1 });
  });

  /** Two sides whose ancestors contradict each other in `a`, and that have settled it in their ways. */
  const contradicted = (x: Leaves, y: Leaves): readonly [ObjectId, ObjectId] => {
    const old = commitOf(objects, { a: 1, b: 1 });
    const [left, right] = [
      commitOf(objects, { a: 2, b: 1 }, old),
      commitOf(objects, { a: 3, b: 1 }, old),
    ];
    return [commitOf(objects, x, left, right), commitOf(objects, y, right, left)];
  };

  test("and whose ancestors contradict each other are refused where the sides still do, with the reason", () => {
    const lines = (x: Leaves, y: Leaves): readonly string[] =>
      linesOf(mergeCommits(objects, ...contradicted(x, y)));
    expect(lines({ a: 2, b: 1 }, { a: 3, b: 1 })).toEqual([
      "a: Each side has merged the other before; here it came to 2, there to 3.",
    ]);
    expect(lines({ b: 1 }, { "a/x": 3, b: 1 })).toEqual([
      "a: Each side has merged the other before; here it came to nothing, there to a directory.",
    ]);
  });

  test.each<readonly [string, Leaves]>([
    ["one of the values", { a: 2 }],
    ["another value", { a: 4 }],
    ["no value", {}],
    ["a directory", { "a/x": 1, "a/y": 2 }],
  ])("and whose ancestors contradict each other are merged where both came to %s", (_, settled) => {
    const [x, y] = contradicted({ ...settled, b: 2 }, { ...settled, b: 1, c: 1 });
    expect(mergedLeaves(x, y)).toEqual({ ...settled, b: 2, c: 1 });
    // One that comes to agree later, as the conflict advises, agrees as well.
    const [here, other] = contradicted({ ...settled, b: 2 }, { a: 9, b: 1 });
    expect(mergeCommits(objects, here, other).ok).toBe(false);
    const later = commitOf(objects, { ...settled, b: 1, d: 1 }, other);
    expect(mergedLeaves(here, later)).toEqual({ ...settled, b: 2, d: 1 });
  });

  test("and whose ancestors' ancestors contradict each other, too, are merged where both agree by now", () => {
    const [x, y] = contradicted({ a: 2, b: 2, x: 1 }, { a: 3, b: 3, y: 1 });
    const both = { a: 4, b: 4, x: 1, y: 1 };
    const [here, there] = [
      commitOf(objects, { ...both, here: 1 }, x, y),
      commitOf(objects, { ...both, there: 1 }, y, x),
    ];
    expect(mergedLeaves(here, there)).toEqual({ ...both, here: 1, there: 1 });
    const apart = commitOf(objects, { ...both, b: 5 }, y, x);
    expect(linesOf(mergeCommits(objects, here, apart))).toEqual([
      "b: Each side has merged the other before; here it came to 4, there to 5.",
    ]);
  });

  test("are merged from the same, whoever takes in the other", () => {
    const [x, y] = contradicted({ a: 5 }, { a: 6 });
    const olds: (Json | undefined)[] = [];
    const here: Merge<Json | undefined> = (old, mine) => {
      olds.push(old);
      return merged(mine);
    };
    for (const sides of [
      [x, y],
      [y, x],
    ] as const) {
      const result = mergeCommits(objects, ...sides, { rules: { leaf: () => here } });
      expect(result.ok).toBe(true);
    }
    // First their ancestors, then they themselves.
    expect([olds[0], olds[2]]).toEqual([1, 1]);
    expect(olds[3]).toBe(olds[1]);
  });

  test("are refused where they have more ancestors in common than are to be merged", () => {
    const [x, y] = crossed({ a: 2, b: 2, x: 1 }, { a: 2, b: 3 });
    expect(linesOf(mergeCommits(objects, x, y, { ancestorsMax: 0 }))).toEqual([
      "The histories were merged crosswise too often to find out what they have in common.",
    ]);
    expect(mergeCommits(objects, x, y, { ancestorsMax: 1 }).ok).toBe(true);
  });

  test("again and again are still merged: each crossing's ancestors are merged first", () => {
    let [x, y] = crossed({ a: 2, b: 2, x: 1 }, { a: 2, b: 2, y: 1 });
    for (let k = 0; k < 5; k += 1) {
      const [here, there] = [leavesAt(objects, x), leavesAt(objects, y)];
      const [left, right] = [
        commitOf(objects, { ...here, x: k + 2 }, x),
        commitOf(objects, { ...there, y: k + 2 }, y),
      ];
      const both = mergedLeaves(left, right);
      expect(both).toEqual({ a: 2, b: 2, x: k + 2, y: k + 2 });
      [x, y] = [commitOf(objects, both, left, right), commitOf(objects, both, right, left)];
    }
  });
});
