/**
 * Looks at everything in a store: is each object what its id says, is all there that branches need, do branches lead somewhere?
 *
 * A finding says what is wrong, where, and what to do about it. Whatever is damaged, all else is looked at.
 */
import { type Finding, isMadeusError } from "../model/code.ts";
import { type Remark, error } from "../model/finding.ts";
import { quote, shown } from "../model/name.ts";
import { branchNameProblem } from "./branch-name.ts";
import { type Branch, reflog } from "./branch.ts";
import { readLeaf } from "./leaf.ts";
import type { ObjectId, ObjectKind } from "./object-id.ts";
import { leafMode } from "./object-tree.ts";
import { type StoredObject, idOf } from "./object.ts";
import type { Objects } from "./objects.ts";
import type { Store } from "./store.ts";

export interface Checkup {
  readonly findings: readonly Finding[];
  readonly objects: number;
  /** How many of them no branch needs; a prune drops those that are old. */
  readonly unneeded: number;
}

/** Cost: one read of each object. */
export function fsck(store: Store): Checkup {
  const { objects, branches, boundary } = store;
  const remarks: Remark[] = branches.list().flatMap((branch) => [...branchRemarks(store, branch)]);
  const needed = new Set<ObjectId>();
  const looked = new Set<string>();
  const places = branches.list().flatMap(({ name, head }): Place[] => {
    const place = { id: head, kind: "commit", as: `the head of branch ${quote(name)}` } as const;
    return objects.has(head) ? [place] : [];
  });
  for (let place = places.pop(); place !== undefined; place = places.pop()) {
    const key = `${place.kind} ${place.id}`;
    if (looked.has(key)) continue;
    looked.add(key);
    needed.add(place.id);
    const found = look(objects, place.id, place.kind);
    if ("problem" in found) remarks.push(neededRemark(place, found));
    else
      places.push(...placesIn(found.object, place, boundary.has(place.id) ? objects : undefined));
  }
  const ids = [...objects.ids()];
  const unneeded = ids.filter((id) => !needed.has(id));
  for (const id of unneeded) {
    const found = look(objects, id);
    if ("problem" in found) remarks.push(unneededRemark(id, found));
  }
  const findings = remarks.map((remark) => ({ ...remark, at: undefined }));
  return { findings, objects: ids.length, unneeded: unneeded.length };
}

/** Where an object is needed. */
interface Place {
  readonly id: ObjectId;
  readonly kind: ObjectKind;
  /** What it is there, e.g. `limits of commit 0123456789`. */
  readonly as: string;
  /** Of what stands in a commit's tree. */
  readonly inside?: { readonly commit: string; readonly path: string };
}

type Look = { readonly object: StoredObject } | Problem;
interface Problem {
  readonly code: "MADEUS_OBJECT_MISSING" | "MADEUS_OBJECT_DAMAGED";
  readonly problem: string;
}

/** The object of an id, or what is wrong with it. */
function look(objects: Objects, id: ObjectId, kind?: ObjectKind): Look {
  const damaged = (problem: string): Problem => ({ code: "MADEUS_OBJECT_DAMAGED", problem });
  try {
    const object = objects.get(id);
    if (object === undefined) return { code: "MADEUS_OBJECT_MISSING", problem: "is missing" };
    if (idOf(object) !== id) return damaged("has another hash");
    if (kind !== undefined && object.kind !== kind)
      return damaged(`is a ${object.kind} and not a ${kind}`);
    if (object.kind === "blob" && kind === "blob") readLeaf(object.bytes);
    return { object };
  } catch (fault) {
    if (!isMadeusError(fault) || fault.code !== "MADEUS_OBJECT_DAMAGED") throw fault;
    return damaged(`cannot be read: ${fault.message}`);
  }
}

/**
 * What an object needs.
 *
 * @param cut  the objects, where the commit is one whose parents may be missing
 */
function placesIn(
  object: StoredObject,
  { id, inside = { commit: short(id), path: "" } }: Place,
  cut: Objects | undefined,
): readonly Place[] {
  const { commit, path } = inside;
  switch (object.kind) {
    case "blob":
      return [];
    case "tree":
      return object.entries.map(({ name, mode, id: entry }) => {
        const below = path === "" ? name : `${path}/${name}`;
        const as = `${shown(below)} of commit ${commit}`;
        return {
          id: entry,
          kind: mode === leafMode ? "blob" : "tree",
          as,
          inside: { commit, path: below },
        };
      });
    case "commit": {
      const tree: Place = {
        id: object.tree,
        kind: "tree",
        as: `the tree of commit ${commit}`,
        inside,
      };
      const parents = object.parents
        .filter((parent) => cut === undefined || cut.has(parent))
        .map(
          (parent): Place => ({ id: parent, kind: "commit", as: `a parent of commit ${commit}` }),
        );
      return [tree, ...parents];
    }
  }
}

function* branchRemarks({ objects, branches }: Store, { name, head }: Branch): Generator<Remark> {
  const problem = branchNameProblem(name);
  if (problem !== undefined)
    yield error(
      "MADEUS_BAD_BRANCH",
      `the branch name ${quote(name)} ${problem}`,
      "give it another name",
    );
  if (objects.has(head)) return;
  const earlier = reflog(branches, name)
    .flatMap(({ from }) => from ?? [])
    .find((id) => objects.has(id));
  yield error(
    "MADEUS_OBJECT_MISSING",
    `the branch ${quote(name)} leads nowhere: there is no commit ${short(head)}`,
    earlier === undefined
      ? "fetch it from a mirror, or remove the branch"
      : `fetch it from a mirror, or set the branch back to ${short(earlier)}, where it stood before`,
  );
}

const neededRemark = ({ id, kind, as }: Place, { code, problem }: Problem): Remark =>
  error(
    code,
    `${as}: the ${kind} ${short(id)} ${problem}`,
    "fetch it from a mirror or apply a bundle that holds it, or put a backup of the state in its place",
  );

const unneededRemark = (id: ObjectId, { code, problem }: Problem): Remark =>
  error(code, `object ${short(id)} ${problem}`, "no branch needs it: madeus prune drops it");

const short = (id: ObjectId): string => id.slice(0, 10);
