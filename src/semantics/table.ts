/** Records of integers in columns, numbered from 0: what keeps a configuration of a million instances small and fast to copy. */

export type Columns<Name extends string> = Record<Name, Int32Array>;

export class Table<Name extends string> {
  /** Grows by being replaced: never keep a column across an `allocate`. */
  readonly column: Columns<Name>;
  /** Records handed out so far, freed ones included. */
  size = 0;
  #capacity = 16;
  #free: number[] = [];

  constructor(names: readonly Name[]) {
    this.column = Object.fromEntries(
      names.map((name) => [name, new Int32Array(this.#capacity)]),
    ) as Columns<Name>;
  }

  /** The first of `count` consecutive records, all zero. Amortised O(count). */
  allocate(count = 1): number {
    if (count === 1) {
      const freed = this.#free.pop();
      if (freed !== undefined) return freed;
    }
    const first = this.size;
    this.size += count;
    if (this.size > this.#capacity) this.#grow();
    return first;
  }

  /** Gives a record back; its columns become zero. */
  free(record: number): void {
    for (const name in this.column) this.column[name][record] = 0;
    this.#free.push(record);
  }

  clone(): Table<Name> {
    const copy = new Table<Name>([]);
    for (const name in this.column) copy.column[name] = this.column[name].slice();
    copy.size = this.size;
    copy.#capacity = this.#capacity;
    copy.#free = this.#free.slice();
    return copy;
  }

  #grow(): void {
    while (this.#capacity < this.size) this.#capacity *= 2;
    for (const name in this.column) {
      const wider = new Int32Array(this.#capacity);
      wider.set(this.column[name]);
      this.column[name] = wider;
    }
  }
}
