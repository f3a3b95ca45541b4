/**
 * The arcs of complements: a place that is marked when another one is not. They follow from the arcs of the other one.
 *
 * What fills a place empties its complement, and the other way round; what empties a complement need not read it.
 */
import type { Arcs } from "./draft.ts";
import { type Rows, RowsBuilder, rowCount } from "../rows.ts";

/** What every transition consumes, reads and produces. */
export type ArcRows = Record<keyof Arcs, Rows>;

/** The place has no complement. */
export const noComplement = -1;

/** The arcs, with those of complements. `complements`: place → its complement, or `noComplement`. O(arcs). */
export function withComplements(arcs: ArcRows, complements: Int32Array): ArcRows {
  const consumed = new RowsBuilder();
  const read = new RowsBuilder();
  const produced = new RowsBuilder();
  /** place → the last transition that empties it, as a complement */
  const emptiedBy = new Int32Array(complements.length).fill(-1);
  for (let t = 0; t < rowCount(arcs.consumed); t++) {
    eachOf(arcs.consumed, t, (place) => consumed.add(place));
    eachOf(arcs.produced, t, (place) => {
      produced.add(place);
      const complement = complements[place] ?? noComplement;
      if (complement === noComplement) return;
      consumed.add(complement);
      emptiedBy[complement] = t;
    });
    eachOf(arcs.consumed, t, (place) => {
      const complement = complements[place] ?? noComplement;
      if (complement !== noComplement) produced.add(complement);
    });
    eachOf(arcs.read, t, (place) => {
      if (emptiedBy[place] !== t) read.add(place);
    });
    consumed.end();
    read.end();
    produced.end();
  }
  return { consumed: consumed.build(), read: read.build(), produced: produced.build() };
}

function eachOf({ starts, items }: Rows, r: number, visit: (item: number) => void): void {
  const end = starts[r + 1] ?? 0;
  for (let k = starts[r] ?? 0; k < end; k++) visit(items[k] ?? 0);
}
