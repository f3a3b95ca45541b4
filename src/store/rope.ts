/**
 * Mergeable ropes: long texts that are changed in the middle, and merged.
 *
 * A rope is a value: every change gives another rope, and they share all parts that they have in common. Positions and lengths are those
 * of a string in JavaScript. After Irmin's merge-ropes, whose trees are binary; these are wide, and stay balanced without rotations.
 */
import { MadeusError } from "../model/code.ts";
import { leafBytes } from "./leaf.ts";
import type { Merged } from "./merge/merge.ts";
import type { ObjectId } from "./object-id.ts";
import { leafMode } from "./object-tree.ts";
import { type Objects, treeObjectAt } from "./objects.ts";
import { type RopeMerging, mergeRopes, usualMerging } from "./rope-merge.ts";
import { halves, leafMax, leavesOf, textBetween, withText } from "./rope-text.ts";
import { entriesOf, spineIn } from "./spine/head.ts";
import { join } from "./spine/join.ts";
import { type Spine, emptySpine, withBack } from "./spine/spine.ts";

export interface Rope {
  readonly spine: Spine;
}

/**
 * What can be done with ropes whose parts are kept in certain objects. n is the length of the longest text that the rope came from; costs
 * are objects read and written, each of which is small. A position out of the text throws `MADEUS_BAD_NUMBER`.
 */
export interface Ropes {
  create(): Rope;
  /** Cost: O(n). */
  make(text: string): Rope;
  length(rope: Rope): number;
  /** Cost: O(log n) and what is asked for; without positions all. */
  text(rope: Rope, from?: number, to?: number): string;
  /** The character at a position. Cost: O(log n) reads. */
  get(rope: Rope, at: number): string;
  /** With another character, or another text, in place of the one at a position. Cost: O(log n). */
  set(rope: Rope, at: number, character: string): Rope;
  /** Cost: O(log n), and the length of the text. */
  insert(rope: Rope, at: number, text: string): Rope;
  /** Cost: O(log n), whatever the length. */
  delete(rope: Rope, at: number, length: number): Rope;
  /** Cost: O(log n) of the shorter. */
  append(a: Rope, b: Rope): Rope;
  /** What stands before a position, and what stands from it on. Cost: O(log n). */
  split(rope: Rope, at: number): readonly [Rope, Rope];
  /**
   * What both sides changed in different places is in it, and what both changed alike; what both changed in one place and not alike goes
   * to the text merger.
   *
   * Idempotent; commutative and associative, if the text merger is. Without an old rope a conflict, unless they are equal. Cost: O(log n)
   * for each place that differs, and what the text merger reads.
   */
  merge(old: Rope | undefined, x: Rope, y: Rope): Merged<Rope>;
  /** Keeps the head. Cost: two writes. */
  write(rope: Rope): ObjectId;
  /** Cost: one read. @throws MadeusError  `MADEUS_OBJECT_MISSING`, `MADEUS_OBJECT_DAMAGED` */
  read(id: ObjectId): Rope;
}

/** @param merging  what a place is, and what merges the texts of a place that both sides changed */
export function ropesIn(objects: Objects, merging: RopeMerging = usualMerging): Ropes {
  const changed = ({ spine }: Rope, from: number, to: number, text: string): Rope => ({
    spine: withText(objects, spine, checked(spine, from), checked(spine, to, from), text),
  });
  return {
    create: () => ({ spine: emptySpine }),
    make: (text) => ({ spine: withBack(objects, emptySpine, leavesOf(objects, text)) }),
    length: ({ spine }) => spine.size,
    text: ({ spine }, from = 0, to = spine.size) =>
      textBetween(objects, spine, checked(spine, from), checked(spine, to, from)),
    get: ({ spine }, at) => textBetween(objects, spine, checked(spine, at), checked(spine, at + 1)),
    set: (rope, at, character) => changed(rope, at, at + 1, character),
    insert: (rope, at, text) => changed(rope, at, at, text),
    delete: (rope, at, length) => changed(rope, at, at + length, ""),
    append: (a, b) => appended(objects, a, b),
    split({ spine }, at) {
      const [before, after] = halves(objects, spine, checked(spine, at));
      return [{ spine: before }, { spine: after }];
    },
    merge: (old, x, y) => mergeRopes(objects, merging, old, x, y),
    write: ({ spine }) => written(objects, spine),
    read(id) {
      const parts = treeObjectAt(objects, id).entries.filter(({ name }) => name !== headName);
      return { spine: spineIn(parts) };
    },
  };
}

/** A short one is put into the leaves of the long one. */
function appended(objects: Objects, a: Rope, b: Rope): Rope {
  const text = ({ spine }: Rope): string => textBetween(objects, spine, 0, spine.size);
  const { size } = a.spine;
  if (b.spine.size <= leafMax) {
    return { spine: withText(objects, a.spine, size, size, text(b)) };
  }
  if (size <= leafMax) return { spine: withText(objects, b.spine, 0, 0, text(a)) };
  return { spine: join(objects, a.spine, b.spine) };
}

/** The leaf with the length keeps an empty rope from being an empty directory, which would vanish. */
function written(objects: Objects, spine: Spine): ObjectId {
  const id = objects.put({ kind: "blob", bytes: leafBytes({ length: spine.size }) });
  const head = { name: headName, mode: leafMode, id } as const;
  return objects.put({ kind: "tree", entries: [head, ...entriesOf(spine)] });
}
const headName = "rope";

/** @param least  where what ends here begins */
function checked({ size }: Spine, at: number, least = 0): number {
  if (Number.isInteger(at) && at >= least && at <= size) return at;
  throw new MadeusError(
    "MADEUS_BAD_NUMBER",
    `A text of ${size} characters has no position ${at}${least === 0 ? "" : ` from ${least} on`}.`,
    { hint: `Positions are whole numbers from ${least} to ${size}.` },
  );
}
