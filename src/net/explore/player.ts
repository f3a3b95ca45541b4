/**
 * A net being played: its tokens, and which transitions are enabled, kept up to date by what each firing touches.
 *
 * For every transition the number of its places that lack tokens is known; where it is 0, the transition is enabled. A search goes back
 * by firing backward, so no marking is ever copied to come back to.
 */
import { type Flow, inputAt, inputCount, needAt } from "./flow.ts";
import type { Rows } from "../rows.ts";

/** Tokens by place. */
export type Marking = ArrayLike<number>;

export class Player {
  readonly flow: Flow;
  readonly tokens: Uint32Array;
  /** The enabled transitions: those of `isFree`, and the others. */
  readonly free: NumberSet;
  readonly bound: NumberSet;
  /** The sum of a number for each token: markings with different sums differ. */
  sum = 0;
  /** The most tokens that one place has held. */
  most = 0;
  readonly #isFree: Uint8Array | undefined;
  /** By transition: on how many of its places it lacks tokens. */
  readonly #lacking: Uint32Array;

  /** At the start of the net. @param isFree  by transition: 1 where it stands in `free` while enabled. O(arcs). */
  constructor(flow: Flow, isFree?: Uint8Array) {
    const { net } = flow;
    this.flow = flow;
    this.#isFree = isFree;
    this.tokens = new Uint32Array(net.placeCount);
    this.free = new NumberSet(net.transitionCount);
    this.bound = new NumberSet(net.transitionCount);
    this.#lacking = new Uint32Array(net.transitionCount);
    this.set(net.initial);
  }

  /** Goes to any marking. O(arcs). */
  set(marking: Marking): void {
    this.sum = 0;
    for (let p = 0; p < this.tokens.length; p++) {
      const count = marking[p] ?? 0;
      this.tokens[p] = count;
      this.most = Math.max(this.most, count);
      this.sum = (this.sum + Math.imul(count, weight(p))) | 0;
    }
    this.free.clear();
    this.bound.clear();
    for (let t = 0; t < this.#lacking.length; t++) {
      let lacking = 0;
      for (let k = inputCount(this.flow, t); k-- > 0; ) if (this.lacks(t, k)) lacking++;
      this.#lacking[t] = lacking;
      if (lacking === 0) this.#among(t).add(t);
    }
  }

  isEnabled(t: number): boolean {
    return this.#lacking[t] === 0;
  }

  /** Are there too few tokens on the `k`-th place that `t` needs? */
  lacks(t: number, k: number): boolean {
    return (this.tokens[inputAt(this.flow, t, k)] ?? 0) < needAt(this.flow, t, k);
  }

  /** Fires a transition, which must be enabled. O(arcs of the places that change). */
  fire(t: number): void {
    this.#move(t, this.flow.takes, this.flow.gives);
  }

  /** Undoes the firing of `t`, which must be the last that is not undone. */
  unfire(t: number): void {
    this.#move(t, this.flow.gives, this.flow.takes);
  }

  #move(t: number, from: Rows, to: Rows): void {
    const fromEnd = from.starts[t + 1] ?? 0;
    for (let k = from.starts[t] ?? 0; k < fromEnd; k++) this.#change(from.items[k] ?? 0, -1);
    const toEnd = to.starts[t + 1] ?? 0;
    for (let k = to.starts[t] ?? 0; k < toEnd; k++) this.#change(to.items[k] ?? 0, 1);
  }

  /** One token more on a place, or one less: who needs just so many there lacks none any more, or lacks one. */
  #change(p: number, by: 1 | -1): void {
    const before = this.tokens[p] ?? 0;
    const after = before + by;
    this.tokens[p] = after;
    this.sum = (this.sum + by * weight(p)) | 0;
    if (after > this.most) this.most = after;
    const level = Math.max(before, after);
    const { rows, tokens } = this.flow.users;
    if (tokens === undefined && level !== 1) return;
    for (const { starts, items } of rows) {
      const end = starts[p + 1] ?? 0;
      for (let k = starts[p] ?? 0; k < end; k++) {
        if (tokens !== undefined && tokens[k] !== level) continue;
        const t = items[k] ?? 0;
        const lacking = (this.#lacking[t] ?? 0) - by;
        this.#lacking[t] = lacking;
        if (lacking === 0) this.#among(t).add(t);
        else if (lacking === 1 && by < 0) this.#among(t).delete(t);
      }
    }
  }

  #among(t: number): NumberSet {
    return this.#isFree?.[t] === 1 ? this.free : this.bound;
  }
}

/** A set of numbers below a bound. Its order follows from what was added and deleted, in which order, and from nothing else. */
export class NumberSet {
  size = 0;
  readonly #items: Uint32Array;
  readonly #indexes: Uint32Array;

  constructor(bound: number) {
    this.#items = new Uint32Array(bound);
    this.#indexes = new Uint32Array(bound);
  }

  at(index: number): number {
    return this.#items[index] ?? 0;
  }

  /** Adds what is not in it. */
  add(item: number): void {
    this.#items[this.size] = item;
    this.#indexes[item] = this.size++;
  }

  /** Deletes what is in it. */
  delete(item: number): void {
    const last = this.#items[--this.size] ?? 0;
    const index = this.#indexes[item] ?? 0;
    this.#items[index] = last;
    this.#indexes[last] = index;
  }

  clear(): void {
    this.size = 0;
  }
}

/** A number for a place, well spread over 32 bits. */
function weight(p: number): number {
  let h = Math.imul(p + 0x9e3779b9, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
