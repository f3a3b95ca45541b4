/**
 * Which slots of a component may hold tokens at the same time, by its lifecycle alone: ports are not looked at, behaviors may come in
 * any order. What is apart here is apart in every assembly. The other way round it may err: it is an upper bound.
 *
 * The usual fixed point: what a move puts down together is concurrent, and with all that was concurrent with everything it took.
 */
import type { Lifecycle } from "../../semantics/lifecycle.ts";

export interface Concurrency {
  /** May both hold tokens at once? Of a slot with itself: may a second token come to it? */
  readonly between: (slot: number, other: number) => boolean;
  /** An upper bound of the tokens that these slots hold together. */
  readonly width: (slots: readonly number[]) => number;
}

/** The concurrency of a type; made once for each. Cost: its moves × its slots, a few times over. */
export function concurrencyOf(life: Lifecycle): Concurrency {
  let made = known.get(life);
  if (made === undefined) known.set(life, (made = concurrencyFrom(life, [life.initial])));
  return made;
}
const known = new WeakMap<Lifecycle, Concurrency>();

/** As above, with the tokens on these slots at the start. */
export function concurrencyFrom(life: Lifecycle, start: readonly number[]): Concurrency {
  const relation = new Relation(life.slots);
  for (const slot of start) relation.addAll(slot, start);
  const moves = movesOf(life);
  for (let changed = true; changed; ) {
    changed = false;
    for (const move of moves) if (relation.extend(move)) changed = true;
  }
  const between = (a: number, b: number): boolean => relation.has(a, b);
  const widths = new WeakMap<readonly number[], number>();
  const width = (slots: readonly number[]): number => {
    let known = widths.get(slots);
    if (known === undefined) widths.set(slots, (known = chainCount(slots, between)));
    return known;
  };
  return { between, width };
}

/** Tokens are taken from some slots and put on others, all at once. */
interface Move {
  readonly taken: readonly number[];
  readonly put: readonly number[];
}

/** All that the rules may do with tokens, in every behavior: leave, fire, end, enter. */
function movesOf({ leaving, transitions, docks, stations }: Lifecycle): readonly Move[] {
  const slotOf = (t: number, which: "out" | "on"): number => transitions[t]?.[which] ?? 0;
  return [
    ...leaving.flatMap((from) =>
      from.flatMap((ts, place) =>
        ts.length === 0 ? [] : [{ taken: [place], put: ts.map((t) => slotOf(t, "out")) }],
      ),
    ),
    ...transitions.map(({ out, on }) => ({ taken: [out], put: [on] })),
    ...docks.map(({ transition, slot }) => ({ taken: [slotOf(transition, "on")], put: [slot] })),
    ...stations.map(({ slots, place }) => ({ taken: slots, put: [place] })),
  ];
}

/** A symmetric relation of slots, and which slots were reached at all. A row of bits for each. */
class Relation {
  readonly #words: number;
  readonly #bits: Uint32Array;
  readonly #reached: Uint8Array;

  constructor(slots: number) {
    this.#words = Math.ceil(slots / 32);
    this.#bits = new Uint32Array(slots * this.#words);
    this.#reached = new Uint8Array(slots);
  }

  has(a: number, b: number): boolean {
    return ((this.#word(a, b >>> 5) >>> (b & 31)) & 1) === 1;
  }

  /** Reaches `slot`, together with the others. */
  addAll(slot: number, others: readonly number[]): boolean {
    let changed = this.#reached[slot] === 0;
    this.#reached[slot] = 1;
    for (const other of others)
      if (other !== slot && !this.has(slot, other)) {
        this.#set(slot, other);
        this.#set(other, slot);
        changed = true;
      }
    return changed;
  }

  /** Adds what follows from a move; true where that is something new. */
  extend({ taken, put }: Move): boolean {
    if (!this.#mayMove(taken)) return false;
    let changed = false;
    for (const slot of put) if (this.addAll(slot, put)) changed = true;
    for (let w = 0; w < this.#words; w++) {
      let common = 0xffff_ffff;
      for (const slot of taken) common &= this.#word(slot, w);
      if (common === 0) continue;
      for (const slot of put) if (this.#addWord(slot, w, common)) changed = true;
    }
    return changed;
  }

  #mayMove(taken: readonly number[]): boolean {
    return taken.every(
      (slot, k) =>
        this.#reached[slot] === 1 && taken.slice(k + 1).every((other) => this.has(slot, other)),
    );
  }

  #addWord(slot: number, w: number, common: number): boolean {
    const news = common & ~this.#word(slot, w);
    for (let rest = news; rest !== 0; rest &= rest - 1) {
      const other = 32 * w + 31 - Math.clz32(rest & -rest);
      this.#set(slot, other);
      this.#set(other, slot);
    }
    return news !== 0;
  }

  #word(slot: number, w: number): number {
    return this.#bits[slot * this.#words + w] ?? 0;
  }

  #set(slot: number, other: number): void {
    const at = slot * this.#words + (other >>> 5);
    this.#bits[at] = (this.#bits[at] ?? 0) | (1 << (other & 31));
  }
}

/** How many sets of slots that are pairwise apart cover them all, first fit. */
function chainCount(
  slots: readonly number[],
  between: (slot: number, other: number) => boolean,
): number {
  const chains: number[][] = [];
  for (const slot of slots) {
    const chain = chains.find((one) => one.every((other) => !between(slot, other)));
    if (chain === undefined) chains.push([slot]);
    else chain.push(slot);
  }
  return chains.length;
}
