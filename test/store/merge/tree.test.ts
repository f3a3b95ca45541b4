/** Merges of trees: leaf by leaf, each by its rule; what only one side changed is not even read. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json } from "../../../src/store/leaf.ts";
import { counterLeaf, logLeaf, registerLeaf, setLeaf } from "../../../src/store/merge/leaf-rule.ts";
import { mapped, merged } from "../../../src/store/merge/merge.ts";
import { type Rules, mergeTrees, usualRules } from "../../../src/store/merge/tree.ts";
import { queueRule, ropeRule } from "../../../src/store/merge/whole.ts";
import { memoryObjects } from "../../../src/store/memory-objects.ts";
import { queuesIn } from "../../../src/store/queue.ts";
import { ropesIn } from "../../../src/store/rope.ts";
import { Tree } from "../../../src/store/tree.ts";
import { countedObjects } from "../counted-objects.ts";
import { type Leaves, leavesOf, linesOf, treeOf, valueOf } from "./history.ts";

const merge = (
  old: Leaves | undefined,
  x: Leaves,
  y: Leaves,
  rules?: Rules,
): ReturnType<typeof mergeTrees> => mergeTrees(old && treeOf(old), treeOf(x), treeOf(y), rules);

describe("a merge of trees", () => {
  test("of equal trees changes nothing", () => {
    const tree = treeOf({ "a/b": 1, c: 2 });
    expect(valueOf(mergeTrees(tree, tree, tree))).toBe(tree);
    expect(leavesOf(valueOf(merge({ a: 1 }, { a: 1 }, { a: 1 })))).toEqual({ a: 1 });
  });

  test("takes the side that changed, and what both made alike", () => {
    expect(leavesOf(valueOf(merge({ a: 1, b: 1 }, { a: 1, b: 1 }, { a: 2 })))).toEqual({ a: 2 });
    expect(leavesOf(valueOf(merge({ a: 1 }, { a: 2, b: 1 }, { a: 2, b: 1 })))).toEqual({
      a: 2,
      b: 1,
    });
  });

  test("takes two new directories from both", () => {
    expect(leavesOf(valueOf(merge({}, { "b/x": 1 }, { "c/x": 2 })))).toEqual({
      "b/x": 1,
      "c/x": 2,
    });
  });

  test("takes what each has alone where they have nothing in common", () => {
    expect(
      leavesOf(valueOf(merge(undefined, { "a/x": 1, same: 0 }, { "a/y": 2, same: 0 }))),
    ).toEqual({
      "a/x": 1,
      "a/y": 2,
      same: 0,
    });
    expect(linesOf(merge(undefined, { "a/x": 1 }, { "a/x": 2 }))).toEqual([
      "a/x: It is 1 here and 2 there, and there is nothing that both come from.",
    ]);
  });

  test("deletes what one side deleted, its directories with it, unless the other changed it", () => {
    const old = { "a/b/c": 1, "a/b/d": 1, e: 1 };
    expect(leavesOf(valueOf(merge(old, { e: 1 }, { ...old, e: 2 })))).toEqual({ e: 2 });
    expect(valueOf(merge({ "a/b": 1 }, {}, { "a/b": 1 })).width()).toBe(0);
    expect(linesOf(merge(old, { e: 1 }, { ...old, "a/b/d": 2 }))).toEqual([
      "a/b/d: It was 1; there it became 2, here it was deleted.",
    ]);
  });

  test("tells all conflicts with their paths", () => {
    expect(
      linesOf(merge({ "a/x": 1, b: 1, c: 1 }, { "a/x": 2, b: 2, c: 2 }, { "a/x": 3, b: 3, c: 1 })),
    ).toEqual([
      "a/x: It was 1; here it became 2, there 3.",
      "b: It was 1; here it became 2, there 3.",
    ]);
  });

  test("a leaf against a directory is a conflict; a leaf that one side made a directory is one", () => {
    expect(linesOf(merge({}, { a: 1 }, { "a/b": 1 }))).toEqual([
      "a: It is a leaf here and a directory there.",
    ]);
    expect(linesOf(merge({}, { "a/b": 1 }, { a: 1 }))).toEqual([
      "a: It is a directory here and a leaf there.",
    ]);
    expect(leavesOf(valueOf(merge({ a: 1 }, { a: 1 }, { "a/b": 1 })))).toEqual({ "a/b": 1 });
    expect(leavesOf(valueOf(merge({ a: 1 }, {}, { "a/b": 1 })))).toEqual({ "a/b": 1 });
    expect(linesOf(merge({ a: 1 }, { a: 2 }, { "a/b": 1 }))).toEqual([
      "a: It was 1; here it became 2, there it was deleted.",
    ]);
  });

  test("is that of plain lists of leaves, whatever stands in them", () => {
    const path = fc
      .array(fc.constantFrom("a", "b"), { minLength: 1, maxLength: 3 })
      .map((names) => names.join("/"));
    // Names of leaves differ from those of directories, so that all lists are trees.
    const leaves = fc
      .dictionary(
        path.map((at) => `${at}/leaf`),
        fc.constantFrom<Json>(1, 2),
      )
      .map((all): Leaves => ({ ...all }));
    fc.assert(
      fc.property(leaves, leaves, leaves, (old, x, y) => {
        const result = mapped(merge(old, x, y), leavesOf);
        const paths = [...new Set([old, x, y].flatMap((one) => Object.keys(one)))];
        const clash = paths.some((at) => old[at] !== x[at] && old[at] !== y[at] && x[at] !== y[at]);
        const kept = paths.map((at) => [at, x[at] === old[at] ? y[at] : x[at]] as const);
        expect(result.ok).toBe(!clash);
        if (!clash)
          expect(result).toEqual(
            merged(Object.fromEntries(kept.filter(([, value]) => value !== undefined))),
          );
      }),
    );
  });
});

describe("rules by path:", () => {
  const rules: Rules = {
    leaf: (path) =>
      path.at(-1) === "count"
        ? counterLeaf
        : path.at(-1) === "labels"
          ? setLeaf
          : path.at(-1) === "seen"
            ? registerLeaf
            : path.at(-1) === "log"
              ? logLeaf
              : usualRules.leaf(path),
  };

  test("counters, sets, registers and logs stand in leaves", () => {
    const seen = (atMs: number): Json => ({ atMs, value: "x" });
    const [was, early, late] = [seen(0), seen(1), seen(2)];
    const entry = (atMs: number): Json => ({ atMs, text: "event" });
    const old = {
      "web/count": 1,
      "web/labels": ["b", "a"],
      "web/seen": was,
      "web/log": [entry(1)],
    };
    const x = {
      "web/count": 3,
      "web/labels": ["a"],
      "web/seen": late,
      "web/log": [entry(3), entry(1)],
    };
    const y = {
      "web/count": 2,
      "web/labels": ["c", "b", "a"],
      "web/seen": early,
      "web/log": [entry(2), entry(1)],
    };
    expect(leavesOf(valueOf(merge(old, x, y, rules)))).toEqual({
      "web/count": 4,
      "web/labels": ["a", "c"],
      "web/seen": late,
      "web/log": [entry(3), entry(2), entry(1)],
    });
  });

  test("two who count the same have counted twice", () => {
    expect(leavesOf(valueOf(merge({ count: 1 }, { count: 2 }, { count: 2 }, rules)))).toEqual({
      count: 3,
    });
    const objects = memoryObjects();
    const stored = (leaves: Leaves): Tree => Tree.at(objects, treeOf(leaves).write(objects));
    const both = stored({ "a/count": 2 });
    expect(leavesOf(valueOf(mergeTrees(stored({ "a/count": 1 }), both, both, rules)))).toEqual({
      "a/count": 3,
    });
  });

  test.each<readonly [string, Json, Json]>([
    ["count", "many", 2],
    ["labels", { a: 1 }, ["a"]],
    ["seen", 3, { atMs: 1, value: 1 }],
    ["seen", [], { atMs: 1, value: 1 }],
    ["log", [{ atMs: 1 }], []],
  ])("a leaf %s that does not hold such a value is merged as any leaf", (name, wrong, right) => {
    expect(linesOf(merge({ [name]: 0 }, { [name]: wrong }, { [name]: right }, rules))).toHaveLength(
      1,
    );
    expect(
      leavesOf(valueOf(merge({ [name]: right }, { [name]: wrong }, { [name]: right }, rules))),
    ).toEqual({
      [name]: wrong,
    });
  });

  test("queues and ropes stand in directories, and are merged whole", () => {
    const objects = memoryObjects();
    const [queues, ropes] = [queuesIn(objects), ropesIn(objects)];
    const whole: Rules = {
      ...usualRules,
      whole: ([name]) =>
        name === "pending" ? queueRule(objects) : name === "notes" ? ropeRule(objects) : undefined,
    };
    const queue = queues.push(queues.push(queues.create(), "update"), "backup");
    const rope = ropes.make("one\ntwo\nthree\n");
    const tree = (pending: typeof queue, notes: typeof rope): Tree =>
      Tree.empty
        .graft(["pending"], Tree.at(objects, queues.write(pending)))
        .graft(["notes"], Tree.at(objects, ropes.write(notes)));
    const popped = queues.pop(queue)?.rest ?? queue;
    const [old, x, y] = [
      tree(queue, rope),
      tree(popped, ropes.insert(rope, 0, "zero\n")),
      tree(queues.push(queue, "restart"), ropes.insert(rope, 14, "four\n")),
    ];
    const result = valueOf(mergeTrees(old, x, y, whole));
    const at = (name: string): string => result.at([name])?.write(objects) ?? "";
    expect(queues.elements(queues.read(at("pending")))).toEqual(["backup", "restart"]);
    expect(ropes.text(ropes.read(at("notes")))).toBe("zero\none\ntwo\nthree\nfour\n");
    expect(linesOf(mergeTrees(old, x, y.set(["pending"], 3), whole))).toEqual([
      "pending: It was a queue of 2; here it became a queue of 1, there it was deleted.",
    ]);
    expect(linesOf(mergeTrees(old, x.remove(["notes"]), y, whole))).toEqual([
      "notes: It was a text of 14 characters; there it became a text of 19 characters, here it was deleted.",
    ]);
    const gone = valueOf(mergeTrees(old, x.set(["notes"], 1), old.set(["more"], 1), whole));
    expect(gone.find(["notes"])).toBe(1);
  });
});

test("what only one side changed is not read, however large the trees are", () => {
  const objects = countedObjects(memoryObjects());
  const wide = Object.fromEntries(
    Array.from({ length: 2_000 }, (_, k) => [`${k % 20}/${k % 400}/leaf${k}`, k]),
  );
  const old = treeOf(wide);
  const ids = [old, old.set(["3", "3", "leaf3"], -1), old.set(["7", "7", "leaf7"], -1)].map(
    (tree) => tree.write(objects),
  );
  objects.counted();
  const [before, x, y] = ids.map((id) => Tree.at(objects, id));
  const result = mergeTrees(before, x ?? Tree.empty, y ?? Tree.empty);
  // The three roots, and nothing below.
  expect(objects.counted().reads).toBe(3);
  expect(leavesOf(valueOf(result))).toEqual({ ...wide, "3/3/leaf3": -1, "7/7/leaf7": -1 });
  const written = valueOf(result).write(objects);
  objects.counted();
  expect(
    valueOf(
      mergeTrees(Tree.at(objects, written), Tree.at(objects, written), Tree.at(objects, written)),
    ).id,
  ).toBe(written);
  expect(objects.counted().reads).toBe(0);
});
