import fc from "fast-check";
import { expect, test } from "vitest";
import { type Change, difference } from "../../src/store/difference.ts";
import { type Json, leafText } from "../../src/store/leaf.ts";
import { memoryObjects } from "../../src/store/memory-objects.ts";
import { type Path, Tree } from "../../src/store/tree.ts";
import { countedObjects } from "./counted-objects.ts";
import { describeStores } from "./store-shelf.ts";

const anyStep = fc.constantFrom("a", "b", "c");
const anyLeaves = fc.array(fc.tuple(fc.array(anyStep, { minLength: 1, maxLength: 3 }), fc.nat(2)), {
  maxLength: 8,
});
const treeOf = (leaves: readonly (readonly [Path, Json])[]): Tree =>
  leaves.reduce((tree: Tree, [path, value]) => tree.set(path, value), Tree.empty);

describeStores((newShelf) => {
  test("tells what was added, updated and removed, and nothing of equal trees [20]", () => {
    const { objects } = newShelf().open();
    const before = treeOf([
      [["a"], 1],
      [["b", "c"], 2],
      [["b", "d"], 3],
      [["e", "f"], 4],
    ]);
    const after = before.set(["b", "c"], 5).remove(["e"]).set(["g"], null);
    const expected: readonly Change[] = [
      { path: ["b", "c"], before: 2, after: 5 },
      { path: ["e", "f"], before: 4, after: undefined },
      { path: ["g"], before: undefined, after: null },
    ];
    expect([...difference(before, after)]).toEqual(expected);
    const [was, is] = [
      Tree.at(objects, before.write(objects)),
      Tree.at(objects, after.write(objects)),
    ];
    expect([...difference(was, is)]).toEqual(expected);
    expect([...difference(after, is)]).toEqual([]);
  });

  test("a leaf that became a directory is removed, and what is in that is added", () => {
    const [leaf, directory] = [treeOf([[["a"], 1]]), treeOf([[["a", "b"], 1]])];
    const there = { path: ["a"], before: 1, after: undefined };
    const here = { path: ["a", "b"], before: undefined, after: 1 };
    expect([...difference(leaf, directory)]).toEqual([there, here]);
    expect([...difference(directory, leaf)]).toEqual([
      { ...here, before: 1, after: undefined },
      { ...there, before: undefined, after: 1 },
    ]);
  });

  test("is what differs between the leaves of both, written or not", () => {
    fc.assert(
      fc.property(anyLeaves, anyLeaves, fc.nat(3), (a, b, written) => {
        const { objects } = newShelf().open();
        const [was, is] = [treeOf(a), treeOf([...a, ...b])];
        if ((written & 1) !== 0) was.write(objects);
        if ((written & 2) !== 0) is.write(objects);
        const [old, now] = [textsOf(was), textsOf(is)];
        const expected = [...new Set([...old.keys(), ...now.keys()])].filter(
          (path) => old.get(path) !== now.get(path),
        );
        const found = [...difference(was, is)].map(({ path, before, after }) => {
          expect(old.get(path.join("/"))).toBe(before === undefined ? undefined : leafText(before));
          expect(now.get(path.join("/"))).toBe(after === undefined ? undefined : leafText(after));
          return path.join("/");
        });
        expect(found.toSorted()).toEqual(expected.toSorted());
      }),
      { numRuns: 40 },
    );
  });
});

test("reads what differs and no more", () => {
  const objects = countedObjects(memoryObjects());
  let tree = Tree.empty;
  for (let k = 0; k < 2_000; k += 1) tree = tree.set([`x${k % 20}`, `y${k}`, "z"], k);
  const before = Tree.at(objects, tree.write(objects));
  const after = Tree.at(objects, tree.set(["x7", "y7", "z"], "new").write(objects));
  objects.counted();
  expect([...difference(before, after)]).toHaveLength(1);
  expect(objects.counted()).toEqual({ reads: 8, writes: 0 });
});

const textsOf = (tree: Tree): ReadonlyMap<string, string> =>
  new Map([...tree.entries()].map(([path, value]) => [path.join("/"), leafText(value)]));
