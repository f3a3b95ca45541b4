/**
 * Records of integers in one array: what keeps a configuration of a million instances small and fast to copy.
 *
 * A record is known by where its first cell lies; what is read together lies together. Which cell is what, the owner says (`record`).
 */

export class Table {
  /** Cells handed out so far, those of freed records included. */
  size = 0;
  readonly #width: number;
  #cells: Int32Array<ArrayBuffer>;
  /** A freed record holds the next one in its first cell, + 1. */
  #firstFree = 0;

  /** @param width  cells of one record */
  constructor(width: number) {
    this.#width = width;
    this.#cells = new Int32Array(16 * width);
  }

  get(record: number, cell: number): number {
    return this.#cells[record + cell] ?? 0;
  }
  set(record: number, cell: number, value: number): void {
    this.#cells[record + cell] = value;
  }
  add(record: number, cell: number, by: number): void {
    const at = record + cell;
    this.#cells[at] = (this.#cells[at] ?? 0) + by;
  }

  /** Turns over some bits of a cell. */
  change(record: number, cell: number, bits: number): void {
    const at = record + cell;
    this.#cells[at] = (this.#cells[at] ?? 0) ^ bits;
  }

  /** The first of `count` records that follow each other, all zero. Amortised O(count). */
  allocate(count = 1): number {
    if (count === 1 && this.#firstFree !== 0) {
      const record = this.#firstFree - 1;
      this.#firstFree = this.get(record, 0);
      this.set(record, 0, 0);
      return record;
    }
    const first = this.size;
    this.size += count * this.#width;
    if (this.size > this.#cells.length) this.#grow();
    return first;
  }

  /** Gives a record back. */
  free(record: number): void {
    for (let cell = 1; cell < this.#width; cell++) this.set(record, cell, 0);
    this.set(record, 0, this.#firstFree);
    this.#firstFree = record + 1;
  }

  clone(): Table {
    const copy = new Table(this.#width);
    copy.size = this.size;
    copy.#cells = this.#cells.slice();
    copy.#firstFree = this.#firstFree;
    return copy;
  }

  #grow(): void {
    const growth = this.size < smallSize ? 2 : 1.25;
    this.#cells = resized(this.#cells, Math.ceil(growth * this.size));
  }
}

/** Cells up to which it is not worth while to grow in small steps. */
const smallSize = 2 ** 16;

/** Pairs of integers in the order in which they came; emptied, it keeps its room. */
export class Pairs {
  length = 0;
  #items: Int32Array<ArrayBuffer> = new Int32Array(64);

  push(first: number, second: number): void {
    const at = 2 * this.length++;
    if (at === this.#items.length) this.#items = resized(this.#items, 2 * at);
    this.#items[at] = first;
    this.#items[at + 1] = second;
  }
  first(index: number): number {
    return this.#items[2 * index] ?? 0;
  }
  second(index: number): number {
    return this.#items[2 * index + 1] ?? 0;
  }
  clear(): void {
    this.length = 0;
  }
}

/**
 * The same integers in a longer array. The old buffer is not transferred: once any buffer has been detached, every access to any
 * array looks whether its own was.
 */
function resized(cells: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(length);
  longer.set(cells);
  return longer;
}
