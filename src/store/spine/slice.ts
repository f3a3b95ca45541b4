/** The stretch of a spine between two positions, and walks through its leaves. */
import type { Objects } from "../objects.ts";
import { cut } from "./cut.ts";
import { type Part, partsIn } from "./part.ts";
import { type Spine, partsOf } from "./spine.ts";

/** What stands between two positions. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** The elements from one position to another, of a spine whose leaves hold one each. Cost: as of two cuts. */
export function slice(objects: Objects, spine: Spine, { from, to }: Stretch): Spine {
  return cut(objects, cut(objects, spine, to).before, from).after;
}

/** A leaf, and where in the spine it begins. */
export interface Standing {
  readonly leaf: Part;
  readonly at: number;
}

/** The leaves that hold something between two positions. Cost: what leads to them is read, and nothing else. */
export function* leavesBetween(
  objects: Objects,
  spine: Spine,
  from: number,
  to: number,
): Generator<Standing, undefined> {
  yield* leavesIn(objects, partsOf(spine), 0, from, to);
}

function* leavesIn(
  objects: Objects,
  parts: readonly Part[],
  start: number,
  from: number,
  to: number,
): Generator<Standing, undefined> {
  let at = start;
  for (const part of parts) {
    if (at >= to) return;
    if (at + part.size > from) {
      if (part.height === 0) yield { leaf: part, at };
      else yield* leavesIn(objects, partsIn(objects, part), at, from, to);
    }
    at += part.size;
  }
}
