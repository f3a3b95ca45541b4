/**
 * How many leaves a tree has, and how deep it is, before anybody walks through it: directories that share what is below them can be a few
 * hundred bytes that unfold to more leaves than there are atoms.
 */
import { MadeusError } from "../../model/code.ts";
import { depthMax } from "../directory.ts";
import type { ObjectId } from "../object-id.ts";
import { type StoredTree, directoryMode } from "../object-tree.ts";

/** More than ten times those of 100,000 instances. */
const leavesMax = 10_000_000;

interface Size {
  readonly leaves: number;
  /** How many directories are in each other. */
  readonly depth: number;
}

export class TreeSizes {
  readonly #treeAt: (id: ObjectId) => StoredTree | undefined;
  readonly #known = new Map<ObjectId, Size>();

  /** @param treeAt  undefined: there is no such tree, which is somebody else's to say */
  constructor(treeAt: (id: ObjectId) => StoredTree | undefined) {
    this.#treeAt = treeAt;
  }

  /**
   * Cost: a look at each tree below that was not looked at before.
   *
   * @throws MadeusError  `MADEUS_PACK_REFUSED` where it is too large or too deep for anything that Madeus does
   */
  ensureUsable(id: ObjectId): void {
    this.#sizeOf(id, 0);
  }

  /** @param above  how many directories were gone through */
  #sizeOf(id: ObjectId, above: number): Size {
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    let [leaves, below] = [0, 0];
    for (const { id: part, mode } of this.#treeAt(id)?.entries ?? []) {
      const isDirectory = mode === directoryMode;
      if (isDirectory && above === depthMax) throw tooDeep(id);
      const size = isDirectory ? this.#sizeOf(part, above + 1) : { leaves: 1, depth: 0 };
      leaves += size.leaves;
      below = Math.max(below, size.depth);
    }
    if (below === depthMax) throw tooDeep(id);
    if (leaves > leavesMax)
      throw tooLarge(id, `has more than ${leavesMax.toLocaleString("en")} leaves`);
    const size = { leaves, depth: below + 1 };
    this.#known.set(id, size);
    return size;
  }
}

const tooDeep = (id: ObjectId): MadeusError =>
  tooLarge(id, `has more than ${depthMax} directories in each other`);

const tooLarge = (id: ObjectId, why: string): MadeusError =>
  new MadeusError("MADEUS_PACK_REFUSED", `What was sent cannot be used: the tree ${id} ${why}.`, {
    hint: "Nothing of it was taken.",
  });
