/** The objects that one store has and another lacks: commits, with the directories and leaves that came with them. */
import { depthMax, tooDeep } from "../directory.ts";
import type { HistoryEntry } from "../history.ts";
import { missingObject } from "../object-fault.ts";
import type { ObjectId } from "../object-id.ts";
import { type TreeEntry, directoryMode } from "../object-tree.ts";
import { type Objects, treeObjectAt } from "../objects.ts";
import { type Outgoing, type OutgoingLimits, outgoing } from "./outgoing.ts";

export interface Closure extends Pick<Outgoing, "border"> {
  /** Each object once. */
  readonly parts: readonly ClosurePart[];
}
export interface ClosurePart {
  readonly id: ObjectId;
  /** What stood in its place before: the two differ little. It comes earlier, or the receiver has it. */
  readonly like?: ObjectId;
}

/**
 * All objects that are reachable from `heads`, without those of commits that lead to `haves`.
 *
 * A directory is compared with those that stood in its place in the parents of its commit, and what is equal is not entered. So of
 * what the receiver has only that is sent which had been gone and came back. Cost: that of `outgoing`; for each commit, reads of the
 * directories that it changed.
 *
 * @throws MadeusError  `MADEUS_OBJECT_MISSING` where something that is reachable is not in the store
 */
export function closure(
  objects: Objects,
  heads: readonly ObjectId[],
  haves: readonly ObjectId[] = [],
  limits: OutgoingLimits = {},
): Closure {
  const { commits, border } = outgoing(objects, heads, haves, limits);
  const gathered = new Gathered(objects);
  const cut = new Set(border);
  for (const entry of commits) {
    // Beyond the border the receiver has nothing to compare with.
    const before = cut.has(entry.id) ? [] : entry.commit.parents;
    gathered.add({ id: entry.id });
    gathered.addTree(entry, before);
  }
  return { parts: gathered.parts, border };
}

class Gathered {
  readonly parts: ClosurePart[] = [];
  readonly #objects: Objects;
  readonly #seen = new Set<ObjectId>();
  readonly #trees = new Map<ObjectId, ObjectId>();

  constructor(objects: Objects) {
    this.#objects = objects;
  }

  add(part: ClosurePart): boolean {
    if (this.#seen.has(part.id)) return false;
    this.#seen.add(part.id);
    this.parts.push(part);
    return true;
  }

  addTree({ id, commit }: HistoryEntry, parents: readonly ObjectId[]): void {
    this.#trees.set(id, commit.tree);
    const before = parents.flatMap((parent) => this.#treeOf(parent) ?? []);
    if (!before.includes(commit.tree)) this.#addDirectory(commit.tree, before, 0);
  }

  #treeOf(commit: ObjectId): ObjectId | undefined {
    const known = this.#trees.get(commit);
    if (known !== undefined) return known;
    const object = this.#objects.get(commit);
    return object?.kind === "commit" ? object.tree : undefined;
  }

  #addDirectory(id: ObjectId, before: readonly ObjectId[], depth: number): void {
    if (depth > depthMax) throw tooDeep();
    if (!this.add(part(id, before[0]))) return;
    const { entries } = treeObjectAt(this.#objects, id);
    const others = before.map((other) => this.#entriesOf(other));
    for (const entry of entries) {
      const was = others.flatMap((other) => other.get(entry.name) ?? []);
      if (was.some((one) => one.id === entry.id)) continue;
      const alike = was.filter(({ mode }) => mode === entry.mode).map((one) => one.id);
      if (entry.mode === directoryMode) this.#addDirectory(entry.id, alike, depth + 1);
      else if (this.#objects.has(entry.id)) this.add(part(entry.id, alike[0]));
      else throw missingObject("blob", entry.id);
    }
  }

  #entriesOf(directory: ObjectId): ReadonlyMap<string, TreeEntry> {
    const object = this.#objects.get(directory);
    return new Map(object?.kind === "tree" ? object.entries.map((one) => [one.name, one]) : []);
  }
}

const part = (id: ObjectId, like: ObjectId | undefined): ClosurePart =>
  like === undefined ? { id } : { id, like };
