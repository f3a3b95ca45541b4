/** Histories for tests of what is sent: made in a store, a commit after the other, each with one leaf changed. */
import { makeCommit } from "../../../src/store/commit.ts";
import type { ObjectId } from "../../../src/store/object-id.ts";
import type { Objects } from "../../../src/store/objects.ts";
import { type Path, Tree } from "../../../src/store/tree.ts";

export const ann = { name: "Ann", email: "ann@example.org" };
export const reason = { atMs: 0, by: "ann", why: "a test" };

/** A commit with these leaves changed, or removed where the value is undefined. */
export function commitOn(
  objects: Objects,
  parents: readonly ObjectId[],
  changes: Readonly<Record<string, number | string | undefined>>,
  atS = 1000,
): ObjectId {
  const [first] = parents;
  let tree = first === undefined ? Tree.empty : Tree.at(objects, treeOfCommit(objects, first));
  for (const [path, value] of Object.entries(changes)) {
    const names: Path = path.split("/");
    tree = value === undefined ? tree.remove(names) : tree.set(names, value);
  }
  const message = `change ${Object.keys(changes).join(", ")}`;
  return makeCommit(objects, {
    tree: tree.write(objects),
    parents,
    by: ann,
    atMs: atS * 1000,
    message,
  });
}

/** Commits in a line, the first with all leaves, each further one with another leaf changed: from the first to the last. */
export function line(objects: Objects, count: number, leaves = 30): readonly ObjectId[] {
  const path = (k: number): string => `configuration/unit-${k % leaves}/marking`;
  const all = Object.fromEntries(Array.from({ length: leaves }, (_, k) => [path(k), "installed"]));
  const commits = [commitOn(objects, [], all)];
  while (commits.length < count) {
    const k = commits.length;
    const before = commits.slice(-1);
    commits.push(commitOn(objects, before, { [path(k * 7)]: `running since ${k}` }, 1000 + k));
  }
  return commits;
}

export function treeOfCommit(objects: Objects, id: ObjectId): ObjectId {
  const commit = objects.get(id);
  if (commit?.kind !== "commit") throw new Error(`no commit ${id}`);
  return commit.tree;
}

/** The last of them. */
export function last<T>(list: readonly T[]): T {
  const found = list.at(-1);
  if (found === undefined) throw new Error("an empty list");
  return found;
}
