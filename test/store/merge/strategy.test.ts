/** Changes of a part of a branch while somebody else changes it: replaced, tested, merged. */
import { describe, expect, test } from "vitest";
import { headOf } from "../../../src/store/branch.ts";
import { counterLeaf } from "../../../src/store/merge/leaf-rule.ts";
import type { Merged } from "../../../src/store/merge/merge.ts";
import { type Strategy, type TreeChange, changeTree } from "../../../src/store/merge/strategy.ts";
import { usualRules } from "../../../src/store/merge/tree.ts";
import type { ObjectId } from "../../../src/store/object-id.ts";
import { type Store, memoryStore } from "../../../src/store/store.ts";
import { Tree } from "../../../src/store/tree.ts";
import { type Leaves, author, commitOf, leavesAt, linesOf, reason, valueOf } from "./history.ts";

const storeWith = (leaves: Leaves): Store => {
  const store = memoryStore();
  store.branches.move("main", undefined, commitOf(store.objects, leaves), reason);
  return store;
};
const leavesIn = (store: Store): Leaves => leavesAt(store.objects, headOf(store.branches, "main"));
const usual = { author, message: "change", reason, path: ["a"] } as const;

/** Sets `a/KEY`, and at the first times somebody else sets another leaf meanwhile. */
function race(
  store: Store,
  strategy: Strategy,
  more: Partial<TreeChange> & { readonly own?: Leaves; readonly others: readonly Leaves[] },
): Merged<ObjectId> {
  const { own = { mine: 1 }, others, ...rest } = more;
  const meanwhile = [...others];
  const change = (tree: Tree): Tree => {
    const other = meanwhile.shift();
    if (other !== undefined)
      changeTree(store, "main", {
        ...usual,
        strategy: "set",
        path: [],
        change: (all) => put(all, other),
      });
    return put(tree, own);
  };
  return changeTree(store, "main", { ...usual, strategy, change, ...rest });
}
const put = (tree: Tree, leaves: Leaves): Tree =>
  Object.entries(leaves).reduce<Tree>(
    (sum, [path, value]) => sum.set(path.split("/"), value),
    tree,
  );

describe("a change that nobody disturbs", () => {
  test.each<Strategy>(["set", "test", "merge"])("is made by %s without another try", (strategy) => {
    const store = storeWith({ "a/x": 1, b: 1 });
    const head = valueOf(race(store, strategy, { others: [], retries: 0 }));
    expect(headOf(store.branches, "main")).toBe(head);
    expect(leavesIn(store)).toEqual({ "a/x": 1, "a/mine": 1, b: 1 });
  });

  test("makes no commit where nothing is different then", () => {
    const store = storeWith({ "a/mine": 1 });
    const head = headOf(store.branches, "main");
    expect(valueOf(race(store, "test", { others: [] }))).toBe(head);
  });

  test("can make a part that was not there, and take one away", () => {
    const store = storeWith({ b: 1 });
    valueOf(race(store, "test", { others: [] }));
    expect(leavesIn(store)).toEqual({ "a/mine": 1, b: 1 });
    valueOf(changeTree(store, "main", { ...usual, strategy: "set", change: () => Tree.empty }));
    expect(leavesIn(store)).toEqual({ b: 1 });
  });
});

describe("a change while somebody else changes the same part", () => {
  test("by set replaces it, and leaves alone what stands elsewhere", () => {
    const store = storeWith({ "a/x": 1 });
    valueOf(race(store, "set", { others: [{ "a/theirs": 1, b: 2 }], retries: 0 }));
    expect(leavesIn(store)).toEqual({ "a/x": 1, "a/mine": 1, b: 2 });
  });

  test("by test is refused without another try, and done again with one", () => {
    const store = storeWith({ "a/x": 1 });
    const others = [{ "a/theirs": 1 }];
    expect(() => race(store, "test", { others, retries: 0 })).toThrow(
      'Others changed "a" in the branch "main" each of the 1 times that it was to be changed.',
    );
    expect(leavesIn(store)).toEqual({ "a/x": 1, "a/theirs": 1 });
    valueOf(race(store, "test", { others: [{ "a/theirs": 2 }], retries: 1 }));
    expect(leavesIn(store)).toEqual({ "a/x": 1, "a/theirs": 2, "a/mine": 1 });
  });

  test("by test does not mind what happens elsewhere", () => {
    const store = storeWith({ "a/x": 1 });
    valueOf(race(store, "test", { others: [{ b: 2 }], retries: 0 }));
    expect(leavesIn(store)).toEqual({ "a/x": 1, "a/mine": 1, b: 2 });
  });

  test("by merge has both changes, at once", () => {
    const store = storeWith({ "a/x": 1 });
    valueOf(race(store, "merge", { others: [{ "a/theirs": 1, b: 2 }], retries: 0 }));
    expect(leavesIn(store)).toEqual({ "a/x": 1, "a/theirs": 1, "a/mine": 1, b: 2 });
  });

  test("by merge is a conflict without another try, and done again with one", () => {
    const store = storeWith({ "a/x": 1 });
    const result = race(store, "merge", { own: { x: 2 }, others: [{ "a/x": 3 }], retries: 0 });
    expect(linesOf(result)).toEqual(["x: It was 1; here it became 3, there 2."]);
    expect(leavesIn(store)).toEqual({ "a/x": 3 });
    valueOf(race(store, "merge", { own: { x: 2 }, others: [{ "a/x": 4 }], retries: 1 }));
    expect(leavesIn(store)).toEqual({ "a/x": 2 });
  });

  test("by merge follows the rules that it is given", () => {
    const store = storeWith({ "a/count": 1 });
    const rules = { ...usualRules, leaf: () => counterLeaf };
    valueOf(
      race(store, "merge", { own: { count: 2 }, others: [{ "a/count": 4 }], retries: 0, rules }),
    );
    expect(leavesIn(store)).toEqual({ "a/count": 5 });
  });
});
