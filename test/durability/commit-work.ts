/** Commits to one branch, and branches that are made, moved and removed. */
import { update } from "../../src/store/branch.ts";
import { makeCommit } from "../../src/store/commit.ts";
import type { ObjectId } from "../../src/store/object-id.ts";
import { commitAt } from "../../src/store/objects.ts";
import { openStateFile } from "../../src/store/sqlite-file.ts";
import { sqliteStore } from "../../src/store/sqlite-store.ts";
import type { Store } from "../../src/store/store.ts";
import { Tree } from "../../src/store/tree.ts";
import { ann, atMs, reason, stateIn } from "./place.ts";
import type { Acting, Work } from "./work.ts";

/** Makes a state with a branch `main` of so many commits, each with a leaf more than the one before it. */
export function madeState(directory: string, commits: number): readonly string[] {
  return inStore(directory, { say: () => undefined, durable: false }, (store) => {
    for (let k = 1; k <= commits; k += 1) commitNext(store, k);
    return [`head main ${store.branches.find("main")}`];
  });
}

export function inStore<T>(
  directory: string,
  { durable }: Acting,
  work: (store: Store, file: ReturnType<typeof openStateFile>) => T,
): T {
  const file = openStateFile(stateIn(directory), { mode: "create", durable });
  try {
    return work(sqliteStore(file), file);
  } finally {
    file.close();
  }
}

/** Commit number k of `main`. */
export function commitNext(store: Store, k: number): ObjectId {
  const { objects, branches } = store;
  const head = branches.find("main");
  const before = head === undefined ? wide() : Tree.at(objects, commitAt(objects, head).tree);
  const tree = before.set(["configuration", `web${k}`, "places"], [`running${k}`]);
  const draft = { parents: head === undefined ? [] : [head], by: ann, message: `number ${k}` };
  const commit = (): ObjectId =>
    makeCommit(objects, { ...draft, tree: tree.write(objects), atMs: atMs * k });
  return update(branches, "main", commit, reason) ?? "";
}

function wide(): Tree {
  let tree = Tree.empty;
  for (let k = 0; k < 60; k += 1) tree = tree.set(["assembly", `app${k}`, "type"], `app ${k}`);
  return tree;
}

const commitsMax = 8;

export const commitWork: Work = {
  prepare: (directory) => madeState(directory, 1),
  act: (directory, acting) =>
    inStore(directory, acting, (store) => {
      const width = (): number => {
        const { tree } = commitAt(store.objects, store.branches.find("main") ?? "");
        return Tree.at(store.objects, tree).list(["configuration"]).length;
      };
      for (let k = width() + 1; k <= commitsMax; k += 1)
        acting.say(`head main ${commitNext(store, k)}`);
    }),
};

const branchesMax = 6;

/** Of the branches made, each second one goes again. */
export const moveWork: Work = {
  prepare: (directory) => madeState(directory, 3),
  act: (directory, acting) =>
    inStore(directory, acting, ({ branches }) => {
      const head = branches.find("main") ?? "";
      for (let k = 0; k < branchesMax; k += 1) {
        const name = `try${k}`;
        const stood = branches.find(name);
        const isPast = [...branches.moves()].some(
          ({ branch, to }) => branch === name && to === undefined,
        );
        if (stood === undefined && !isPast) {
          branches.move(name, undefined, head, reason);
          acting.say(`head ${name} ${head}`);
        }
        if (k % 2 === 0 || isPast) continue;
        branches.move(name, head, undefined, reason);
        acting.say(`removed ${name}`);
      }
    }),
};
