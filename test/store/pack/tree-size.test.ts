/** Trees that nobody could walk through are refused before anybody tries. */
import { describe, expect, test } from "vitest";
import { memoryObjects } from "../../../src/store/memory-objects.ts";
import type { ObjectId } from "../../../src/store/object-id.ts";
import { type TreeEntry, directoryMode, leafMode } from "../../../src/store/object-tree.ts";
import { treeObjectAt } from "../../../src/store/objects.ts";
import { TreeSizes } from "../../../src/store/pack/tree-size.ts";
import { memoryStore } from "../../../src/store/store.ts";
import { keepArrival } from "../../../src/store/pack/arrival.ts";
import { ann } from "./growth.ts";
import { makeCommit } from "../../../src/store/commit.ts";

const objects = memoryObjects();
const leaf = objects.put({ kind: "blob", bytes: Buffer.from("1\n") });
const directoryOf = (
  names: readonly string[],
  id: ObjectId,
  mode: TreeEntry["mode"] = directoryMode,
): ObjectId => objects.put({ kind: "tree", entries: names.map((name) => ({ name, mode, id })) });
/** A leaf under so many directories, each with the next one under all these names. */
const nested = (depth: number, names: readonly string[]): ObjectId =>
  Array.from({ length: depth - 1 }).reduce<ObjectId>(
    (id) => directoryOf(names, id),
    directoryOf(names, leaf, leafMode),
  );
const ensureUsable = (...ids: readonly ObjectId[]): void => {
  const sizes = new TreeSizes((id) => treeObjectAt(objects, id));
  for (const id of ids) sizes.ensureUsable(id);
};

describe("a tree", () => {
  test("may have as many directories in each other as are read, and no more", () => {
    expect(() => ensureUsable(nested(100, ["a"]))).not.toThrow();
    expect(() => ensureUsable(nested(102, ["a"]))).toThrow(/more than 100 directories/);
    expect(() => ensureUsable(nested(100_000, ["a"]))).toThrow(/more than 100 directories/);
  });

  test("is as deep as its deepest part, also where that was looked at before", () => {
    const part = nested(60, ["a"]);
    const whole = Array.from({ length: 60 }).reduce<ObjectId>((id) => directoryOf(["b"], id), part);
    expect(() => ensureUsable(part, whole)).toThrow(/more than 100 directories/);
  });

  test("of few bytes may not unfold to more leaves than anybody can look at", () => {
    expect(() => ensureUsable(nested(20, ["a", "b"]))).not.toThrow();
    expect(() => ensureUsable(nested(90, ["a", "b"]))).toThrow(/more than 10,000,000 leaves/);
  });

  test("that is sent so is not kept", () => {
    const store = memoryStore();
    const draft = { parents: [], by: ann, atMs: 0, message: "bomb" };
    const head = makeCommit(objects, { ...draft, tree: nested(90, ["a", "b"]) });
    const unpacked = new Map(
      [...objects.ids()].flatMap((id) => {
        const object = objects.get(id);
        return object === undefined ? [] : [[id, { object }] as const];
      }),
    );
    expect(() => keepArrival(store, { unpacked, heads: [head] })).toThrow(
      expect.objectContaining({ code: "MADEUS_PACK_REFUSED" }),
    );
    expect([...store.objects.ids()]).toEqual([]);
  });
});
