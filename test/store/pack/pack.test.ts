/** Packs: the real git takes ours as they are, and its own are read whatever it puts into them. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { memoryObjects } from "../../../src/store/memory-objects.ts";
import type { ObjectId } from "../../../src/store/object-id.ts";
import { encode } from "../../../src/store/object.ts";
import type { Objects } from "../../../src/store/objects.ts";
import { closure } from "../../../src/store/pack/closure.ts";
import { joined, packOf } from "../../../src/store/pack/pack.ts";
import { unpack } from "../../../src/store/pack/unpacked.ts";
import { zlib } from "../../../src/store/pack/zlib.ts";
import { repository } from "../repository.ts";
import { commitOn, last, line } from "./growth.ts";

const packed = (objects: Objects, heads: readonly ObjectId[], haves?: readonly ObjectId[]) =>
  joined(packOf(objects, closure(objects, heads, haves).parts, zlib));

test("git finds every object of ours in the pack, and nothing wrong", () => {
  const objects = memoryObjects();
  const commits = line(objects, 120);
  const { git, pipe } = repository();
  const pack = packed(objects, [last(commits)]);
  pipe(pack, "index-pack", "--stdin", "--strict");
  git("update-ref", "refs/heads/main", last(commits));
  expect(git("fsck", "--strict", "--full")).toBe("");
  const names = git("cat-file", "--batch-all-objects", "--batch-check=%(objectname)");
  expect(names.trim().split("\n").toSorted()).toEqual([...objects.ids()].toSorted());
  expect(git("log", "--format=%H", "main").trim().split("\n")).toEqual(commits.toReversed());
  const whole = [...objects.ids()].reduce((sum, id) => sum + bodyOf(objects, id).length, 0);
  expect(pack.length).toBeLessThan(whole / 2);
});

test("chains of deltas end after fifty", () => {
  const objects = memoryObjects();
  const { directory, git, pipe } = repository();
  pipe(packed(objects, [last(line(objects, 200, 60))]), "index-pack", "--stdin", "--strict");
  const [index] = readdirSync(join(directory, "objects/pack")).filter((name) =>
    name.endsWith(".idx"),
  );
  const lengths = git("verify-pack", "-v", `objects/pack/${index}`)
    .split("\n")
    .flatMap((found) => /^chain length = (\d+)/.exec(found)?.[1] ?? []);
  expect(Math.max(...lengths.map(Number))).toBe(50);
});

test("what we packed we read", () => {
  const objects = memoryObjects();
  const head = last(line(objects, 60));
  const unpacked = unpack(packed(objects, [head]), { objects: memoryObjects(), compression: zlib });
  expect(new Set(unpacked.keys())).toEqual(new Set(objects.ids()));
  for (const [id, { object }] of unpacked) expect(encode(object)).toEqual(bodyOf(objects, id));
});

describe("of git's own packs", () => {
  /** What git packs of a history of ours that it has. */
  function gitPack(args: readonly string[]) {
    const objects = memoryObjects();
    const ids = line(objects, 80, 40);
    const { git, pipe } = repository();
    pipe(packed(objects, [last(ids)]), "index-pack", "--stdin");
    git("update-ref", "refs/heads/main", last(ids));
    git("repack", "-adfq", "--window=50", "--depth=50");
    return { objects, pack: pipe("main\n", "pack-objects", "--revs", "--stdout", "-q", ...args) };
  }

  test.each([
    ["deltas by offset", ["--delta-base-offset"]],
    ["deltas by id", []],
  ])("those with %s are read", (_, args) => {
    const { objects, pack } = gitPack(args);
    const unpacked = unpack(pack, { objects: memoryObjects(), compression: zlib });
    expect(new Set(unpacked.keys())).toEqual(new Set(objects.ids()));
  });

  test("those with a tag, or with a program among the leaves, are refused", () => {
    const objects = memoryObjects();
    const head = commitOn(objects, [], { a: 1 });
    const { git, pipe } = repository();
    pipe(packed(objects, [head]), "index-pack", "--stdin");
    git("tag", "-a", "-m", "a tag", "v1", head);
    const reading = { objects: memoryObjects(), compression: zlib };
    const tagged = pipe("v1\n", "pack-objects", "--revs", "--stdout", "-q");
    expect(() => unpack(tagged, reading)).toThrow("it holds a tag, which Madeus does not keep");
    const blob = pipe("#!/bin/sh\n", "hash-object", "-w", "--stdin").toString().trim();
    const tree = pipe(`100755 blob ${blob}\trun\n`, "mktree").toString().trim();
    const foreign = pipe(
      `${git("commit-tree", "-m", "x", tree).trim()}\n`,
      "pack-objects",
      "--revs",
      "--stdout",
      "-q",
    );
    expect(() => unpack(foreign, reading)).toThrow('an entry of mode "100755"');
  });
});

const bodyOf = (objects: Objects, id: ObjectId): Uint8Array => {
  const object = objects.get(id);
  if (object === undefined) throw new Error(`no object ${id}`);
  return encode(object);
};
