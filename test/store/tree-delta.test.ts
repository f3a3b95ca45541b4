import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isMadeusError } from "../../src/model/code.ts";
import { encodeTree } from "../../src/store/object-tree.ts";
import { applyDeltas, treeDelta } from "../../src/store/tree-delta.ts";
import { WideTrees } from "../../src/store/wide-tree.ts";
import { anyTree } from "./object-arbitrary.ts";

describe("what a tree differs in", () => {
  test("gives the tree back, also through several others", () => {
    fc.assert(
      fc.property(fc.array(anyTree, { minLength: 2, maxLength: 6 }), ([first, ...others]) => {
        if (first === undefined) return;
        const bytes = [first, ...others].map(encodeTree);
        const deltas = bytes.slice(1).map((tree, k) => treeDelta(bytes[k] ?? tree, tree));
        expect(applyDeltas(encodeTree(first), deltas)).toEqual(bytes.at(-1));
      }),
      { numRuns: 150 },
    );
  });

  test("is as long as what changed, not as the tree is wide", () => {
    const entries = Array.from({ length: 1_000 }, (_, k) => ({
      name: `web${k}`,
      mode: "40000" as const,
      id: String(k).padStart(40, "0"),
    }));
    const from = encodeTree({ kind: "tree", entries });
    const lengths = [
      entries,
      entries.map((entry) => (entry.name === "web500" ? { ...entry, id: "f".repeat(40) } : entry)),
      entries.filter(({ name }) => name !== "web500"),
      entries.toSpliced(500, 0, { name: "new", mode: "40000", id: "f".repeat(40) }),
    ].map((changed) => treeDelta(from, encodeTree({ kind: "tree", entries: changed })).length);
    expect(lengths).toEqual([
      1,
      1 + "40000 web500 ".length + 20,
      1 + "web500 ".length,
      1 + "40000 new ".length + 20,
    ]);
  });

  test("that is damaged gives another tree, or is refused", () => {
    fc.assert(
      fc.property(anyTree, anyTree, fc.nat(), fc.nat(200), (from, to, at, length) => {
        const delta = treeDelta(encodeTree(from), encodeTree(to));
        const cut = delta.slice(0, Math.min(length, at % delta.length));
        try {
          expect(applyDeltas(encodeTree(from), [cut])).not.toEqual(encodeTree(to));
        } catch (error) {
          if (!isMadeusError(error)) throw error;
          expect(error.code).toBe("MADEUS_OBJECT_DAMAGED");
        }
      }),
      { numRuns: 150 },
    );
  });
});

test("wide trees are remembered, the last ones, up to a bound", () => {
  const trees = new WideTrees();
  const bytes = new Uint8Array(7_000_000);
  trees.keep("narrow", "tree", bytes.subarray(0, 100));
  trees.keep("blob", "blob", bytes);
  for (const id of ["a", "b", "c", "b"]) trees.keep(id, "tree", bytes);
  const known = ["narrow", "blob", "a", "b", "c"].filter((id) => trees.find(id) !== undefined);
  expect(known).toEqual(["b", "c"]);
});
