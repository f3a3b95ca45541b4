/** The numbers in brackets are those of Irmin's tests that are asked again here. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { commitAt } from "../../src/store/objects.ts";
import { causeOf, makeCommit, subjectOf } from "../../src/store/commit.ts";
import { history, lastModified } from "../../src/store/history.ts";
import { memoryObjects } from "../../src/store/memory-objects.ts";
import { Tree } from "../../src/store/tree.ts";
import { type Descent, descentsOf, lineage } from "./lineage.ts";
import { describeStores } from "./store-shelf.ts";

const leaf = (value: number): Tree => Tree.empty.set(["web", "places"], value).set(["other"], 0);

describeStores((newShelf) => {
  test("the same tree, parents, author, time and words are the same commit [3]", () => {
    const { objects } = newShelf().open();
    const tree = Tree.empty.write(objects);
    const draft = {
      tree,
      parents: [],
      by: { name: "Ann", email: "a@b" },
      atMs: 5_000,
      message: "x",
    };
    const id = makeCommit(objects, draft);
    expect(makeCommit(objects, { ...draft, atMs: 5_999 })).toBe(id);
    const others = [
      { ...draft, atMs: 6_000 },
      { ...draft, parents: [id] },
      { ...draft, message: "y" },
      { ...draft, by: { name: "Bob", email: "a@b" } },
      { ...draft, cause: { run: 1, instruction: 2 } },
    ].map((other) => makeCommit(objects, other));
    expect(new Set([id, ...others]).size).toBe(6);
    expect(commitAt(objects, id)).toMatchObject({ tree, parents: [], message: "x\n" });
    expect(subjectOf(commitAt(objects, id))).toBe("x");
    expect(causeOf(commitAt(objects, id))).toBeUndefined();
    expect(causeOf(commitAt(objects, others[4] ?? ""))).toEqual({ run: 1, instruction: 2 });
  });

  test("a path was last modified where it is not what it was in any parent [14]", () => {
    const { objects } = newShelf().open();
    const { id, names } = lineage(objects, [
      { name: "a", tree: leaf(1) },
      { name: "b", from: ["a"], tree: leaf(2) },
      { name: "c", from: ["b"], tree: leaf(2).set(["other"], 1) },
      { name: "d", from: ["b"], tree: leaf(3) },
      { name: "e", from: ["c", "d"], tree: leaf(3).set(["other"], 1) },
      { name: "f", from: ["e"], tree: leaf(3).set(["other"], 2) },
    ]);
    const modified = (path: readonly string[], count?: number, depth?: number): readonly string[] =>
      names(
        lastModified(objects, id("f"), path, {
          ...(count === undefined ? {} : { count }),
          ...(depth === undefined ? {} : { depth }),
        }).map((entry) => entry.id),
      );
    expect(modified(["web", "places"])).toEqual(["d"]);
    expect(modified(["web", "places"], 2)).toEqual(["d", "b"]);
    expect(modified(["web"], 3)).toEqual(["d", "b", "a"]);
    expect(modified(["other"], 9)).toEqual(["f", "c", "a"]);
    expect(modified(["web", "places"], 9, 2)).toEqual(["d"]);
    expect(modified(["web", "places"], 9, 1)).toEqual([]);
    expect(modified(["nobody"], 9)).toEqual([]);
    expect(modified([], 9)).toEqual(["f", "e", "d", "c", "b", "a"]);
  });
});

describe("a history", () => {
  const made = (
    descents: readonly Descent[],
    heads: readonly string[],
    limits = {},
  ): readonly string[] => {
    const objects = memoryObjects();
    const { id, names } = lineage(objects, descents);
    return names(history(objects, heads.map(id), limits).map((entry) => entry.id));
  };

  test("tells the newest first, and each commit once", () => {
    expect(made(descentsOf("a b:a c:a d:b,c e:d"), ["e", "b"])).toEqual(["e", "d", "c", "b", "a"]);
    expect(made(descentsOf("a b:a,a"), ["b"])).toEqual(["b", "a"]);
  });

  test("goes as deep as it is asked to, and leaves out what others have", () => {
    const objects = memoryObjects();
    const { id, names } = lineage(objects, descentsOf("a b:a c:b d:c e:b f:e,d"));
    const told = (limits: Parameters<typeof history>[2]): readonly string[] =>
      names(history(objects, [id("f")], limits).map((entry) => entry.id));
    expect(told({ depth: 0 })).toEqual(["f"]);
    expect(told({ depth: 1 })).toEqual(["f", "e", "d"]);
    expect(told({ without: [id("c")] })).toEqual(["f", "e", "d"]);
    expect(told({ without: [id("f")] })).toEqual([]);
    expect(history(objects, [])).toEqual([]);
  });

  test("has no commit before one that was made from it, whatever the clocks said", () => {
    const commit = fc.record({ from: fc.array(fc.nat(4), { maxLength: 2 }), atS: fc.nat(50) });
    fc.assert(
      fc.property(fc.array(commit, { minLength: 1, maxLength: 15 }), (commits) => {
        const descents = commits.map(({ from, atS }, k): Descent => {
          const parents = from.map((back) => k - 1 - back).filter((parent) => parent >= 0);
          return { name: `${k}`, from: parents.map(String), atS };
        });
        const order = made(
          descents,
          descents.map(({ name }) => name),
        );
        expect(order.toSorted()).toEqual(descents.map(({ name }) => name).toSorted());
        for (const { name, from = [] } of descents)
          for (const parent of from)
            expect(order.indexOf(parent)).toBeGreaterThan(order.indexOf(name));
      }),
      { numRuns: 150 },
    );
  });

  test("goes by dates where descent does not decide", () => {
    const descents: readonly Descent[] = [
      { name: "old", atS: 500 },
      { name: "older", atS: 100 },
      { name: "new", atS: 1_010, from: ["old"] },
      { name: "back", atS: 0, from: ["new"] },
    ];
    expect(made(descents, ["back", "older"])).toEqual(["older", "back", "new", "old"]);
  });

  test("ends where a parent was left out of the store, and refuses a head that is not there", () => {
    const objects = memoryObjects();
    const { id, names } = lineage(objects, descentsOf("a b:a c:b"));
    objects.drop([id("a")]);
    expect(names(history(objects, [id("c")]).map((entry) => entry.id))).toEqual(["c", "b"]);
    expect(lastModified(objects, id("b"), ["name"]).map((entry) => entry.id)).toEqual([id("b")]);
    expect(() => history(objects, [id("a")])).toThrow(
      expect.objectContaining({ code: "MADEUS_OBJECT_MISSING" }),
    );
  });
});
