/** A stack of numbers that may grow long: a typed array that doubles, without an object for each number. */

export class NumberStack {
  #items = new Uint32Array(64);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(item: number): void {
    if (this.#length === this.#items.length) {
      const larger = new Uint32Array(2 * this.#length);
      larger.set(this.#items);
      this.#items = larger;
    }
    this.#items[this.#length++] = item;
  }

  /** Takes the last one off; 0 where there is none. */
  pop(): number {
    return this.#length === 0 ? 0 : (this.#items[--this.#length] ?? 0);
  }

  at(index: number): number {
    return this.#items[index] ?? 0;
  }

  set(index: number, item: number): void {
    this.#items[index] = item;
  }

  /** Forgets what is above. */
  cut(length: number): void {
    this.#length = length;
  }

  /** A copy of the items from `start` up to, and without, `end`. */
  slice(start = 0, end: number = this.#length): Uint32Array {
    return this.#items.slice(start, end);
  }

  get bytes(): number {
    return this.#items.byteLength;
  }
}
