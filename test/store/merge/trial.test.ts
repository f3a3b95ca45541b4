/** Merges of histories that were merged crosswise: from what their ancestors come to. */
import { describe, expect, test } from "vitest";
import type { Json } from "../../../src/store/leaf.ts";
import { counterLeaf } from "../../../src/store/merge/leaf-rule.ts";
import { usualRules } from "../../../src/store/merge/tree.ts";
import type { Path } from "../../../src/store/tree.ts";
import { mergeCommits } from "../../../src/store/merge/commit.ts";
import { type Merge, merged } from "../../../src/store/merge/merge.ts";
import { memoryObjects } from "../../../src/store/memory-objects.ts";
import type { ObjectId } from "../../../src/store/object-id.ts";
import {
  type Leaves,
  commitOf,
  leavesAt,
  leavesOf,
  linesOf,
  mergedLeaves,
  valueOf,
} from "./history.ts";

const objects = memoryObjects();
const usualLeaf = usualRules.leaf([]);
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
    expect(mergedLeaves(objects, x, y)).toEqual({ a: 2, b: 3, x: 1 });
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
    expect(mergedLeaves(objects, x, y)).toEqual({ ...settled, b: 2, c: 1 });
    // One that comes to agree later, as the conflict advises, agrees as well.
    const [here, other] = contradicted({ ...settled, b: 2 }, { a: 9, b: 1 });
    expect(mergeCommits(objects, here, other).ok).toBe(false);
    const later = commitOf(objects, { ...settled, b: 1, d: 1 }, other);
    expect(mergedLeaves(objects, here, later)).toEqual({ ...settled, b: 2, d: 1 });
  });

  test("and whose ancestors' ancestors contradict each other, too, are merged where both agree by now", () => {
    const [x, y] = contradicted({ a: 2, b: 2, x: 1 }, { a: 3, b: 3, y: 1 });
    const both = { a: 4, b: 4, x: 1, y: 1 };
    const [here, there] = [
      commitOf(objects, { ...both, here: 1 }, x, y),
      commitOf(objects, { ...both, there: 1 }, y, x),
    ];
    expect(mergedLeaves(objects, here, there)).toEqual({ ...both, here: 1, there: 1 });
    const apart = commitOf(objects, { ...both, b: 5 }, y, x);
    expect(linesOf(mergeCommits(objects, here, apart))).toEqual([
      "b: Each side has merged the other before; here it came to 4, there to 5.",
    ]);
  });

  test("and have three ancestors in common are merged from all of them", () => {
    const old = commitOf(objects, { a: 1, b: 1, c: 1 });
    const three = ["a", "b", "c"].map((name) =>
      commitOf(objects, { a: 1, b: 1, c: 1, [name]: 2 }, old),
    );
    const x = commitOf(objects, { a: 2, b: 2, c: 2, x: 1 }, ...three);
    const y = commitOf(objects, { a: 3, b: 3, c: 3 }, ...three.toReversed());
    expect(mergedLeaves(objects, x, y)).toEqual({ a: 3, b: 3, c: 3, x: 1 });
    expect(mergeCommits(objects, x, y, { ancestorsMax: 2 }).ok).toBe(true);
    expect(mergeCommits(objects, x, y, { ancestorsMax: 1 }).ok).toBe(false);
  });

  test("and were settled are merged from what both came to, which is not taken for two changes", () => {
    const old = commitOf(objects, { a: 1 });
    const [left, right] = [
      commitOf(objects, { a: 2 }, old),
      commitOf(objects, { "a/count": 1 }, old),
    ];
    const settled = { "a/count": 5 };
    const x = commitOf(objects, { ...settled, x: 1 }, left, right);
    const y = commitOf(objects, { ...settled, y: 1 }, right, left);
    const rules = { leaf: (path: Path) => (path.at(-1) === "count" ? counterLeaf : usualLeaf) };
    const result = valueOf(mergeCommits(objects, x, y, { rules, ancestorsMax: 1 }));
    expect(result.kind === "merge" && leavesOf(result.tree)).toEqual({ ...settled, x: 1, y: 1 });
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
      const both = mergedLeaves(objects, left, right);
      expect(both).toEqual({ a: 2, b: 2, x: k + 2, y: k + 2 });
      [x, y] = [commitOf(objects, both, left, right), commitOf(objects, both, right, left)];
    }
  });
});
