/**
 * Which transitions are known never to be enabled together: a place that one needs and a place that the other needs are apart.
 *
 * A transition may need thousands of places. Of such a one only those are looked at that share a circuit with a place of the other.
 */
import { Circuits } from "./circuit.ts";
import { type Flow, inputAt, inputCount } from "./flow.ts";

/** How many places of a transition are looked at one by one. */
const inputsMax = 16;

export class Exclusions {
  readonly #flow: Flow;
  #circuits: Circuits | undefined;
  /** Transition with many places → circuit → those of its places that lie there. */
  readonly #inputs = new Map<number, ReadonlyMap<number, readonly number[]>>();

  constructor(flow: Flow) {
    this.#flow = flow;
  }

  /** Found when somebody asks first. */
  get circuits(): Circuits {
    return (this.#circuits ??= new Circuits(this.#flow));
  }

  /** Are the two known never to be enabled together? */
  areExclusive(t: number, u: number): boolean {
    const isLess = inputCount(this.#flow, t) < inputCount(this.#flow, u);
    const [few, many] = isLess ? [t, u] : [u, t];
    const count = Math.min(inputsMax, inputCount(this.#flow, few));
    for (let k = 0; k < count; k++)
      if (this.needsApart(many, inputAt(this.#flow, few, k))) return true;
    return false;
  }

  /** Does `t` need a place that is apart from `place`? False: none is known. */
  needsApart(t: number, place: number): boolean {
    const { apart } = this.#flow.net;
    const count = inputCount(this.#flow, t);
    for (let k = 0; k < Math.min(inputsMax, count); k++) {
      const p = inputAt(this.#flow, t, k);
      if (p !== place && apart(p, place)) return true;
    }
    if (count <= inputsMax) return false;
    const near = this.#inputsOf(t).get(this.circuits.of(place)) ?? [];
    return near.some((p) => p !== place && apart(p, place));
  }

  #inputsOf(t: number): ReadonlyMap<number, readonly number[]> {
    const known = this.#inputs.get(t);
    if (known !== undefined) return known;
    const inputs = new Map<number, number[]>();
    for (let k = 0; k < inputCount(this.#flow, t); k++) {
      const p = inputAt(this.#flow, t, k);
      const circuit = this.circuits.of(p);
      const those = inputs.get(circuit);
      if (those === undefined) inputs.set(circuit, [p]);
      else those.push(p);
    }
    this.#inputs.set(t, inputs);
    return inputs;
  }
}
