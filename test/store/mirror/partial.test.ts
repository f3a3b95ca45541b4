/** Stores whose history ends before its beginning, because they took a part of it or forgot one: they push and pull like any other. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { deploymentIn } from "../../../src/store/deployment.ts";
import { fsck } from "../../../src/store/fsck.ts";
import { history } from "../../../src/store/history.ts";
import { pullBranches, pushBranch } from "../../../src/store/mirror/exchange.ts";
import { git } from "../../../src/store/mirror/git.ts";
import { Mirror } from "../../../src/store/mirror/mirror.ts";
import { prune } from "../../../src/store/prune.ts";
import { Tree } from "../../../src/store/tree.ts";
import { commitOn, last, line, reason, treeOfCommit } from "../pack/growth.ts";
import { emptyDirectory } from "../repository.ts";
import { add, clerk, grow, pair } from "./pair.ts";

describe("a partial copy", () => {
  test("of one branch and two commits is enough to see what stands, to go on, and to push", async () => {
    const { between, ann } = await pair();
    grow(ann, 30);
    const head = add(ann, "assembly/name");
    ann.store.branches.move("other", undefined, head, reason);
    await pushBranch(ann, "main");
    await pushBranch(ann, "other");
    const bob = await clerk({ directory: `file://${between.directory}` });
    expect(await pullBranches(bob, { branch: "main", depth: 2 })).toMatchObject([{ to: head }]);
    const { objects, boundary, branches } = bob.store;
    expect(branches.list().map(({ name }) => name)).toEqual(["main", "origin/main"]);
    expect(history(objects, [head])).toHaveLength(2);
    expect([...boundary]).toHaveLength(1);
    const tree = Tree.at(objects, treeOfCommit(objects, head));
    expect(tree.width(["configuration"])).toBe(30);
    expect(deploymentIn(tree).limits).toEqual({});

    const next = add(bob, "from-bob");
    expect(await pushBranch(bob, "main")).toEqual({ id: next, how: "forward" });
    expect(await pullBranches(ann)).toMatchObject([{ how: "forward", to: next }, { how: "same" }]);
    expect(history(ann.store.objects, [next])).toHaveLength(32);
    expect(fsck(bob.store).findings).toEqual([]);
    expect(between.git("fsck", "--strict")).toBe("");
  });

  test("takes in a branch that parts from the others before its end", async () => {
    const { between, ann } = await pair();
    const commits = line(ann.store.objects, 8);
    ann.store.branches.move("main", undefined, last(commits), reason);
    await pushBranch(ann, "main");
    const bob = await clerk({ directory: `file://${between.directory}` });
    await pullBranches(bob, { branch: "main", depth: 2 });
    const old = commitOn(ann.store.objects, commits.slice(2, 3), { old: 1 });
    ann.store.branches.move("old", undefined, old, reason);
    await pushBranch(ann, "old");
    expect(await pullBranches(bob)).toMatchObject([
      { branch: "main", how: "same" },
      { branch: "old", how: "made", to: old },
    ]);
    expect(fsck(bob.store).findings).toEqual([]);
  });

  test("is made whole when that is wanted, and a pull alone does not", async () => {
    const { between, ann } = await pair();
    const head = grow(ann, 8);
    await pushBranch(ann, "main");
    const bob = await clerk({ directory: `file://${between.directory}` });
    await pullBranches(bob, { branch: "main", depth: 2 });
    await pullBranches(bob);
    expect(history(bob.store.objects, [head])).toHaveLength(2);
    await pullBranches(bob, { isWhole: true });
    expect(history(bob.store.objects, [head])).toHaveLength(8);
    expect([...bob.store.boundary, bob.mirror.isPartial]).toEqual([false]);
    expect(fsck(bob.store).findings).toEqual([]);
    expect(await pullBranches(bob, { isWhole: true })).toMatchObject([{ how: "same" }]);
  });

  test("whose mirror is gone makes one that ends where the copy does", async () => {
    const { between, ann } = await pair();
    const head = grow(ann, 6);
    await pushBranch(ann, "main");
    const bob = await clerk({ directory: `file://${between.directory}` });
    await pullBranches(bob, { branch: "main", depth: 1 });
    const mirror = await Mirror.open(join(emptyDirectory(), "mirror.git"));
    await mirror.take(bob.store, [{ name: "main", id: head }]);
    expect(readFileSync(join(mirror.directory, "shallow"), "utf8")).toBe(`${head}\n`);
    expect((await git(["fsck", "--strict"], mirror.call())).code).toBe(0);
  });
});

describe("a store that was pruned", () => {
  /** Bob has all that Ann has pushed, and has forgotten what is old. */
  async function pruned() {
    const both = await pair();
    const { ann, bob } = both;
    const commits = line(ann.store.objects, 8);
    ann.store.branches.move("main", undefined, last(commits), reason);
    await pushBranch(ann, "main");
    await pullBranches(bob);
    prune(bob.store, 1e12);
    expect(history(bob.store.objects, [last(commits)])).toHaveLength(1);
    return { ...both, commits };
  }

  test("takes in a branch that parts from the others before its end", async () => {
    const { ann, bob, commits } = await pruned();
    const old = commitOn(ann.store.objects, commits.slice(2, 3), { old: 1 });
    ann.store.branches.move("old", undefined, old, reason);
    await pushBranch(ann, "old");
    expect(await pullBranches(bob)).toMatchObject([{ how: "same" }, { branch: "old", to: old }]);
    expect(history(bob.store.objects, [old])).toHaveLength(4);
    expect(fsck(bob.store).findings).toEqual([]);
  });

  test("does not get back by a pull what it has forgotten, unless that is wanted", async () => {
    const { ann, bob, commits } = await pruned();
    const next = add(ann, "next");
    await pushBranch(ann, "main");
    await pullBranches(bob);
    expect(history(bob.store.objects, [next])).toHaveLength(2);
    await pullBranches(bob, { isWhole: true });
    expect(history(bob.store.objects, [next])).toHaveLength(commits.length + 1);
    expect([...bob.store.boundary]).toEqual([]);
  });
});
