/**
 * The merge of ropes: what only one side changed is taken as it is; what both changed in one place goes to a merger of texts.
 *
 * Changes that touch are in one place, as in git: who writes beside what another writes should know of it.
 */
import {
  type Conflict,
  type Merge,
  type Merged,
  conflict,
  conflictsOf,
  merged,
} from "./merge/merge.ts";
import { jsonTelling, oneSide } from "./merge/one-side.ts";
import type { Objects } from "./objects.ts";
import { type Change, type Unit, changesOf } from "./rope-change.ts";
import { readOnce } from "./read-once.ts";
import { textBetween, withStretch, withText } from "./rope-text.ts";
import { keyOf } from "./spine/part.ts";
import type { Stretch } from "./spine/slice.ts";
import { type Spine, partsOf } from "./spine/spine.ts";

export interface RopeMerging {
  readonly unit: Unit;
  /** Is given what stands in a place that both sides changed, and not alike: in the old text, here and there. */
  readonly merge: Merge<string>;
}
/** Lines; who changes the same ones must have changed them alike. */
export const usualMerging: RopeMerging = { unit: "line", merge: oneSide<string>(jsonTelling) };

interface Ropelike {
  readonly spine: Spine;
}

export function mergeRopes(
  objects: Objects,
  { unit, merge }: RopeMerging,
  old: Ropelike | undefined,
  x: Ropelike,
  y: Ropelike,
): Merged<Ropelike> {
  if (isSame(x, y)) return merged(x);
  if (old === undefined) {
    return conflict(
      "nothing in common",
      "Two texts differ, and have nothing in common to merge from.",
    );
  }
  if (isSame(old, x)) return merged(y);
  if (isSame(old, y)) return merged(x);
  // The same parts are come to again and again: to compare, to see what is there, to change it.
  const once = readOnce(objects);
  const here = changesOf(once, old.spine, x.spine, unit);
  const there = changesOf(once, old.spine, y.spine, unit);
  let { spine } = x;
  const conflicts: Conflict[] = [];
  // From the last to the first, so that the positions of the others stay true.
  for (const place of placesOf(here, there).toReversed()) {
    const { inX, inY, changedHere, changedThere } = place;
    if (!changedThere) continue;
    if (!changedHere) {
      spine = withStretch(once, spine, inX, y.spine, inY);
      continue;
    }
    const text = ({ spine: of }: Ropelike, { from, to }: Stretch): string =>
      textBetween(once, of, from, to);
    const [textX, textY] = [text(x, inX), text(y, inY)];
    if (textX === textY) continue;
    const result = merge(text(old, place.inOld), textX, textY);
    if (result.ok) spine = withText(once, spine, inX.from, inX.to, result.value);
    else conflicts.unshift(...conflictsOf(result));
  }
  return conflicts.length > 0 ? { ok: false, conflicts } : merged({ spine });
}

const isSame = (a: Ropelike, b: Ropelike): boolean => {
  const [inA, inB] = [partsOf(a.spine), partsOf(b.spine)];
  return (
    inA.length === inB.length &&
    inA.every((part, k) => inB[k] !== undefined && keyOf(part) === keyOf(inB[k]))
  );
};

/** A stretch of the old text that one side or both changed, and where it is on either side. */
interface Place {
  readonly inOld: Stretch;
  readonly inX: Stretch;
  readonly inY: Stretch;
  readonly changedHere: boolean;
  readonly changedThere: boolean;
}

/** Changes that touch, across both sides, are one place. In order. */
function placesOf(here: readonly Change[], there: readonly Change[]): readonly Place[] {
  const [x, y] = [new Reader(here), new Reader(there)];
  const places: Place[] = [];
  for (;;) {
    const from = Math.min(x.nextFrom, y.nextFrom);
    if (from === Infinity) return places;
    const [startX, startY] = [x.newPosition(from), y.newPosition(from)];
    const [doneX, doneY] = [x.done, y.done];
    let to = from;
    while (x.nextFrom <= to || y.nextFrom <= to)
      to = Math.max(to, (x.nextFrom <= to ? x : y).take());
    places.push({
      inOld: { from, to },
      inX: { from: startX, to: x.newPosition(to) },
      inY: { from: startY, to: y.newPosition(to) },
      changedHere: x.done > doneX,
      changedThere: y.done > doneY,
    });
  }
}

/** Goes through the changes of a side. */
class Reader {
  readonly #changes: readonly Change[];
  done = 0;

  constructor(changes: readonly Change[]) {
    this.#changes = changes;
  }
  /** Where in the old text the next change begins. */
  get nextFrom(): number {
    return this.#changes[this.done]?.from ?? Infinity;
  }
  /** Passes the next change and says where it ends in the old text. */
  take(): number {
    return this.#changes[this.done++]?.to ?? Infinity;
  }
  /** Where a position of the old text, which is in no change, is on this side. */
  newPosition(at: number): number {
    const last = this.#changes[this.done - 1];
    return last === undefined ? at : at + last.newTo - last.to;
  }
}
