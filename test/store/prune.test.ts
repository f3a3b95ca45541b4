import fc from "fast-check";
import { expect, test } from "vitest";
import { parting } from "../../src/store/ancestor.ts";
import { fsck } from "../../src/store/fsck.ts";
import { history } from "../../src/store/history.ts";
import { commitAt } from "../../src/store/objects.ts";
import { type Pruning, prune, pruningOf } from "../../src/store/prune.ts";
import type { Store } from "../../src/store/store.ts";
import { Tree } from "../../src/store/tree.ts";
import { type Descent, type Lineage, descentsOf, lineage } from "./lineage.ts";
import { countedObjects } from "./counted-objects.ts";
import { describeStores, memoryShelf, reason } from "./store-shelf.ts";

/** Branches by name of commit; their moves were made at the beginning of time. */
function filled(store: Store, descents: readonly Descent[], heads: readonly string[]): Lineage {
  const made = lineage(store.objects, descents);
  for (const name of heads)
    store.branches.move(`b${name}`, undefined, made.id(name), { ...reason, atMs: 0 });
  return made;
}

const commitsIn = ({ objects }: Store, { names }: Lineage): readonly string[] =>
  names([...objects.ids()].filter((id) => objects.get(id)?.kind === "commit")).toSorted();

describeStores((newShelf) => {
  test("what is old, and what no branch leads to, is dropped with its trees and leaves", () => {
    const shelf = newShelf();
    const store = shelf.open();
    const made = filled(store, descentsOf("a b:a c:b d:c x:a"), ["d"]);
    const told = prune(store, 180_000);
    expect({ ...told, drop: told.drop.length, boundary: made.names(told.boundary) }).toEqual({
      drop: 9,
      boundary: ["c"],
      kept: 2,
      forget: 1,
    } satisfies Record<keyof Pruning, unknown>);
    const later = shelf.open();
    expect(commitsIn(later, made)).toEqual(["c", "d"]);
    expect(made.names(later.boundary)).toEqual(["c"]);
    expect(Tree.at(later.objects, commitAt(later.objects, made.id("c")).tree).find(["name"])).toBe(
      "c",
    );
    expect(made.names(history(later.objects, [made.id("d")]).map(({ id }) => id))).toEqual([
      "d",
      "c",
    ]);
    expect(fsck(later)).toMatchObject({ findings: [], unneeded: 0 });
  });

  test("a head stays, however old; told beforehand is what is done, and done twice is nothing more", () => {
    const store = newShelf().open();
    const made = filled(store, descentsOf("a b:a c:b"), ["c"]);
    const foreseen = pruningOf(store, 1e12);
    expect(commitsIn(store, made)).toEqual(["a", "b", "c"]);
    expect(prune(store, 1e12)).toEqual(foreseen);
    expect(commitsIn(store, made)).toEqual(["c"]);
    expect(prune(store, 1e12)).toMatchObject({ drop: [], boundary: [made.id("c")], kept: 1 });
    expect(fsck(store).findings).toEqual([]);
  });

  test("where the last moves came from stays, until they are old themselves", () => {
    const store = newShelf().open();
    const made = filled(store, descentsOf("a b:a c x"), ["b"]);
    store.branches.move("bb", made.id("b"), made.id("c"), { ...reason, atMs: 900_000 });
    prune(store, 800_000);
    expect(commitsIn(store, made)).toEqual(["b", "c"]);
    expect([...store.branches.moves()].map(({ number }) => number)).toEqual([2]);
    expect(store.branches.move("bb", made.id("c"), made.id("b"), { ...reason, atMs: 0 })).toBe(
      true,
    );
    prune(store, 1_000_000);
    expect(commitsIn(store, made)).toEqual(["b"]);
    expect([...store.branches.moves()]).toEqual([]);
  });

  test("a clock that went back makes nothing old that was made from what is young", () => {
    const store = newShelf().open();
    const made = filled(
      store,
      [
        { name: "a", atS: 100 },
        { name: "young", from: ["a"], atS: 5_000 },
        { name: "back", from: ["young"], atS: 1 },
        { name: "head", from: ["back"], atS: 2 },
      ],
      ["head"],
    );
    store.branches.move("other", undefined, made.id("a"), { ...reason, atMs: 5_000_000 });
    store.branches.move("other", made.id("a"), undefined, { ...reason, atMs: 1 });
    prune(store, 4_000_000);
    expect(commitsIn(store, made)).toEqual(["a", "back", "head", "young"]);
    expect([...store.branches.moves()].map(({ number }) => number)).toEqual([2, 3]);
    store.branches.forget(3);
    prune(store, 4_000_000);
    expect(commitsIn(store, made)).toEqual(["back", "head", "young"]);
  });

  test("what two branches are merged by stays", () => {
    const store = newShelf().open();
    const made = filled(store, descentsOf("o a:o b:a c:a d:b e:c"), ["d", "e"]);
    prune(store, 1e12);
    expect(commitsIn(store, made)).toEqual(["a", "b", "c", "d", "e"]);
    expect(made.names(parting(store.objects, made.id("d"), made.id("e")).ids)).toEqual(["a"]);
    expect(made.names(store.boundary)).toEqual(["a"]);
  });
});

