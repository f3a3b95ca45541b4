/** Two stores and the real git between them: what one pushes the other pulls, and who comes late is told what to do. */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fsck } from "../../../src/store/fsck.ts";
import { history } from "../../../src/store/history.ts";
import { type Exchange, pullBranches, pushBranch } from "../../../src/store/mirror/exchange.ts";
import { gitDone } from "../../../src/store/mirror/git.ts";
import { Mirror } from "../../../src/store/mirror/mirror.ts";
import { fetch } from "../../../src/store/mirror/transfer.ts";
import { commitOn, reason } from "../pack/growth.ts";
import { emptyDirectory, repository } from "../repository.ts";
import { add, clerk, grow, pair } from "./pair.ts";

const standsAt = ({ store }: Exchange, name = "main") => store.branches.find(name);

describe("a branch", () => {
  test("goes from one store to the other, and back", async () => {
    const { between, ann, bob } = await pair();
    const first = grow(ann);
    expect(await pushBranch(ann, "main")).toEqual({ id: first, how: "made" });
    expect(await pullBranches(bob)).toEqual([{ branch: "main", how: "made", to: first }]);
    const second = add(bob, "from-bob");
    expect(await pushBranch(bob, "main")).toEqual({ id: second, how: "forward" });
    expect(await pushBranch(bob, "main")).toEqual({ id: second, how: "same" });
    expect(await pullBranches(ann, { branch: "main" })).toMatchObject([
      { how: "forward", from: first },
    ]);
    expect([standsAt(ann), standsAt(ann, "origin/main")]).toEqual([second, second]);
    expect(between.git("rev-parse", "main").trim()).toBe(second);
    for (const { store } of [ann, bob]) expect(fsck(store).findings).toEqual([]);
  });

  test("that went on elsewhere is not pushed over; taken in, it is", async () => {
    const { between, ann, bob } = await pair();
    grow(ann);
    await pushBranch(ann, "main");
    await pullBranches(bob);
    const [annsOwn, bobsOwn] = [add(ann, "from-ann"), add(bob, "from-bob")];
    await pushBranch(ann, "main");
    await expect(pushBranch(bob, "main")).rejects.toMatchObject({
      code: "MADEUS_PUSH_REFUSED",
      message: expect.stringContaining('The branch "main" has gone on in'),
      hint: "First take it in: madeus pull origin main, then madeus merge origin/main; then push again.",
    });
    expect(await pullBranches(bob)).toMatchObject([{ how: "apart", from: bobsOwn, to: annsOwn }]);
    await expect(pushBranch(bob, "main")).rejects.toMatchObject({ code: "MADEUS_PUSH_REFUSED" });
    const merge = commitOn(bob.store.objects, [bobsOwn, annsOwn], { "from-ann": 1 }, 6000);
    bob.store.branches.move("main", bobsOwn, merge, reason);
    expect(await pushBranch(bob, "main")).toEqual({ id: merge, how: "forward" });
    expect(await pullBranches(ann)).toMatchObject([{ how: "forward", to: merge }]);
    expect(between.git("log", "--format=%s", "--first-parent", "main")).toContain("from-ann");
  });

  test("of a name with slashes, with letters of any script, or as long as may be goes, too", async () => {
    const { ann, bob } = await pair();
    const head = grow(ann);
    const names = ["versuch/größer", "ö".repeat(120)];
    for (const name of names) {
      ann.store.branches.move(name, undefined, head, reason);
      await pushBranch(ann, name);
    }
    expect((await pullBranches(bob)).map(({ branch }) => branch)).toEqual(names);
  });

  test("that is not there is told on both sides", async () => {
    const { ann } = await pair();
    await expect(pushBranch(ann, "main")).rejects.toThrow('There is no branch "main".');
    await expect(pullBranches(ann, { branch: "main" })).rejects.toThrow(
      'There is no branch "main" in "/',
    );
    expect(await pullBranches(ann)).toEqual([]);
    for (const branch of ["m*", "main:main", "^main"])
      await expect(pullBranches(ann, { branch })).rejects.toMatchObject({
        code: "MADEUS_BAD_BRANCH",
      });
  });
});

