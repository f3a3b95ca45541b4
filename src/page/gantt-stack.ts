/** Rows of a chart stacked below each other, and which of them are seen. */
import type { Row, Rows } from "../show/gantt-row.ts";

export interface Stacked {
  readonly row: Row;
  readonly top: number;
  readonly height: number;
}

export const laneHeight = 17;
export const bandHeight = 22;

export function stacked({ rows }: Rows): {
  readonly rows: readonly Stacked[];
  readonly height: number;
} {
  let top = 0;
  const all = rows.map((row): Stacked => {
    const inner =
      row.lanes === undefined ? bandHeight + 4 : Math.max(1, row.lanes.length) * laneHeight + 4;
    const height = Math.max(24, inner);
    const one = { row, top, height };
    top += height;
    return one;
  });
  return { rows: all, height: top };
}

export const seen = (rows: readonly Stacked[], top: number, height: number): readonly Stacked[] =>
  rows.filter((one) => one.top + one.height > top && one.top < top + height);
