/** Merges of commits: from what the histories have in common. */
import { describe, expect, test } from "vitest";
import { mergeCommits } from "../../../src/store/merge/commit.ts";
import { memoryObjects } from "../../../src/store/memory-objects.ts";
import type { ObjectId } from "../../../src/store/object-id.ts";
import { commitAt } from "../../../src/store/objects.ts";
import { Tree } from "../../../src/store/tree.ts";
import { countedObjects } from "../counted-objects.ts";
import { commitOf, linesOf, mergedLeaves, valueOf } from "./history.ts";

const objects = memoryObjects();
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
    expect(valueOf(mergeCommits(objects, x, y))).toMatchObject({ parents: [x, y] });
    expect(mergedLeaves(objects, x, y)).toEqual({ "a/x": 2, "a/y": 2, c: 1, d: 1 });
  });

  test("of two histories that have nothing in common has the leaves of both", () => {
    expect(mergedLeaves(objects, commitOf(objects, { a: 1 }), commitOf(objects, { b: 2 }))).toEqual(
      {
        a: 1,
        b: 2,
      },
    );
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
    expect(mergedLeaves(objects, other, outdated)).toEqual({ foo: 9, own: 3 });
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
