/** A branch that takes in another. */
import { describe, expect, test } from "vitest";
import { headOf } from "../../../src/store/branch.ts";
import { mergeInto } from "../../../src/store/merge/branch.ts";
import { counterLeaf } from "../../../src/store/merge/leaf-rule.ts";
import { usualRules } from "../../../src/store/merge/tree.ts";
import type { ObjectId } from "../../../src/store/object-id.ts";
import { type Store, memoryStore } from "../../../src/store/store.ts";
import type { Tree } from "../../../src/store/tree.ts";
import { type Leaves, author, commitOf, leavesAt, linesOf, reason, valueOf } from "./history.ts";

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
