/** Trees over every store. The numbers in brackets are those of Irmin's tests that are asked again here. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "../../src/store/leaf.ts";
import { memoryObjects } from "../../src/store/memory-objects.ts";
import type { Objects } from "../../src/store/objects.ts";
import { type Path, Tree } from "../../src/store/tree.ts";
import { countedObjects } from "./counted-objects.ts";
import { describeStores } from "./store-shelf.ts";

const depthMax = 100;
const emptyTreeId = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

const anyStep = fc.constantFrom("a", "b", "a.b", "\u{ffee}", "\u{1f40b}");
const anyPath = fc.array(anyStep, { minLength: 1, maxLength: 3 });
const anyAct = fc.oneof(
  { weight: 6, arbitrary: fc.record({ path: anyPath, value: fc.nat(4) }) },
  { weight: 3, arbitrary: fc.record({ path: anyPath }) },
  { weight: 2, arbitrary: fc.record({ path: anyPath, from: anyPath }) },
  { weight: 1, arbitrary: fc.constantFrom("write" as const, "reopen" as const) },
);

describeStores((newShelf) => {
  test("a leaf that was set is found, and nothing else is [1]", () => {
    const { objects } = newShelf().open();
    const once = Tree.empty.set(["limits", "total"], 32);
    const twice = once.set(["limits", "total"], 32);
    expect(once.write(objects)).toBe(twice.write(objects));
    expect(once.find(["limits", "total"])).toBe(32);
    for (const path of [[], ["limits"], ["limits", "perHost"], ["limits", "total", "x"]])
      expect(once.find(path)).toBeUndefined();
  });

  test("equal directories are one object, and a list of one is a stretch in order [2]", () => {
    const { objects } = newShelf().open();
    let tree = Tree.empty;
    for (const name of ["d", "b", "a", "c"])
      tree = tree.set(["x", name], 1).set(["y", "z", name], 1);
    tree.write(objects);
    expect(tree.entry(["x"])?.id).toBe(tree.entry(["y", "z"])?.id);
    expect(tree.list(["x"], 1, 2).map(({ name }) => name)).toEqual(["b", "c"]);
    expect(tree.list(["x"], 3, 9).map(({ name }) => name)).toEqual(["d"]);
    expect(tree.list(["x"], 4)).toEqual([]);
    expect([...objects.ids()]).toHaveLength(4);
  });

  test("what is added and removed again leaves no trace [5]", () => {
    const { objects } = newShelf().open();
    const start = Tree.empty.set(["a"], 1);
    const back = start
      .set(["b", "c", "d"], 2)
      .set(["b", "e"], 3)
      .remove(["b", "c"])
      .remove(["b", "e"]);
    expect(back.write(objects)).toBe(start.write(objects));
    expect(start.remove(["a"]).write(objects)).toBe(emptyTreeId);
    expect(start.remove([]).write(objects)).toBe(emptyTreeId);
  });

  test("a path leads to a leaf, a directory or nothing [18]", () => {
    const { objects } = newShelf().open();
    const id = Tree.empty.set(["a", "b"], null).set(["a", "c", "d"], [1, "x"]).write(objects);
    const tree = Tree.at(objects, id);
    const kinds = [["a"], ["a", "b"], ["a", "c"], ["a", "x"], ["a", "b", "x"]].map(
      (path) => tree.entry(path)?.kind,
    );
    expect(kinds).toEqual(["directory", "leaf", "directory", undefined, undefined]);
    expect(tree.find(["a", "b"])).toBe(null);
    expect(tree.at(["a", "c"])?.find(["d"])).toEqual([1, "x"]);
    expect([tree.at(["a", "b"]), tree.at(["x"]), tree.list(["a", "b"])]).toEqual([
      undefined,
      undefined,
      [],
    ]);
    expect([tree.width(), tree.width(["a"]), tree.width(["x"])]).toEqual([1, 2, 0]);
    expect([...tree.entries()]).toEqual([
      [["a", "b"], null],
      [
        ["a", "c", "d"],
        [1, "x"],
      ],
    ]);
  });

  test("a leaf gives way to a directory, and a directory to a leaf", () => {
    const tree = Tree.empty.set(["a"], 1).set(["a", "b"], 2);
    expect([...tree.entries()]).toEqual([[["a", "b"], 2]]);
    expect([...tree.set(["a"], 3).entries()]).toEqual([[["a"], 3]]);
  });

  test("is what a plain object would be, through any changes, and never changes itself", () => {
    fc.assert(
      fc.property(fc.array(anyAct, { maxLength: 25 }), (acts) => {
        const shelf = newShelf();
        let { objects, transaction } = shelf.open();
        let tree = Tree.empty;
        let plain: Plain = {};
        const kept: [Tree, string][] = [];
        for (const made of acts) {
          if (made === "write") tree.write(objects);
          else if (made === "reopen") {
            const id = tree.write(objects);
            transaction(() => undefined);
            ({ objects, transaction } = shelf.open());
            tree = Tree.at(objects, id);
          } else if ("value" in made) {
            tree = tree.set(made.path, made.value);
            plain = changed(plain, made.path, made.value);
          } else if ("from" in made) {
            const from = tree.at(made.from);
            if (from === undefined) continue;
            tree = tree.graft(made.path, from);
            plain = changed(plain, made.path, structuredClone(at(plain, made.from)));
          } else {
            tree = tree.remove(made.path);
            plain = changed(plain, made.path, undefined);
          }
          kept.push([tree, JSON.stringify(leavesOf(plain))]);
        }
        expect(tree.write(objects)).toBe(fresh(plain).write(objects));
        for (const [was, leaves] of kept) expect(JSON.stringify([...was.entries()])).toBe(leaves);
      }),
      { numRuns: 40 },
    );
  });

  test("reads and writes the way to what is changed, and nothing twice [21]", () => {
    const objects = countedObjects(newShelf().open().objects);
    let tree = Tree.empty;
    for (let k = 0; k < 1_000; k += 1) tree = tree.set(["configuration", `web${k}`, "places"], [k]);
    const id = tree.write(objects);
    expect(objects.counted()).toEqual({ reads: 0, writes: 2_002 });
    tree = Tree.at(objects, id);
    expect(tree.find(["configuration", "web7", "places"])).toEqual([7]);
    expect(objects.counted()).toEqual({ reads: 4, writes: 0 });
    expect(tree.find(["configuration", "web7", "places"])).toEqual([7]);
    expect(tree.find(["configuration", "web8", "places"])).toEqual([8]);
    expect(objects.counted()).toEqual({ reads: 2, writes: 0 });
    const next = tree.set(["configuration", "web8", "places"], []).write(objects);
    expect(objects.counted()).toEqual({ reads: 0, writes: 4 });
    expect(Tree.at(objects, next).find(["configuration", "web8", "places"])).toEqual([]);
    expect(objects.counted()).toEqual({ reads: 4, writes: 0 });
  });
});

test("what is alike in a directory is read once, however often it stands there", () => {
  const objects = countedObjects(memoryObjects());
  const names = Array.from({ length: 1_000 }, (_, k) => `web${k}`);
  let tree = Tree.empty;
  for (const name of names) tree = tree.set([name, "places"], [Number(name.slice(3)) % 2]);
  const again = Tree.at(objects, tree.write(objects));
  objects.counted();
  const values = names.map((name) => again.find([name, "places"]));
  expect(values.slice(0, 3)).toEqual([[0], [1], [0]]);
  // The root, and two directories with a leaf each.
  expect(objects.counted().reads).toBe(5);
});

test("an edit in a hundred thousand leaves reads a directory for each name on the way", () => {
  const objects = countedObjects(memoryObjects());
  let tree = Tree.empty;
  for (let k = 0; k < 100_000; k += 1)
    tree = tree.set(["configuration", `web${k >> 2}`, `leaf${k & 3}`], k);
  const id = tree.write(objects);
  expect([...tree.entries()]).toHaveLength(100_000);
  objects.counted();
  Tree.at(objects, id).set(["configuration", "web777", "leaf2"], "new").write(objects);
  expect(objects.counted()).toEqual({ reads: 3, writes: 4 });
});

test("a tree of another store is copied whole, once", () => {
  const [here, there] = [memoryObjects(), countedObjects(memoryObjects())];
  const id = Tree.empty.set(["a", "b"], 1).set(["c"], 2).write(here);
  const tree = Tree.at(here, id);
  expect(tree.write(there)).toBe(id);
  expect(tree.write(there)).toBe(id);
  expect(there.counted()).toEqual({ reads: 0, writes: 4 });
  expect([...Tree.at(there, id).entries()]).toEqual([...tree.entries()]);
});

test("a path that git could not have is refused with the reason", () => {
  const refusal = (path: Path): unknown => {
    try {
      return Tree.empty.set(path, 1).id;
    } catch (error) {
      return (error as Error).message;
    }
  };
  const deep = Array.from({ length: depthMax + 1 }, () => "a");
  expect(refusal([])).toBe('Nothing can stand at "": a leaf needs a name.');
  expect(refusal(["a", "b/c"])).toContain('the name "b/c" holds a "/"');
  expect(refusal(["a", ""])).toContain('the name "" is empty');
  expect(refusal([".Git"])).toContain('the name ".Git" means something else to git');
  expect(refusal(["\ud800"])).toContain("holds half a character");
  expect(refusal(["a\0"])).toContain("holds a zero byte");
  expect(refusal(deep)).toContain("it is deeper than 100 directories");
  expect(refusal(deep.slice(1))).toBeUndefined();
  expect(() => Tree.empty.set([".."], 1)).toThrow(
    expect.objectContaining({ code: "MADEUS_BAD_PATH" }),
  );
});

test("a tree that is deeper than any is neither written nor listed", () => {
  let objects: Objects = memoryObjects();
  let tree = Tree.empty.set(["a"], 1);
  for (let k = 0; k < depthMax + 5; k += 1) tree = Tree.empty.graft(["a"], tree);
  expect(() => tree.write(objects)).toThrow("A tree is deeper than 100 directories.");
  objects = memoryObjects();
  let id = objects.put({ kind: "blob", bytes: new Uint8Array([49]) });
  for (let k = 0; k < 1_000; k += 1) {
    const mode = k === 0 ? ("100644" as const) : ("40000" as const);
    id = objects.put({ kind: "tree", entries: [{ name: "a", mode, id }] });
  }
  expect(() => [...Tree.at(objects, id).entries()]).toThrow("A tree is deeper than");
  expect(Tree.at(objects, id).find(["a", "a"])).toBeUndefined();
});

/** A tree as plain objects. */
type Plain = { [name: string]: Plain | number };

const at = (plain: Plain, path: Path): Plain =>
  path.reduce<Plain>((inner, name) => inner[name] as Plain, plain);

function changed(
  plain: Plain,
  [name = "", ...rest]: Path,
  value: Plain | number | undefined,
): Plain {
  const { [name]: was, ...others } = plain;
  const inner = typeof was === "object" ? was : {};
  const is =
    rest.length === 0
      ? value
      : value === undefined && typeof was !== "object"
        ? was
        : changed(inner, rest, value);
  const isGone = is === undefined || (typeof is === "object" && Object.keys(is).length === 0);
  return isGone ? others : { ...others, [name]: is };
}

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

const leavesOf = (plain: Plain | number, path: Path = []): [Path, number][] =>
  typeof plain === "number"
    ? [[path, plain]]
    : Object.keys(plain)
        .toSorted(byBytes)
        .flatMap((name) => leavesOf(plain[name] ?? {}, [...path, name]));

const fresh = (plain: Plain): Tree =>
  leavesOf(plain).reduce((tree: Tree, [path, value]) => tree.set(path, value as Json), Tree.empty);
