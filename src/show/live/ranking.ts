/**
 * Items in order while they come and go: a heap that knows where each is, and whose first few can be listed without the others.
 *
 * Where it is stands on the item itself, so that to come and to go costs a few writes; an item is in one ranking at a time.
 */
import { Heap } from "../../engine/heap.ts";

export interface Ranked {
  /** In the ranking that it is in, which alone writes it; before the first any number. */
  rank: number;
}

export class Ranking<T extends Ranked> {
  readonly #items: T[] = [];
  readonly #before: (a: T, b: T) => boolean;

  /** @param before  may change for an item, which is then told by `moved` */
  constructor(before: (a: T, b: T) => boolean) {
    this.#before = before;
  }

  get size(): number {
    return this.#items.length;
  }
  has(item: T): boolean {
    return this.#items[item.rank] === item;
  }

  /** O(log n). */
  add(item: T): void {
    if (this.has(item)) return this.moved(item);
    this.#rise(item, this.#items.push(item) - 1);
  }

  /** O(log n). */
  remove(item: T): void {
    if (!this.has(item)) return;
    const last = this.#items.pop();
    if (last === undefined || last === item) return;
    this.#put(last, item.rank);
    this.moved(last);
  }

  /** Its order has changed. O(log n). */
  moved(item: T): void {
    if (this.has(item)) this.#sink(item, this.#rise(item, item.rank));
  }

  /** The first of all. O(1). */
  peek(): T | undefined {
    return this.#items[0];
  }

  /** The first so many in order. O(count log count). */
  first(count: number): readonly T[] {
    const found: T[] = [];
    const next = new Heap<readonly [T, number]>(([a], [b]) => this.#before(a, b));
    const look = (at: number): void => {
      const item = this.#items[at];
      if (item !== undefined) next.push([item, at]);
    };
    look(0);
    while (found.length < count) {
      const top = next.pop();
      if (top === undefined) break;
      found.push(top[0]);
      look(2 * top[1] + 1);
      look(2 * top[1] + 2);
    }
    return found;
  }

  #rise(item: T, from: number): number {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = this.#items[parent];
      if (above === undefined || !this.#before(item, above)) break;
      this.#put(above, at);
      at = parent;
    }
    this.#put(item, at);
    return at;
  }

  #sink(item: T, from: number): void {
    let at = from;
    for (;;) {
      const [left, right] = [this.#items[2 * at + 1], this.#items[2 * at + 2]];
      const isRight = left !== undefined && right !== undefined && this.#before(right, left);
      const child = isRight ? right : left;
      if (child === undefined || !this.#before(child, item)) break;
      this.#put(child, at);
      at = 2 * at + (isRight ? 2 : 1);
    }
    this.#put(item, at);
  }

  #put(item: T, at: number): void {
    this.#items[at] = item;
    item.rank = at;
  }
}
