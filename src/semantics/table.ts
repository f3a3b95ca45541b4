/**
 * Records of integers, numbered from 0: what keeps a configuration of a million instances small and fast to copy.
 *
 * A record is a row of one array, so that what is read together lies together. Which integer is what, the owner of the table says.
 */

export class Table {
  /** Records handed out so far, freed ones included. */
  size = 0;
  readonly #width: number;
  #cells: Int32Array;
  /** A freed record holds the next one in its first cell, + 1. */
  #firstFree = 0;

  constructor(width: number) {
    this.#width = width;
    this.#cells = new Int32Array(16 * width);
  }

  get(record: number, cell: number): number {
    return this.#cells[record * this.#width + cell] ?? 0;
  }
  set(record: number, cell: number, value: number): void {
    this.#cells[record * this.#width + cell] = value;
  }
  add(record: number, cell: number, by: number): void {
    const at = record * this.#width + cell;
    this.#cells[at] = (this.#cells[at] ?? 0) + by;
  }

  /** The first of `count` consecutive records, all zero. Amortised O(count). */
  allocate(count = 1): number {
    if (count === 1 && this.#firstFree !== 0) {
      const record = this.#firstFree - 1;
      this.#firstFree = this.get(record, 0);
      this.set(record, 0, 0);
      return record;
    }
    const first = this.size;
    this.size += count;
    if (this.size * this.#width > this.#cells.length) this.#grow();
    return first;
  }

  /** All cells of a record become zero. */
  clear(record: number): void {
    for (let cell = 0; cell < this.#width; cell++) this.set(record, cell, 0);
  }

  /** Gives a record back. */
  free(record: number): void {
    this.clear(record);
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
    const wider = new Int32Array(Math.ceil(1.5 * this.size) * this.#width);
    wider.set(this.#cells);
    this.#cells = wider;
  }
}

/** Pairs of integers in the order in which they came; emptied, it keeps its room. */
export class Pairs {
  length = 0;
  #items: Int32Array = new Int32Array(64);

  push(first: number, second: number): void {
    const at = 2 * this.length++;
    if (at === this.#items.length) {
      const wider = new Int32Array(2 * at);
      wider.set(this.#items);
      this.#items = wider;
    }
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
