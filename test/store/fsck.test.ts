import { expect, test } from "vitest";
import type { Finding } from "../../src/model/code.ts";
import { fsck } from "../../src/store/fsck.ts";
import { memoryBranches } from "../../src/store/memory-branches.ts";
import { type StoredObject, decode } from "../../src/store/object.ts";
import { commitAt } from "../../src/store/objects.ts";
import { type Store, memoryStore } from "../../src/store/store.ts";
import { Tree } from "../../src/store/tree.ts";
import { descentsOf, lineage } from "./lineage.ts";
import { describeStores, reason } from "./store-shelf.ts";

const text = ({ code, text: said, hint }: Finding): string => `${code} ${said} | ${hint}`;
const shown = (store: Store): readonly string[] =>
  fsck(store).findings.map((finding) => text(finding).replace(/\b[0-9a-f]{10}\b/g, "ID"));

describeStores((newShelf) => {
  test("a store that is sound has no findings, and what no branch needs is counted", () => {
    const store = newShelf().open();
    expect(fsck(store)).toEqual({ findings: [], objects: 0, unneeded: 0 });
    const { id } = lineage(store.objects, descentsOf("a b:a x"));
    store.branches.move("main", undefined, id("b"), reason);
    expect(fsck(store)).toEqual({ findings: [], objects: 9, unneeded: 3 });
  });

  test("what is missing is told with the place where it is needed", () => {
    const store = newShelf().open();
    const tree = Tree.empty.set(["configuration", "web", "places"], ["running"]).set(["limits"], 1);
    const { id } = lineage(store.objects, [
      { name: "a", tree },
      { name: "b", from: ["a"] },
    ]);
    store.branches.move("main", undefined, id("b"), reason);
    const hint =
      "fetch it from a mirror or apply a bundle that holds it, or put a backup of the state in its place";
    for (const [path, place] of [
      [["configuration", "web", "places"], "configuration/web/places of commit ID: the blob ID"],
      [["configuration", "web"], "configuration/web of commit ID: the tree ID"],
      [[], "the tree of commit ID: the tree ID"],
    ] as const) {
      store.objects.drop([tree.entry(path)?.id ?? ""]);
      expect(shown(store)).toEqual([`MADEUS_OBJECT_MISSING ${place} is missing | ${hint}`]);
      store.transaction(() => Tree.empty.graft([], tree));
    }
    store.objects.drop([id("a")]);
    expect(shown(store)).toEqual([
      `MADEUS_OBJECT_MISSING a parent of commit ID: the commit ID is missing | ${hint}`,
    ]);
    store.boundary.add(id("b"));
    expect(shown(store)).toEqual([]);
  });

  test("a branch that leads nowhere is told with where it stood before", () => {
    const store = newShelf().open();
    const { id } = lineage(store.objects, descentsOf("a b:a"));
    store.branches.move("main", undefined, id("a"), reason);
    store.branches.move("main", id("a"), id("b"), reason);
    store.branches.move("main", id("b"), "7".repeat(40), reason);
    store.branches.move("try", undefined, "8".repeat(40), reason);
    expect(fsck(store).findings.map(text)).toEqual([
      `MADEUS_OBJECT_MISSING the branch "main" leads nowhere: there is no commit 7777777777 | fetch it from a mirror, or set the branch back to ${id("b").slice(0, 10)}, where it stood before`,
      'MADEUS_OBJECT_MISSING the branch "try" leads nowhere: there is no commit 8888888888 | fetch it from a mirror, or remove the branch',
    ]);
  });

  test("a branch on what is no commit, and a leaf that is not JSON, are told", () => {
    const store = newShelf().open();
    const blob = store.objects.put({ kind: "blob", bytes: new Uint8Array([0x7b]) });
    const entries = [{ name: "limits", mode: "100644", id: blob } as const];
    const tree = store.objects.put({ kind: "tree", entries });
    const { id } = lineage(store.objects, [{ name: "a", tree: Tree.at(store.objects, tree) }]);
    store.branches.move("main", undefined, id("a"), reason);
    store.branches.move("odd", undefined, tree, reason);
    expect(fsck(store).findings.map((finding) => finding.text)).toEqual([
      `the head of branch "odd": the commit ${tree.slice(0, 10)} is a tree and not a commit`,
      `limits of commit ${id("a").slice(0, 10)}: the blob ${blob.slice(0, 10)} cannot be read: A leaf is damaged: it is not JSON.`,
    ]);
  });
});

test("an object with another hash is told, needed or not, and all else is looked at", () => {
  const inner = memoryStore();
  const { id } = lineage(inner.objects, descentsOf("a b:a x"));
  inner.branches.move("main", undefined, id("b"), reason);
  const wrong: StoredObject = decode("blob", new Uint8Array([49, 10]));
  const bad = [commitAt(inner.objects, id("a")).tree, commitAt(inner.objects, id("x")).tree];
  const objects = {
    ...inner.objects,
    get: (one: string) => (bad.includes(one) ? wrong : inner.objects.get(one)),
  };
  expect(shown({ ...inner, objects })).toEqual([
    "MADEUS_OBJECT_DAMAGED the tree of commit ID: the tree ID has another hash | fetch it from a mirror or apply a bundle that holds it, or put a backup of the state in its place",
    "MADEUS_OBJECT_DAMAGED object ID has another hash | no branch needs it: madeus prune drops it",
  ]);
});

test("a branch that was put there under a name that git would not have is told", () => {
  const store = memoryStore();
  const { id } = lineage(store.objects, descentsOf("a"));
  const branches = { ...memoryBranches(), list: () => [{ name: "my branch", head: id("a") }] };
  expect(shown({ ...store, branches })).toEqual([
    'MADEUS_BAD_BRANCH the branch name "my branch" holds a space | give it another name',
  ]);
});

test("our own faults are no findings", () => {
  const store = memoryStore();
  const { id } = lineage(store.objects, descentsOf("a"));
  store.branches.move("main", undefined, id("a"), reason);
  const get = (): never => {
    throw new TypeError("a fault of ours");
  };
  expect(() => fsck({ ...store, objects: { ...store.objects, get } })).toThrow("a fault of ours");
});
