/**
 * The merge of queues: what is left of the old one, then what is new on either side.
 *
 * Pops take from the front and pushes add at the back; so where a side was not merged since, numbers of pushes tell what it has. A side
 * that was merged holds other elements among the old ones, and is compared with the old queue part by part.
 */
import { type Merged, conflict, merged } from "./merge/merge.ts";
import type { Objects } from "./objects.ts";
import { type Queue, markAfter } from "./queue-head.ts";
import { readOnce } from "./read-once.ts";
import { type Compared, compare } from "./spine/comparison.ts";
import { join } from "./spine/join.ts";
import { keyOf } from "./spine/part.ts";
import { type Stretch, leavesBetween, slice } from "./spine/slice.ts";
import { type Spine, emptySpine } from "./spine/spine.ts";

export function mergeQueues(
  objects: Objects,
  old: Queue | undefined,
  x: Queue,
  y: Queue,
): Merged<Queue> {
  if (isSame(x, y)) return merged(x);
  if (old === undefined) {
    return conflict(
      "nothing in common",
      "Two queues have nothing in common: what one of them lacks may have been popped or never pushed.",
    );
  }
  if (isSame(old, x)) return merged(y);
  if (isSame(old, y)) return merged(x);
  // The same parts are come to again and again: to see what a side has, and to cut it there.
  const once = readOnce(objects);
  const isLine = isGrown(once, old, x) && isGrown(once, old, y);
  const pieces = isLine ? byNumbers(once, old, x, y) : byParts(once, old, x, y);
  const spine = pieces.reduce<Spine>(
    (sum, [of, stretch]) => join(once, sum, slice(once, of.spine, stretch)),
    emptySpine,
  );
  const mark = markAfter(...[old, x, y].flatMap((side) => [side.mark, `${side.spine.size}`]));
  const pushed = Math.max(x.pushed + y.pushed - old.pushed, spine.size);
  return merged({ spine, pushed, mark, line: mark });
}

/** What a merged queue is made of. */
type Pieces = readonly (readonly [of: Queue, stretch: Stretch])[];

/** Did pushes and pops alone lead from the one to the other? One that was made anew is told by the last old element that it must have. */
function isGrown(objects: Objects, old: Queue, side: Queue): boolean {
  const popped = poppedOf(side) - poppedOf(old);
  if (side.line !== old.line || popped < 0 || side.pushed < old.pushed) return false;
  const left = old.spine.size - popped;
  return left <= 0 || keyAt(objects, side, left - 1) === keyAt(objects, old, old.spine.size - 1);
}

/** All that `x` has and `y` has not popped, then what `y` alone has pushed. An element's number is that of its push in its line. */
function byNumbers(objects: Objects, old: Queue, x: Queue, y: Queue): Pieces {
  const [poppedX, poppedY] = [poppedOf(x), poppedOf(y)];
  const first = Math.max(poppedX, Math.min(poppedY, old.pushed));
  const own = Math.max(poppedY, old.pushed);
  const [alike, apart] = pushedAlike(objects, x, y, Math.max(own, poppedX));
  const pieces: Pieces = [
    [x, { from: first - poppedX, to: x.spine.size }],
    [y, { from: own - poppedY, to: alike - poppedY }],
    [y, { from: apart - poppedY, to: y.spine.size }],
  ];
  return pieces.filter(([, { from, to }]) => from < to);
}

/**
 * From which number to which both have made the same pushes. The mark of an element is that of all pushes up to its own: where two
 * differ, all later ones do. Cost: two looks if they differ at once, else a logarithm of them.
 */
function pushedAlike(
  objects: Objects,
  x: Queue,
  y: Queue,
  from: number,
): readonly [from: number, to: number] {
  const end = Math.min(x.pushed, y.pushed);
  if (from >= end) return [y.pushed, y.pushed];
  const areAlike = (number: number): boolean =>
    keyAt(objects, x, number - poppedOf(x)) === keyAt(objects, y, number - poppedOf(y));
  let [low, high] = areAlike(from) ? [from + 1, end] : [from, from];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (areAlike(middle)) low = middle + 1;
    else high = middle;
  }
  return [from, low];
}

/** What both have left of the old queue, then what `x` has besides, then what `y` alone has. */
function byParts(objects: Objects, old: Queue, x: Queue, y: Queue): Pieces {
  const [oldByX, xByOld] = compare(objects, old.spine, x.spine);
  const [oldByY, yByOld] = compare(objects, old.spine, y.spine);
  const [, yByX] = compare(objects, x.spine, y.spine);
  const left = inBoth(standing(oldByX, true), standing(oldByY, true));
  const added = inBoth(standing(yByOld, false), standing(yByX, false));
  return [
    ...left.map((stretch) => [old, stretch] as const),
    ...standing(xByOld, false).map((stretch) => [x, stretch] as const),
    ...added.map((stretch) => [y, stretch] as const),
  ];
}

/** Where the parts stand that are shared, or those that are not; those that touch are one stretch. */
function standing(parts: readonly Compared[], shared: boolean): readonly Stretch[] {
  const found: Stretch[] = [];
  let at = 0;
  for (const { part, shared: isShared } of parts) {
    const [from, to] = [at, at + part.size];
    at = to;
    if (isShared !== shared) continue;
    const last = found.at(-1);
    if (last?.to === from) found[found.length - 1] = { from: last.from, to };
    else found.push({ from, to });
  }
  return found;
}

/** What is in both lists of stretches, which are in order. */
function inBoth(a: readonly Stretch[], b: readonly Stretch[]): readonly Stretch[] {
  const found: Stretch[] = [];
  let [k, l] = [0, 0];
  for (let [one, other] = [a[k], b[l]]; one && other; [one, other] = [a[k], b[l]]) {
    const [from, to] = [Math.max(one.from, other.from), Math.min(one.to, other.to)];
    if (from < to) found.push({ from, to });
    if (one.to === to) k += 1;
    else l += 1;
  }
  return found;
}

/** What tells the element at a position from all others. */
function keyAt(objects: Objects, { spine }: Queue, at: number): string | undefined {
  const [standing] = leavesBetween(objects, spine, at, at + 1);
  return standing && keyOf(standing.leaf);
}

const poppedOf = ({ pushed, spine }: Queue): number => pushed - spine.size;

/** All that was pushed and merged, and how much is left of it, say what is in a queue. */
const isSame = (a: Queue, b: Queue): boolean => a.mark === b.mark && a.spine.size === b.spine.size;
