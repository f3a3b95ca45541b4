/**
 * The merge of queues: what is left of the old one, then what is new on either side.
 *
 * Pops take from the front and pushes add at the back; so a side that was not merged since is told by two numbers. A side that was merged
 * holds other elements among the old ones, and is compared with the old queue part by part.
 */
import { type Merged, conflict, merged } from "./merge/merge.ts";
import type { Objects } from "./objects.ts";
import { type Queue, markAfter } from "./queue-head.ts";
import { join } from "./spine/join.ts";
import { type Compared, compare } from "./spine/comparison.ts";
import { type Stretch, slice } from "./spine/slice.ts";
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
  const [here, there] = [sinceOld(objects, old, x), sinceOld(objects, old, y)];
  const spine = [
    ...inBoth(here.left, there.left).map((stretch) => [old, stretch] as const),
    ...here.added.map((stretch) => [x, stretch] as const),
    ...there.added.map((stretch) => [y, stretch] as const),
  ].reduce<Spine>(
    (sum, [of, stretch]) => join(objects, sum, slice(objects, of.spine, stretch)),
    emptySpine,
  );
  const mark = markAfter(...[old, x, y].flatMap((side) => [side.mark, `${side.spine.size}`]));
  return merged({ spine, pushed: x.pushed + y.pushed - old.pushed, mark, line: mark });
}

/** What a side has left of the old queue, in positions of the old one, and what it has besides, in its own. */
interface Since {
  readonly left: readonly Stretch[];
  readonly added: readonly Stretch[];
}

function sinceOld(objects: Objects, old: Queue, side: Queue): Since {
  const popped = poppedOf(side) - poppedOf(old);
  const added = side.pushed - old.pushed;
  if (side.line === old.line && popped >= 0 && added >= 0) {
    const [length, oldLength] = [side.spine.size, old.spine.size];
    return {
      left: stretches([[Math.min(popped, oldLength), oldLength]]),
      added: stretches([[Math.max(0, length - added), length]]),
    };
  }
  const [inOld, inSide] = compare(objects, old.spine, side.spine);
  return { left: standing(inOld, true), added: standing(inSide, false) };
}

/** Where the parts stand that are shared, or those that are not. */
function standing(parts: readonly Compared[], shared: boolean): readonly Stretch[] {
  const ends: (readonly [number, number])[] = [];
  let at = 0;
  for (const { part, shared: isShared } of parts) {
    if (isShared === shared) ends.push([at, at + part.size]);
    at += part.size;
  }
  return stretches(ends);
}

/** Without empty ones; those that touch are one. */
function stretches(ends: readonly (readonly [number, number])[]): readonly Stretch[] {
  const found: Stretch[] = [];
  for (const [from, to] of ends) {
    const last = found.at(-1);
    if (from === to) continue;
    if (last?.to === from) found[found.length - 1] = { from: last.from, to };
    else found.push({ from, to });
  }
  return found;
}

/** What is in both lists of stretches. */
const inBoth = (a: readonly Stretch[], b: readonly Stretch[]): readonly Stretch[] =>
  a.flatMap((one) =>
    b
      .map((other) => ({ from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) }))
      .filter(({ from, to }) => from < to),
  );

const poppedOf = ({ pushed, spine }: Queue): number => pushed - spine.size;

/** All that was pushed and merged, and how much is left of it, say what is in a queue. */
const isSame = (a: Queue, b: Queue): boolean => a.mark === b.mark && a.spine.size === b.spine.size;
