/**
 * Circuits: places among which a token goes round, as the steps of a program or the behaviors of a component are.
 *
 * While one place of a circuit holds the token, another one that is apart from it has none, and gets none before the token has left.
 */
import { type Flow, rowLength } from "./flow.ts";
import { type Rows, row } from "../rows.ts";

/** How many places of each side of a transition are looked at. */
const sideMax = 16;

export class Circuits {
  readonly #apart: Flow["net"]["apart"];
  /** circuit → its places, ascending */
  readonly #places: Rows;
  readonly #circuitOf: Uint32Array;
  /** By circuit: where among its places the token was last. The token often goes on to the next place. */
  readonly #last: Uint32Array;

  /** Finds the circuits: a transition moves a token between places that are apart. O(arcs), with a factor of at most `sideMax`. */
  constructor(flow: Flow) {
    const { placeCount, transitionCount, apart } = flow.net;
    const union = new Union(placeCount);
    for (let t = 0; t < transitionCount; t++) {
      const given = row(flow.gives, t).subarray(0, sideMax);
      for (const p of row(flow.takes, t).subarray(0, sideMax))
        for (const q of given) if (apart(p, q)) union.join(p, q);
    }
    this.#apart = apart;
    this.#circuitOf = Uint32Array.from({ length: placeCount }, (_, p) => union.find(p));
    this.#places = placesOf(this.#circuitOf);
    this.#last = new Uint32Array(placeCount);
  }

  /** The number of the circuit that a place lies in: its own where it lies in none. */
  of(place: number): number {
    return this.#circuitOf[place] ?? 0;
  }

  /** The place with a token that keeps `place` empty; undefined: none is known. */
  holder(tokens: Uint32Array, place: number): number | undefined {
    const circuit = this.of(place);
    const count = rowLength(this.#places, circuit);
    if (count === 1) return undefined;
    const start = this.#places.starts[circuit] ?? 0;
    let at = this.#last[circuit] ?? 0;
    for (let left = count; left > 0; left--) {
      const p = this.#places.items[start + at] ?? 0;
      if (tokens[p] !== 0 && this.#apart(p, place)) {
        this.#last[circuit] = at;
        return p;
      }
      at = at + 1 === count ? 0 : at + 1;
    }
    return undefined;
  }
}

function placesOf(circuitOf: Uint32Array): Rows {
  const starts = new Uint32Array(circuitOf.length + 1);
  for (const circuit of circuitOf) starts[circuit + 1] = (starts[circuit + 1] ?? 0) + 1;
  for (let c = 0; c < circuitOf.length; c++)
    starts[c + 1] = (starts[c + 1] ?? 0) + (starts[c] ?? 0);
  const items = new Uint32Array(circuitOf.length);
  const next = starts.slice();
  for (const [p, circuit] of circuitOf.entries()) {
    items[next[circuit] ?? 0] = p;
    next[circuit] = (next[circuit] ?? 0) + 1;
  }
  return { starts, items };
}

/** Sets of numbers that grow together. */
class Union {
  readonly #parents: Uint32Array;

  constructor(count: number) {
    this.#parents = Uint32Array.from({ length: count }, (_, k) => k);
  }

  find(k: number): number {
    let at = k;
    for (let up = this.#parents[at] ?? at; up !== at; up = this.#parents[at] ?? at) {
      // What is passed is hung higher: the next search is short.
      const above = this.#parents[up] ?? up;
      this.#parents[at] = above;
      at = above;
    }
    return at;
  }

  join(a: number, b: number): void {
    this.#parents[this.find(b)] = this.find(a);
  }
}
