/**
 * The parts of a tree: leaves and directories, each known by its id, by what it holds, or by both.
 *
 * What is known by its id alone is read when it is looked at, and once. A part never changes what it stands for.
 */
import { MadeusError } from "../model/code.ts";
import { type Json, leafBytes, readLeaf } from "./leaf.ts";
import { type NameIndex, indexOf, mapNames } from "./name-index.ts";
import type { ObjectId } from "./object-id.ts";
import { type TreeEntry, compareNames, directoryMode, leafMode } from "./object-tree.ts";
import { type Objects, blobAt, treeObjectAt } from "./objects.ts";

export type Part = Leaf | Directory;

/** Deeper trees are neither written nor read. */
export const depthMax = 100;

/** Where a part is kept. */
interface Kept {
  readonly objects: Objects;
  readonly id: ObjectId;
}

export class Leaf {
  readonly kind = "leaf";
  #kept: Kept | undefined;
  #value: Json | undefined;

  private constructor(kept: Kept | undefined, value: Json | undefined) {
    this.#kept = kept;
    this.#value = value;
  }
  static of(value: Json): Leaf {
    return new Leaf(undefined, value);
  }
  static at(objects: Objects, id: ObjectId): Leaf {
    return new Leaf({ objects, id }, undefined);
  }

  get id(): ObjectId | undefined {
    return this.#kept?.id;
  }
  value(): Json {
    if (this.#value === undefined && this.#kept !== undefined)
      this.#value = readLeaf(blobAt(this.#kept.objects, this.#kept.id).bytes);
    return this.#value ?? null;
  }
  write(objects: Objects): ObjectId {
    if (this.#kept?.objects === objects) return this.#kept.id;
    const id = objects.put({ kind: "blob", bytes: leafBytes(this.value()) });
    this.#kept = { objects, id };
    return id;
  }
}

export class Directory {
  readonly kind = "directory";
  #kept: Kept | undefined;
  #parts: NameIndex<Part>;
  #isRead: boolean;
  /** What it was made from: the store may keep the difference only. */
  readonly #like: ObjectId | undefined;

  private constructor(kept: Kept | undefined, parts?: NameIndex<Part>, like?: ObjectId) {
    this.#kept = kept;
    this.#parts = parts;
    this.#isRead = kept === undefined;
    this.#like = like;
  }
  static readonly empty: Directory = new Directory(undefined);
  static at(objects: Objects, id: ObjectId): Directory {
    return new Directory({ objects, id });
  }

  get id(): ObjectId | undefined {
    return this.#kept?.id;
  }
  parts(): NameIndex<Part> {
    if (!this.#isRead && this.#kept !== undefined) {
      this.#parts = partsOf(this.#kept);
      this.#isRead = true;
    }
    return this.#parts;
  }
  /** The same directory with other parts. */
  with(parts: NameIndex<Part>): Directory {
    return new Directory(undefined, parts, this.id ?? this.#like);
  }
  write(objects: Objects, depth = 0): ObjectId {
    if (this.#kept?.objects === objects) return this.#kept.id;
    if (depth > depthMax) throw tooDeep();
    const entries = mapNames(
      this.parts(),
      (name, part): TreeEntry =>
        part.kind === "leaf"
          ? { name, mode: leafMode, id: part.write(objects) }
          : { name, mode: directoryMode, id: part.write(objects, depth + 1) },
    );
    const id = objects.put({ kind: "tree", entries }, this.#like);
    this.#kept = { objects, id };
    return id;
  }
}

export function tooDeep(): MadeusError {
  return new MadeusError("MADEUS_BAD_PATH", `A tree is deeper than ${depthMax} directories.`, {
    hint: "No tree that Madeus makes is. See with git, or with madeus history, where it came from.",
  });
}

/** Many instances are alike: what has one id is one part, and so is read once. */
function partsOf({ objects, id }: Kept): NameIndex<Part> {
  const known = new Map<string, Part>();
  const parts = treeObjectAt(objects, id).entries.map(({ name, mode, id: of }) => {
    const make = mode === leafMode ? Leaf : Directory;
    const key = `${mode} ${of}`;
    const part = known.get(key) ?? make.at(objects, of);
    known.set(key, part);
    return [name, part] as const;
  });
  return indexOf(parts.toSorted(([a], [b]) => compareNames(a, b)));
}
