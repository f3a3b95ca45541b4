/**
 * Trees of leaves, as they stand in the store: immutable, read when they are looked at, changed in memory until they are written.
 *
 * A change copies the way from the root to it and shares all else. What was not changed is not written again. Empty directories
 * vanish: a tree is the same whatever was once in it.
 */
import { MadeusError } from "../model/code.ts";
import { quote } from "../model/name.ts";
import { Directory, Leaf, type Part, depthMax, tooDeep } from "./directory.ts";
import type { Json } from "./leaf.ts";
import { namesIn, sizeOf, valueOf, withName, withoutName } from "./name-index.ts";
import type { ObjectId } from "./object-id.ts";
import { entryNameProblem } from "./object-tree.ts";
import type { Objects } from "./objects.ts";

/** From the root on; the root itself is `[]`. */
export type Path = readonly string[];

export interface Entry {
  readonly name: string;
  readonly kind: "leaf" | "directory";
  /** Of what is not changed since it was read or written: equal ids are equal contents. */
  readonly id: ObjectId | undefined;
}

/**
 * Cost of a look or a change: one read of each directory on the way that was not looked at before, and a logarithm of its width.
 *
 * What reads throws `MADEUS_OBJECT_MISSING` or `MADEUS_OBJECT_DAMAGED` where the store cannot give what it must.
 */
export class Tree {
  readonly root: Directory;

  constructor(root: Directory) {
    this.root = root;
  }
  /** The tree of an id; nothing is read yet. */
  static at(objects: Objects, id: ObjectId): Tree {
    return new Tree(Directory.at(objects, id));
  }
  static readonly empty: Tree = new Tree(Directory.empty);

  /** Of a tree that is not changed since it was read or written. */
  get id(): ObjectId | undefined {
    return this.root.id;
  }
  /** The value of a leaf; undefined where there is none, or a directory. */
  find(path: Path): Json | undefined {
    const part = partAt(this.root, path);
    return part?.kind === "leaf" ? part.value() : undefined;
  }
  /** The directory at a path as a tree of its own; undefined where there is none, or a leaf. */
  at(path: Path): Tree | undefined {
    const part = partAt(this.root, path);
    return part?.kind === "directory" ? new Tree(part) : undefined;
  }
  /** What stands at a path. */
  entry(path: Path): Entry | undefined {
    const part = partAt(this.root, path);
    return part === undefined ? undefined : entryOf(path.at(-1) ?? "", part);
  }
  /** What stands in a directory, in the order of the names' bytes; nothing where there is no directory. */
  list(path: Path = [], offset?: number, length?: number): readonly Entry[] {
    const part = partAt(this.root, path);
    if (part?.kind !== "directory") return [];
    return namesIn(part.parts(), offset, length).map(([name, at]) => entryOf(name, at));
  }
  /** How many names stand in a directory. */
  width(path: Path = []): number {
    const part = partAt(this.root, path);
    return part?.kind === "directory" ? sizeOf(part.parts()) : 0;
  }
  /** All leaves, depth first, in the order of `list`. */
  entries(): Iterable<readonly [path: Path, value: Json]> {
    return leavesOf(this.root, []);
  }
  /**
   * With this leaf; leaves and directories in its way are gone.
   *
   * @throws MadeusError  `MADEUS_BAD_PATH`: no path, a name that git would not have, or one too deep
   */
  set(path: Path, value: Json): Tree {
    return new Tree(withPart(this.root, checked(path), Leaf.of(value)));
  }
  /** With this tree in place of whatever was at a path; an empty one removes it. */
  graft(path: Path, tree: Tree): Tree {
    if (path.length === 0) return tree;
    if (tree.width() === 0) return this.remove(path);
    return new Tree(withPart(this.root, checked(path), tree.root));
  }
  /** Without what stands there, and without the directories that are empty then. */
  remove(path: Path): Tree {
    const root = path.length === 0 ? Directory.empty : withoutPart(this.root, path);
    return root === this.root ? this : new Tree(root);
  }
  /**
   * Puts what is not there yet and gives the id of the root. Cost: a write for each changed leaf and directory; a tree that comes
   * from another store is copied whole.
   */
  write(objects: Objects): ObjectId {
    return this.root.write(objects);
  }
}

/** All leaves below a part. `path` is where it stands. */
export function* leavesOf(
  part: Part,
  path: Path,
): Generator<readonly [path: Path, value: Json], undefined> {
  if (path.length > depthMax) throw tooDeep();
  if (part.kind === "leaf") yield [path, part.value()];
  else for (const [name, inner] of namesIn(part.parts())) yield* leavesOf(inner, [...path, name]);
}

const entryOf = (name: string, { kind, id }: Part): Entry => ({ name, kind, id });

function partAt(root: Directory, path: Path): Part | undefined {
  let at: Part | undefined = root;
  for (const name of path) {
    if (at?.kind !== "directory") return undefined;
    at = valueOf(at.parts(), name);
  }
  return at;
}

function withPart(at: Directory, [name = "", ...rest]: Path, part: Part): Directory {
  const parts = at.parts();
  const below = valueOf(parts, name);
  const directory = below?.kind === "directory" ? below : Directory.empty;
  return at.with(withName(parts, name, rest.length === 0 ? part : withPart(directory, rest, part)));
}

/** The directory itself where nothing stands at the path. */
function withoutPart(at: Directory, [name = "", ...rest]: Path): Directory {
  const inner = valueOf(at.parts(), name);
  if (inner === undefined) return at;
  if (rest.length === 0) return at.with(withoutName(at.parts(), name));
  if (inner.kind === "leaf") return at;
  const left = withoutPart(inner, rest);
  if (left === inner) return at;
  const parts = at.parts();
  return at.with(
    sizeOf(left.parts()) === 0 ? withoutName(parts, name) : withName(parts, name, left),
  );
}

function checked(path: Path): Path {
  const refuse = (why: string): MadeusError =>
    new MadeusError("MADEUS_BAD_PATH", `Nothing can stand at ${quote(path.join("/"))}: ${why}.`, {
      hint: "Paths are names, at most 100 of them, which git can have as names of files.",
    });
  if (path.length === 0) throw refuse("a leaf needs a name");
  if (path.length > depthMax) throw refuse(`it is deeper than ${depthMax} directories`);
  for (const name of path) {
    const problem = entryNameProblem(name);
    if (problem !== undefined) throw refuse(`the name ${quote(name)} ${problem}`);
  }
  return path;
}
