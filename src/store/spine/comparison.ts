/**
 * What two spines have in common, found by ids.
 *
 * A part is opened only if the other spine does not have it, the highest first. So of two spines that were made from one another nothing is
 * read but what differs, wherever in them it is.
 */
import type { Objects } from "../objects.ts";
import { type Part, keyOf, partsIn } from "./part.ts";
import { type Spine, partsOf } from "./spine.ts";

/** A part of one of them: the other has it, too, or it is a leaf that the other has not. */
export interface Compared {
  readonly part: Part;
  readonly shared: boolean;
}

/** Both in their own order. Cost: an object read for each part that is not in both. */
export function compare(
  objects: Objects,
  a: Spine,
  b: Spine,
): readonly [readonly Compared[], readonly Compared[]] {
  let left: readonly Compared[] = partsOf(a).map(unknown);
  let right: readonly Compared[] = partsOf(b).map(unknown);
  const heights = [...left, ...right].map(({ part }) => part.height);
  for (let height = Math.max(0, ...heights); height >= 0; height -= 1) {
    const common = inBoth(height, left, right);
    left = told(objects, height, left, new Map(common));
    right = told(objects, height, right, new Map(common));
  }
  return [left, right];
}

/** Parts of a height that are in both → how often. */
function inBoth(
  height: number,
  left: readonly Compared[],
  right: readonly Compared[],
): ReadonlyMap<string, number> {
  const [inLeft, inRight] = [countsOf(height, left), countsOf(height, right)];
  return new Map([...inLeft].map(([key, count]) => [key, Math.min(count, inRight.get(key) ?? 0)]));
}

function countsOf(height: number, all: readonly Compared[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { part } of all) {
    if (part.height !== height) continue;
    const key = keyOf(part);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** Says of the parts of a height whether they are shared, and opens those that are not. */
function told(
  objects: Objects,
  height: number,
  all: readonly Compared[],
  common: Map<string, number>,
): readonly Compared[] {
  return all.flatMap((one): readonly Compared[] => {
    const { part } = one;
    if (part.height !== height) return [one];
    const left = common.get(keyOf(part)) ?? 0;
    common.set(keyOf(part), left - 1);
    if (left > 0) return [{ part, shared: true }];
    return height === 0 ? [one] : partsIn(objects, part).map(unknown);
  });
}

const unknown = (part: Part): Compared => ({ part, shared: false });