describe("a mirror", () => {
  test("is read by git as the history of a deployment, and nothing in it is wrong", async () => {
    const { ann } = await pair();
    grow(ann, 150);
    await pushBranch(ann, "main");
    const told = async (...args: readonly string[]) =>
      (await gitDone(args, ann.mirror.call())).toString("utf8");
    expect(await told("fsck", "--strict", "--full")).toBe("");
    const log = await told("log", "--stat", "-1", "--format=%an <%ae> %s", "main");
    expect(log).toBe(
      `Ann <ann@example.org> change configuration/unit-23/marking

 configuration/unit-23/marking | 2 +-
 1 file changed, 1 insertion(+), 1 deletion(-)
`,
    );
    expect((await told("log", "--format=%H", "main")).split("\n")).toHaveLength(151);
  });

  test("is pushed by git itself to where the store was never", async () => {
    const { ann } = await pair();
    const head = grow(ann);
    await pushBranch(ann, "main");
    const backup = repository();
    await gitDone(["push", "--quiet", backup.directory, "main"], ann.mirror.call());
    const bob = await clerk(backup);
    expect(await pullBranches(bob)).toMatchObject([{ to: head }]);
  });

  test("gives a store that only ever pulled what is new, and no more", async () => {
    const { ann, bob } = await pair();
    grow(ann, 50);
    await pushBranch(ann, "main");
    await pullBranches(bob);
    const next = add(ann, "more");
    await pushBranch(ann, "main");
    await fetch(bob.mirror, bob.remote, undefined);
    const { unpacked } = await bob.mirror.arrival(bob.store, [next]);
    expect([...unpacked.values()].map(({ object }) => object.kind).toSorted()).toEqual([
      "blob",
      "commit",
      "tree",
    ]);
  });

  test("can be removed: it is made anew", async () => {
    const { between, ann } = await pair();
    grow(ann);
    await pushBranch(ann, "main");
    const again = await Mirror.open(join(emptyDirectory(), "mirror.git"));
    const next = add(ann, "more");
    expect(await pushBranch({ ...ann, mirror: again }, "main")).toEqual({
      id: next,
      how: "forward",
    });
    expect(between.git("fsck", "--strict")).toBe("");
  });

  test("of a store that has lost something takes nothing", async () => {
    const { ann } = await pair();
    const head = grow(ann, 5);
    ann.store.objects.drop([history(ann.store.objects, [head])[3]?.id ?? ""]);
    await expect(pushBranch(ann, "main")).rejects.toMatchObject({ code: "MADEUS_OBJECT_MISSING" });
    expect(await ann.mirror.refs()).toEqual(new Map());
  });

  test("that was damaged says so, and what to do", async () => {
    const { ann } = await pair();
    grow(ann);
    await pushBranch(ann, "main");
    writeFileSync(join(ann.mirror.directory, "HEAD"), "nonsense");
    await expect(pushBranch(ann, "main")).rejects.toMatchObject({
      code: "MADEUS_GIT_FAILED",
      hint: expect.stringContaining("remove the directory: it is made anew"),
    });
  });
});

describe("the other side", () => {
  test("that holds what no store of Madeus writes is refused, and nothing is changed", async () => {
    const { between, ann } = await pair();
    const blob = between.pipe("target", "hash-object", "-w", "--stdin").toString().trim();
    const tree = between.pipe(`120000 blob ${blob}\tlink\n`, "mktree").toString().trim();
    between.git(
      "update-ref",
      "refs/heads/main",
      between.git("commit-tree", "-m", "x", tree).trim(),
    );
    await expect(pullBranches(ann)).rejects.toMatchObject({
      code: "MADEUS_OBJECT_DAMAGED",
      message: 'A tree is damaged: it has an entry of mode "120000", which Madeus does not make.',
      hint: expect.stringContaining("nothing of that was taken"),
    });
    expect([...ann.store.objects.ids(), ...ann.store.branches.list()]).toEqual([]);
  });

  test("that is not there, or is no repository, is told", async () => {
    const { ann } = await pair();
    const gone = { ...ann, remote: { name: "origin", address: "/nowhere/site.git" } };
    await expect(pullBranches(gone)).rejects.toMatchObject({ code: "MADEUS_REMOTE_FAILED" });
    grow(ann);
    const plain = { ...ann, remote: { name: "origin", address: emptyDirectory() } };
    await expect(pushBranch(plain, "main")).rejects.toMatchObject({ code: "MADEUS_REMOTE_FAILED" });
  });

  test("is made where a path names nothing yet", async () => {
    const { ann } = await pair();
    grow(ann);
    const address = join(emptyDirectory(), "new.git");
    await pushBranch({ ...ann, remote: { name: "origin", address } }, "main");
    expect(existsSync(join(address, "refs/heads/main"))).toBe(true);
  });

  test("that does not want a branch says why", async () => {
    const { between, ann } = await pair();
    grow(ann);
    writeFileSync(join(between.directory, "hooks/pre-receive"), "#!/bin/sh\nexit 1\n", {
      mode: 0o755,
    });
    await expect(pushBranch(ann, "main")).rejects.toThrow(
      'does not take the branch "main": pre-receive hook declined.',
    );
  });
});
