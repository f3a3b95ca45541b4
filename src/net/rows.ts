/** Lists of numbers, one after the other in one array: what a net's arcs are kept in. A million short lists cost no objects. */

/** Row `r` holds `items[starts[r]]` up to, and without, `items[starts[r + 1]]`. */
export interface Rows {
  readonly starts: Uint32Array;
  readonly items: Uint32Array;
}

/** Row after row, each as it is given. */
export function rowsOf(lists: readonly (readonly number[])[]): Rows {
  const builder = new RowsBuilder();
  for (const list of lists) builder.push(list);
  return builder.build();
}

export const rowCount = ({ starts }: Rows): number => starts.length - 1;

/** The numbers in a row, without a copy of them. */
export const row = ({ starts, items }: Rows, r: number): Uint32Array =>
  items.subarray(starts[r] ?? 0, starts[r + 1] ?? 0);

/** For each item the rows that it stands in, in order, as often as it stands there: arcs, seen from their other ends. O(items). */
export function inverse(rows: Rows, itemCount: number): Rows {
  const starts = new Uint32Array(itemCount + 1);
  for (const item of rows.items) starts[item + 1] = (starts[item + 1] ?? 0) + 1;
  for (let i = 0; i < itemCount; i++) starts[i + 1] = (starts[i + 1] ?? 0) + (starts[i] ?? 0);
  const items = new Uint32Array(rows.items.length);
  const next = starts.slice(0, itemCount);
  for (let r = 0; r < rowCount(rows); r++)
    for (let k = rows.starts[r] ?? 0; k < (rows.starts[r + 1] ?? 0); k++) {
      const item = rows.items[k] ?? 0;
      const at = next[item] ?? 0;
      items[at] = r;
      next[item] = at + 1;
    }
  return { starts, items };
}

/** Rows that are not all known yet. */
export class RowsBuilder {
  #starts = new Uint32Array(64);
  #items = new Uint32Array(256);
  #rows = 0;
  #length = 0;

  /** Adds a row, and gives its number. */
  push(list: Iterable<number>): number {
    for (const item of list) this.add(item);
    return this.end();
  }

  /** Adds rows that are like others: item `i` of theirs stands for `items[i]`. */
  pushLike(rows: Rows, items: readonly number[]): void {
    for (let r = 0; r < rowCount(rows); r++) {
      const end = rows.starts[r + 1] ?? 0;
      for (let k = rows.starts[r] ?? 0; k < end; k++) this.add(items[rows.items[k] ?? 0] ?? 0);
      this.end();
    }
  }

  /** Adds an item to the row that is being made. */
  add(item: number): void {
    if (this.#length === this.#items.length) this.#items = doubled(this.#items);
    this.#items[this.#length++] = item;
  }

  /** Ends the row that is being made, and gives its number. */
  end(): number {
    if (this.#rows + 1 === this.#starts.length) this.#starts = doubled(this.#starts);
    this.#starts[++this.#rows] = this.#length;
    return this.#rows - 1;
  }

  /** The numbers in a row that is ended. */
  at(r: number): Uint32Array {
    return this.#items.slice(this.#starts[r] ?? 0, this.#starts[r + 1] ?? 0);
  }

  build(): Rows {
    return {
      starts: this.#starts.slice(0, this.#rows + 1),
      items: this.#items.slice(0, this.#length),
    };
  }
}

function doubled(array: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * array.length);
  larger.set(array);
  return larger;
}
