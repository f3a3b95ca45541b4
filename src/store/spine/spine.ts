/**
 * A long sequence of leaves that is held by both its ends: what queues and ropes are made of.
 *
 * Row k holds parts of height k at most, and at most `widthMax` of them at each end. In order the sequence is the fronts from row 0 up, then
 * the backs from the last row down to row 0: so the ends are at hand, and what is far inside is deep. It is a finger tree (Hinze and
 * Paterson, 2006) whose middle is not nested but laid out in rows. A spine is a value in memory; only the parts that it names are objects.
 */
import type { Objects } from "../objects.ts";
import { type Part, grouped, partsIn, sizeOf, widthMax } from "./part.ts";

export interface Spine {
  /** Elements or characters, all together. */
  readonly size: number;
  readonly fronts: Rows;
  readonly backs: Rows;
}
export type Rows = readonly (readonly Part[])[];

export const emptySpine: Spine = { size: 0, fronts: [], backs: [] };

export const spineOf = (fronts: Rows, backs: Rows): Spine => ({
  size: sizeOf(fronts.flat()) + sizeOf(backs.flat()),
  fronts,
  backs,
});

/** With parts after its last. Cost: an object written for each full row that moves up: of one push after another, one in 7. */
export function withBack(
  objects: Objects,
  spine: Spine,
  parts: readonly Part[],
  height = 0,
): Spine {
  const backs = [...spine.backs];
  let moving = parts;
  for (let row = height; moving.length > 0; row += 1) {
    const all = [...(backs[row] ?? []), ...moving];
    const kept = keptOf(all.length);
    setRow(backs, row, all.slice(all.length - kept));
    moving = fullGroups(objects, all.slice(0, all.length - kept));
  }
  return { size: spine.size + sizeOf(parts), fronts: spine.fronts, backs };
}

/** With parts before its first; the mirror of `withBack`. */
export function withFront(
  objects: Objects,
  spine: Spine,
  parts: readonly Part[],
  height = 0,
): Spine {
  const fronts = [...spine.fronts];
  let moving = parts;
  for (let row = height; moving.length > 0; row += 1) {
    const all = [...moving, ...(fronts[row] ?? [])];
    const kept = keptOf(all.length);
    setRow(fronts, row, all.slice(0, kept));
    moving = fullGroups(objects, all.slice(kept));
  }
  return { size: spine.size + sizeOf(parts), fronts, backs: spine.backs };
}

/** Its first leaf and what comes after it. Cost: a part read for each row down from where it is; of one after another, one in 7. */
export function takeFirst(
  objects: Objects,
  spine: Spine,
): { readonly leaf: Part; readonly rest: Spine } | undefined {
  const [fronts, backs] = [[...spine.fronts], [...spine.backs]];
  const inFronts = fronts.findIndex((row) => row.length > 0);
  const rows = inFronts >= 0 ? fronts : backs;
  const at = inFronts >= 0 ? inFronts : backs.findLastIndex((row) => row.length > 0);
  let first = rows[at]?.[0];
  if (first === undefined) return undefined;
  setRow(rows, at, rows[at]?.slice(1) ?? []);
  while (first.height > 0) {
    const row: number = first.height - 1;
    const [child, ...after]: readonly Part[] = partsIn(objects, first);
    if (child === undefined) break;
    setRow(fronts, row, after);
    first = child;
  }
  return { leaf: first, rest: { size: spine.size - first.size, fronts, backs } };
}

/** Its last leaf and what comes before it; the mirror of `takeFirst`. */
export function takeLast(
  objects: Objects,
  spine: Spine,
): { readonly leaf: Part; readonly rest: Spine } | undefined {
  const [fronts, backs] = [[...spine.fronts], [...spine.backs]];
  const inBacks = backs.findIndex((row) => row.length > 0);
  const rows = inBacks >= 0 ? backs : fronts;
  const at = inBacks >= 0 ? inBacks : fronts.findLastIndex((row) => row.length > 0);
  let last = rows[at]?.at(-1);
  if (last === undefined) return undefined;
  setRow(rows, at, rows[at]?.slice(0, -1) ?? []);
  while (last.height > 0) {
    const row: number = last.height - 1;
    const parts: readonly Part[] = partsIn(objects, last);
    setRow(backs, row, parts.slice(0, -1));
    last = parts.at(-1) ?? last;
  }
  return { leaf: last, rest: { size: spine.size - last.size, fronts, backs } };
}

/** How many rows it has: about the logarithm of the most that was ever in it, to base 8 if it grew at its ends, to base 4 if in its middle. */
export const rowsOf = ({ fronts, backs }: Spine): number =>
  1 + Math.max(lastRow(fronts), lastRow(backs));
const lastRow = (rows: Rows): number => rows.findLastIndex((row) => row.length > 0);

/** All that it names, in order. */
export const partsOf = ({ fronts, backs }: Spine): readonly Part[] => [
  ...fronts.flat(),
  ...backs.toReversed().flat(),
];

/** Rows below a new one may be missing. */
export function setRow(rows: (readonly Part[])[], at: number, parts: readonly Part[]): void {
  while (rows.length < at) rows.push([]);
  rows[at] = parts;
}

/** Of so many parts in a row, those that stay when all full groups move up: 1 to `widthMax`. */
const keptOf = (count: number): number => ((count - 1) % widthMax) + 1;

const fullGroups = (objects: Objects, parts: readonly Part[]): readonly Part[] =>
  Array.from({ length: parts.length / widthMax }, (_, k) =>
    grouped(objects, parts.slice(k * widthMax, (k + 1) * widthMax)),
  );
