import { describe, expect, test } from "vitest";
import { deploymentRules } from "../../src/store/deployment-rule.ts";
import type { Json } from "../../src/store/leaf.ts";
import { conflictsOf } from "../../src/store/merge/merge.ts";
import { mergeTrees } from "../../src/store/merge/tree.ts";
import { Tree } from "../../src/store/tree.ts";

const treeOf = (leaves: Readonly<Record<string, Json>>): Tree =>
  Object.entries(leaves).reduce(
    (tree, [path, value]) => tree.set(path.split("/"), value),
    Tree.empty,
  );

/** What one leaf becomes; missing leaves are undefined. The sides differ elsewhere, so that no shortcut is taken. */
function mergedLeaf(path: string, ...[old, x, y]: readonly (Json | undefined)[]): unknown {
  const side = (value: Json | undefined, mark: string): Tree =>
    treeOf({
      [`assembly/instances/${mark}/type`]: mark,
      ...(value !== undefined && { [path]: value }),
    });
  const result = mergeTrees(side(old, "o"), side(x, "x"), side(y, "y"), deploymentRules);
  return result.ok
    ? result.value.find(path.split("/"))
    : conflictsOf(result).map(({ kind }) => kind);
}

describe("a use port", () => {
  const path = "assembly/connections/web.database";
  test("that one side rewired is as that side has it", () => {
    expect(mergedLeaf(path, "db.sql", "db.sql", "db2.sql")).toBe("db2.sql");
    expect(mergedLeaf(path, "db.sql", undefined, "db.sql")).toBeUndefined();
  });
  test("that both rewired to the same provider is wired there", () => {
    expect(mergedLeaf(path, "db.sql", "db2.sql", "db2.sql")).toBe("db2.sql");
  });
  test("that both rewired otherwise is a conflict, and so is one that a side let go of", () => {
    expect(mergedLeaf(path, "db.sql", "db2.sql", "db3.sql")).toEqual(["both changed"]);
    expect(mergedLeaf(path, "db.sql", undefined, "db3.sql")).toEqual(["changed and deleted"]);
    expect(mergedLeaf(path, undefined, "db.sql", "db2.sql")).toEqual(["nothing in common"]);
  });
  test("that takes many has what either side added, and not what either removed", () => {
    expect(mergedLeaf(path, ["a.x", "b.x"], ["b.x", "c.x"], ["a.x", "d.x"])).toEqual([
      "c.x",
      "d.x",
    ]);
    expect(mergedLeaf(path, undefined, ["a.x"], ["b.x"])).toEqual(["a.x", "b.x"]);
    expect(mergedLeaf(path, ["a.x"], undefined, ["a.x"])).toBeUndefined();
    expect(mergedLeaf(path, ["a.x", "b.x"], ["b.x"], ["a.x"])).toBeUndefined();
  });
  test("that is for one here and for many there is a conflict", () => {
    expect(mergedLeaf(path, "a.x", "b.x", ["a.x", "c.x"])).toEqual(["both changed"]);
  });
});

describe("an instance", () => {
  test("that both moved on to different places is a conflict", () => {
    const places = "configuration/db/places";
    expect(mergedLeaf(places, ["installed"], ["running"], ["absent"])).toEqual(["both changed"]);
    expect(mergedLeaf(places, ["installed"], ["running"], undefined)).toEqual([
      "changed and deleted",
    ]);
  });
  test("has the values from here where both sides gave others: the run gives them anew", () => {
    const value = "configuration/db/values/address";
    expect(mergedLeaf(value, { value: 1 }, { value: 2 }, { value: 3 })).toEqual({ value: 2 });
    expect(mergedLeaf(value, { value: 1 }, { value: 1 }, { value: 3 })).toEqual({ value: 3 });
  });
});

test("limits and the program of a run are no matter of conflict", () => {
  expect(mergedLeaf("limits/total", 4, 8, 2)).toBe(8);
  expect(mergedLeaf("limits/named", undefined, { apt: 1 }, { apt: 2 })).toEqual({ apt: 1 });
  expect(mergedLeaf("program/position", 4, 9, 6)).toBe(9);
  expect(mergedLeaf("program/left/00000000", [1], undefined, [2])).toBeUndefined();
});
