/**
 * A set of markings, numbered in the order in which they came.
 *
 * It is exact: what counts as known is known token by token. A place takes one bit, or one byte from the first marking on that has two
 * tokens on a place.
 */
import type { Marking } from "./player.ts";

/** The most tokens on a place that can be kept. */
export const tokensMax = 255;

export class MarkingSet {
  size = 0;
  readonly #placeCount: number;
  #wordCount: number;
  /** Bits for a place: 1 or 8. */
  #width: 1 | 8 = 1;
  /** Packed markings, `#perPage` in each page. */
  #pages: Uint32Array[] = [];
  readonly #perPage: number;
  /** By marking. */
  #sums = new Int32Array(64);
  /** Open addressing: the number of a marking + 1, or 0. */
  #table = new Uint32Array(128);
  readonly #packed: Uint32Array;

  constructor(placeCount: number) {
    this.#placeCount = placeCount;
    this.#wordCount = Math.ceil(placeCount / 32);
    this.#packed = new Uint32Array(Math.ceil(placeCount / 4));
    this.#perPage = Math.max(1, Math.floor(pageWords / Math.max(1, this.#wordCount)));
  }

  /** What it takes in memory. */
  get bytes(): number {
    const pages = 4 * this.#pages.length * this.#perPage * this.#wordCount;
    return pages + this.#sums.byteLength + this.#table.byteLength;
  }

  /** The number of a marking, or -1. @param sum  the same for the same marking. Packs the marking only where the sum is known. */
  find(marking: Marking, sum: number): number {
    let isPacked = false;
    const mask = this.#table.length - 1;
    for (let at = slot(sum) & mask; this.#table[at] !== 0; at = (at + 1) & mask) {
      const index = (this.#table[at] ?? 0) - 1;
      if (this.#sums[index] !== sum) continue;
      if (!isPacked && !this.#pack(marking)) return -1;
      isPacked = true;
      if (this.#holds(index)) return index;
    }
    return -1;
  }

  /** Adds a marking that is not in it, without more than `tokensMax` tokens on a place; gives its number. */
  add(marking: Marking, sum: number): number {
    if (!this.#pack(marking)) {
      this.#widen();
      this.#pack(marking);
    }
    const index = this.size++;
    if (2 * this.size > this.#table.length) this.#grow();
    this.#sums[index] = sum;
    this.#enter(index, sum);
    this.#page(index).set(this.#packed.subarray(0, this.#wordCount), this.#offset(index));
    return index;
  }

  /** Tokens on a place in a marking of the set. */
  tokens(index: number, place: number): number {
    const at = place * this.#width;
    const word = this.#pages[Math.floor(index / this.#perPage)]?.[this.#offset(index) + (at >>> 5)];
    return ((word ?? 0) >>> (at & 31)) & (this.#width === 1 ? 1 : tokensMax);
  }

  /** Writes a marking of the set into `marking`. */
  load(index: number, marking: Uint32Array): void {
    for (let p = 0; p < this.#placeCount; p++) marking[p] = this.tokens(index, p);
  }

  /** False: there are more tokens on a place than a bit can tell. */
  #pack(marking: Marking): boolean {
    const packed = this.#packed;
    packed.fill(0, 0, this.#wordCount);
    const width = this.#width;
    for (let p = 0; p < this.#placeCount; p++) {
      const count = marking[p] ?? 0;
      if (count === 0) continue;
      if (count > 1 && width === 1) return false;
      const at = p * width;
      packed[at >>> 5] = (packed[at >>> 5] ?? 0) | (count << (at & 31));
    }
    return true;
  }

  #holds(index: number): boolean {
    const page = this.#page(index);
    const offset = this.#offset(index);
    for (let k = 0; k < this.#wordCount; k++)
      if (page[offset + k] !== this.#packed[k]) return false;
    return true;
  }

  #page(index: number): Uint32Array {
    const number = Math.floor(index / this.#perPage);
    return (this.#pages[number] ??= new Uint32Array(this.#perPage * this.#wordCount));
  }

  #offset(index: number): number {
    return (index % this.#perPage) * this.#wordCount;
  }

  #enter(index: number, sum: number): void {
    const mask = this.#table.length - 1;
    let at = slot(sum) & mask;
    while (this.#table[at] !== 0) at = (at + 1) & mask;
    this.#table[at] = index + 1;
  }

  #grow(): void {
    const sums = new Int32Array(2 * this.#sums.length);
    sums.set(this.#sums);
    this.#sums = sums;
    this.#table = new Uint32Array(2 * this.#table.length);
    for (let index = 0; index < this.size - 1; index++) this.#enter(index, sums[index] ?? 0);
  }

  /** A byte for each place from now on, in the markings that are there too. */
  #widen(): void {
    const narrow = new MarkingSet(this.#placeCount);
    narrow.#pages = this.#pages;
    const marking = new Uint32Array(this.#placeCount);
    this.#width = 8;
    this.#wordCount = Math.ceil(this.#placeCount / 4);
    this.#pages = [];
    for (let index = 0; index < this.size; index++) {
      narrow.load(index, marking);
      this.#pack(marking);
      this.#page(index).set(this.#packed, this.#offset(index));
    }
  }
}

const pageWords = 2 ** 18;

/** Sums of markings that differ little lie close together: spread them. */
function slot(sum: number): number {
  const h = Math.imul(sum ^ (sum >>> 15), 0x2c1b3c6d);
  return (h ^ (h >>> 13)) >>> 0;
}
