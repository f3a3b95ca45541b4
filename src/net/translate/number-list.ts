/** A list of whole numbers in one array that grows: a million of them cost no objects. */
export class NumberList {
  #items = new Int32Array(64);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  at(k: number): number {
    return this.#items[k] ?? 0;
  }

  /** Adds a number, and gives its place in the list. */
  push(item: number): number {
    if (this.#length === this.#items.length) {
      const larger = new Int32Array(2 * this.#length);
      larger.set(this.#items);
      this.#items = larger;
    }
    this.#items[this.#length] = item;
    return this.#length++;
  }
}