test("a store that is pruned at any time parts its branches where they parted before, and is sound", () => {
  const anyCommit = fc.record({ from: fc.array(fc.nat(3), { maxLength: 2 }), atS: fc.nat(300) });
  const anyHistory = fc.array(anyCommit, { minLength: 2, maxLength: 14 }).map((commits) =>
    commits.map(({ from, atS }, k): Descent => {
      const parents = new Set(from.map((back) => k - 1 - back).filter((parent) => parent >= 0));
      return { name: `${k}`, from: [...parents].map(String), atS };
    }),
  );
  fc.assert(
    fc.property(
      anyHistory,
      fc.array(fc.nat(), { maxLength: 4 }),
      fc.nat(400),
      (descents, at, age) => {
        const store = memoryShelf().open();
        const heads = [...new Set(at.map((number) => `${number % descents.length}`))];
        const made = filled(store, descents, heads);
        const parted = (): unknown =>
          heads.flatMap((a) =>
            heads.map((b) =>
              made.names(parting(store.objects, made.id(a), made.id(b)).ids).toSorted(),
            ),
          );
        const before = parted();
        const trees = heads.map((name) => commitAt(store.objects, made.id(name)).tree);
        prune(store, age * 1_000);
        expect(parted()).toEqual(before);
        expect(fsck(store)).toMatchObject({ findings: [], unneeded: 0 });
        for (const tree of trees)
          expect([...Tree.at(store.objects, tree).entries()]).toHaveLength(1);
        for (const { name, atS = 0 } of reachable(descents, heads))
          if (atS >= age) expect(store.objects.has(made.id(name))).toBe(true);
      },
    ),
    { numRuns: 200 },
  );
});

function reachable(descents: readonly Descent[], heads: readonly string[]): readonly Descent[] {
  const found = new Set(heads);
  for (const one of found)
    for (const parent of descents.find(({ name }) => name === one)?.from ?? []) found.add(parent);
  return descents.filter(({ name }) => found.has(name));
}

test("each commit is read once or twice, however many branches lead to it", () => {
  const store = memoryShelf().open();
  const names = Array.from({ length: 300 }, (_, k) => `c${k}`);
  const line = names.map((name, k): Descent => ({ name, from: k === 0 ? [] : [`c${k - 1}`] }));
  const heads = names.slice(-20).map((from) => ({ name: `of-${from}`, from: [from] }));
  filled(
    store,
    [...line, ...heads],
    heads.map(({ name }) => name),
  );
  const objects = countedObjects(store.objects);
  const { kept } = pruningOf({ ...store, objects }, 1e12);
  expect(kept).toBe(40);
  // A read of each commit, and one of each that is kept and of its tree.
  expect(objects.reads).toBe(320 + 2 * 40);
});

test("nothing is pruned from a store that is not sound", () => {
  const store = memoryShelf().open();
  const made = filled(store, descentsOf("a b:a"), ["b"]);
  store.objects.drop([commitAt(store.objects, made.id("b")).tree]);
  const before = [...store.objects.ids()];
  expect(() => prune(store, 1e12)).toThrow(
    expect.objectContaining({ code: "MADEUS_OBJECT_MISSING" }),
  );
  expect([...store.objects.ids()]).toEqual(before);
  expect([...store.branches.moves()]).toHaveLength(1);
});
