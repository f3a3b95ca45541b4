/** Merges of commits and of branches: from what the histories have in common, crosswise ones too, and while others do the same. */
import { describe, expect, test } from "vitest";
import { headOf } from "../../../src/store/branch.ts";
import type { Json } from "../../../src/store/leaf.ts";
import { mergeInto } from "../../../src/store/merge/branch.ts";
import { mergeCommits } from "../../../src/store/merge/commit.ts";
import { counterLeaf } from "../../../src/store/merge/leaf-rule.ts";
import { type Merge, merged } from "../../../src/store/merge/merge.ts";
import { usualRules } from "../../../src/store/merge/tree.ts";
import { memoryObjects } from "../../../src/store/memory-objects.ts";
import type { ObjectId } from "../../../src/store/object-id.ts";
import { commitAt } from "../../../src/store/objects.ts";
import { type Store, memoryStore } from "../../../src/store/store.ts";
import { Tree } from "../../../src/store/tree.ts";
import { countedObjects } from "../counted-objects.ts";
import {
  type Leaves,
  author,
  commitOf,
  leavesAt,
  leavesOf,
  linesOf,
  reason,
  valueOf,
} from "./history.ts";

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

const storeWith = (leaves: Leaves): Store => {
  const store = memoryStore();
  store.branches.move("main", undefined, commitOf(store.objects, leaves), reason);
  return store;
};
const changed = (store: Store, branch: string, leaves: Leaves): ObjectId => {
  const head = headOf(store.branches, branch);
  const next = commitOf(store.objects, { ...leavesAt(store.objects, head), ...leaves }, head);
  expect(store.branches.move(branch, head, next, reason)).toBe(true);
  return next;
};
const merging = { author, message: "merge", reason };

describe("a branch that takes in another", () => {
  test("has what both changed, and the other is left as it is", () => {
    const store = storeWith({ "a/b/a": 1, "a/b/b": 1, "a/b/c": 1 });
    store.branches.move("test", undefined, headOf(store.branches, "main"), reason);
    const there = changed(store, "test", { "a/b/a": 2, "a/b/new": 1 });
    changed(store, "main", { "a/b/c": 2 });
    const { kind, head } = valueOf(mergeInto(store, "main", there, merging));
    expect([kind, headOf(store.branches, "main"), headOf(store.branches, "test")]).toEqual([
      "merge",
      head,
      there,
    ]);
    expect(leavesAt(store.objects, head)).toEqual({
      "a/b/a": 2,
      "a/b/b": 1,
      "a/b/c": 2,
      "a/b/new": 1,
    });
    expect(valueOf(mergeInto(store, "main", there, merging))).toEqual({
      kind: "nothing to do",
      head,
    });
    expect(valueOf(mergeInto(store, "test", head, merging))).toEqual({ kind: "forward", head });
  });

  test("stays where it is at a conflict, and where a check finds something in what was merged", () => {
    const store = storeWith({ a: 1 });
    const old = headOf(store.branches, "main");
    const here = changed(store, "main", { a: 2 });
    expect(
      linesOf(mergeInto(store, "main", commitOf(store.objects, { a: 3 }, old), merging)),
    ).toEqual(["a: It was 1; here it became 2, there 3."]);
    const there = commitOf(store.objects, { a: 1, b: 1 }, old);
    const finding = {
      path: ["web"],
      kind: "both changed",
      text: "It uses what is not there.",
    } as const;
    const check = (tree: Tree): readonly (typeof finding)[] =>
      tree.find(["b"]) === 1 ? [finding] : [];
    expect(linesOf(mergeInto(store, "main", there, { ...merging, check }))).toEqual([
      "web: It uses what is not there.",
    ]);
    expect(headOf(store.branches, "main")).toBe(here);
  });

  test("is found by its name", () => {
    const store = storeWith({});
    expect(() => mergeInto(store, "mian", headOf(store.branches, "main"), merging)).toThrow(
      'There is no branch "mian"',
    );
  });

  test("is gone if somebody removes it meanwhile", () => {
    const store = storeWith({});
    const head = headOf(store.branches, "main");
    const there = commitOf(store.objects, { a: 1 }, head);
    let asked = 0;
    const find = (name: string): ObjectId | undefined =>
      asked++ === 0 ? store.branches.find(name) : undefined;
    const removed: Store = { ...store, branches: { ...store.branches, find } };
    expect(() => mergeInto(removed, "main", there, merging)).toThrow('There is no branch "main"');
  });

  test("while others are faster takes in again what it then finds", () => {
    const store = storeWith({ count: 0 });
    const old = headOf(store.branches, "main");
    const there = commitOf(store.objects, { count: 1 }, old);
    let others = 3;
    const crowded: Store = {
      ...store,
      branches: {
        ...store.branches,
        find: (name) => store.branches.find(name),
        move(...move) {
          if (others-- > 0)
            changed(store, "main", {
              count: Number(leavesAt(store.objects, headOf(store.branches, "main"))["count"]) + 1,
            });
          return store.branches.move(...move);
        },
      },
    };
    const rules = { ...usualRules, leaf: () => counterLeaf };
    const { head } = valueOf(mergeInto(crowded, "main", there, { ...merging, rules }));
    expect(leavesAt(store.objects, head)).toEqual({ count: 4 });
    others = 3;
    const more = commitOf(store.objects, { count: 1, more: 1 }, there);
    expect(() => mergeInto(crowded, "main", more, { ...merging, rules, retries: 2 })).toThrow(
      "Others moved the branch",
    );
  });

  test("twenty clones, written to and merged in any order, lose nothing", () => {
    const store = storeWith({});
    const clones = Array.from({ length: 20 }, (_, k) => {
      // Each is a copy of the branch as it was when two, and ten, others had come back already.
      if (k % 2 === 1 || k === 10) {
        for (const name of ["a", "b"])
          if (store.branches.find(name) !== undefined)
            mergeInto(store, "main", headOf(store.branches, name), merging);
      }
      const name = k % 2 === 0 ? "a" : "b";
      if (store.branches.find(name) === undefined)
        store.branches.move(name, undefined, headOf(store.branches, "main"), reason);
      else valueOf(mergeInto(store, name, headOf(store.branches, "main"), merging));
      return changed(store, name, { [`${name}/${k}`]: k });
    });
    for (const clone of clones.toReversed()) valueOf(mergeInto(store, "main", clone, merging));
    const expected = clones.map((_, k) => [`${k % 2 === 0 ? "a" : "b"}/${k}`, k]);
    expect(leavesAt(store.objects, headOf(store.branches, "main"))).toEqual(
      Object.fromEntries(expected),
    );
  });
});
