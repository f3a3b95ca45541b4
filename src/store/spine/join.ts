/**
 * Two spines become one.
 *
 * Where they meet, row after row, the last parts of the one and the first of the other are put into new parts of the row above; above the
 * lower of the two nothing is touched.
 */
import type { Objects } from "../objects.ts";
import { type Part, groupedEvenly, widthMax } from "./part.ts";
import { type Rows, type Spine, partsOf, rowsOf, spineOf, withBack, withFront } from "./spine.ts";

/** Cost: nothing read; at most three objects written for each row of the lower one. */
export function join(objects: Objects, a: Spine, b: Spine): Spine {
  const [rowsA, rowsB] = [rowsOf(a), rowsOf(b)];
  if (rowsB <= 1) return withBack(objects, a, partsOf(b));
  if (rowsA <= 1) return withFront(objects, b, partsOf(a));
  const lower = Math.min(rowsA, rowsB);
  const top = rowsA === rowsB ? lower - 1 : lower;
  const middle = zipped(objects, a.backs, b.fronts, top);
  if (rowsA > rowsB) {
    const backs = stacked(b.backs, a.backs, lower);
    return withBack(objects, spineOf(a.fronts, backs), middle, lower);
  }
  if (rowsA < rowsB) {
    const fronts = stacked(a.fronts, b.fronts, lower);
    return withFront(objects, spineOf(fronts, b.backs), middle, lower);
  }
  return closed(objects, a, b, middle, top);
}

/** The rows of the one below a row, those of the other from it on. */
const stacked = (low: Rows, high: Rows, from: number): Rows =>
  Array.from(
    { length: Math.max(from, high.length) },
    (_, row) => (row < from ? low : high)[row] ?? [],
  );

/** All that meets in the rows below `end`, as parts of that row; in that row itself what meets is among them. */
function zipped(objects: Objects, a: Rows, b: Rows, end: number): readonly Part[] {
  let rising: readonly Part[] = [];
  for (let row = 0; row < end; row += 1) {
    const meeting = [...(a[row] ?? []), ...rising, ...(b[row] ?? [])];
    // One alone rises as it is: a part in a row may be lower than its row.
    rising = meeting.length > 1 ? groupedEvenly(objects, meeting) : meeting;
  }
  return rising;
}

/** Both have as many rows: what is in the last stays there if there is room, so that spines grow no higher than they must. */
function closed(objects: Objects, a: Spine, b: Spine, rising: readonly Part[], top: number): Spine {
  const meeting = [...(a.backs[top] ?? []), ...rising, ...(b.fronts[top] ?? [])];
  const all = [...(a.fronts[top] ?? []), ...meeting, ...(b.backs[top] ?? [])];
  if (all.length <= 2 * widthMax) {
    const half = Math.ceil(all.length / 2);
    const [front, back] = [all.slice(0, half), all.slice(half)];
    return spineOf(topped(a.fronts, front, top), topped(b.backs, back, top));
  }
  const closing = spineOf(a.fronts, b.backs);
  if (meeting.length === 0) return closing;
  return withBack(objects, closing, groupedEvenly(objects, meeting), top + 1);
}

/** The rows below the top one, and this as the top one. */
const topped = (rows: Rows, parts: readonly Part[], top: number): Rows =>
  Array.from({ length: top + 1 }, (_, row) => (row === top ? parts : (rows[row] ?? [])));
