/** A value that may be missing: it was made, changed or deleted on either side. */
import { type Merge, type Merged, conflict, merged } from "./merge.ts";
import type { Telling } from "./one-side.ts";

/**
 * As `inner` where both sides have it. Deleted on one side, it is gone, unless the other has changed it. What is new on one side is kept.
 *
 * It promises what `inner` promises.
 */
export function option<T>(inner: Merge<T>, telling: Telling<T>): Merge<T | undefined> {
  return (old, x, y) => {
    if (x !== undefined && y !== undefined) return inner(old, x, y);
    if (x !== undefined) return kept(telling, old, x, "here", "there");
    if (y !== undefined) return kept(telling, old, y, "there", "here");
    return merged(undefined);
  };
}

/** One side has it, the other has not. */
function kept<T>(
  { same, told }: Telling<T>,
  old: T | undefined,
  value: T,
  by: string,
  other: string,
): Merged<T | undefined> {
  if (old === undefined) return merged(value);
  if (same(old, value)) return merged(undefined);
  return conflict(
    "changed and deleted",
    `It was ${told(old)}; ${by} it became ${told(value)}, ${other} it was deleted.`,
  );
}
