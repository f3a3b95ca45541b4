/**
 * The part of a run that an end depends on: what is left out neither gave nor took a token that matters for it.
 *
 * Every token knows the event that gave it. An event that is kept keeps those that gave the tokens it took or looked at, so what is left
 * is a run too, in the same order.
 */
import type { Net } from "../net.ts";
import { row } from "../rows.ts";
import { NumberStack } from "./stack.ts";

export interface End {
  /** Places that are to be as empty as after the whole run. */
  readonly emptied?: Iterable<number>;
  /** Places that are to hold the tokens that they hold after the whole run. */
  readonly marked?: Iterable<number>;
}

/** The events of `trace`, a run of the net, that `end` depends on; indexes into it, ascending. O(arcs of the events). */
export function slice(net: Net, trace: Uint32Array, { emptied = [], marked = [] }: End): number[] {
  const isEmptied = new Set(emptied);
  const tokens = new Tokens(net);
  const isKept = new Uint8Array(trace.length);
  const starts = new NumberStack();
  const causes = new NumberStack();
  const cause = (giver: number): void => {
    if (giver >= 0) causes.push(giver);
  };
  for (const [event, t] of trace.entries()) {
    starts.push(causes.length);
    for (const p of row(net.consumed, t)) {
      cause(tokens.take(p));
      if (isEmptied.has(p)) isKept[event] = 1;
    }
    // Tokens that are looked at cannot be those that are taken.
    const read = row(net.read, t);
    for (const [k, p] of read.entries()) cause(tokens.look(p, read, k));
    for (const p of row(net.produced, t)) tokens.give(p, event);
  }
  starts.push(causes.length);
  for (const p of marked) for (const giver of tokens.on(p)) if (giver >= 0) isKept[giver] = 1;
  for (let event = trace.length - 1; event >= 0; event--)
    if (isKept[event] === 1)
      for (let k = starts.at(event); k < starts.at(event + 1); k++) isKept[causes.at(k)] = 1;
  return [...isKept.keys()].filter((event) => isKept[event] === 1);
}

/** By place the events that gave its tokens, oldest first; -1 for the start. */
class Tokens {
  /** The only giver where there is one token, or `none`; where there are more they are in `#queues`. */
  readonly #givers: Int32Array;
  readonly #queues = new Map<number, number[]>();

  constructor({ initial }: Net) {
    this.#givers = Int32Array.from(initial, (tokens) => (tokens === 1 ? -1 : none));
    for (const [p, tokens] of initial.entries())
      if (tokens > 1) this.#queues.set(p, Array.from<number>({ length: tokens }).fill(-1));
  }

  on(p: number): readonly number[] {
    const giver = this.#givers[p] ?? none;
    return this.#queues.get(p) ?? (giver === none ? [] : [giver]);
  }

  /** Who gave the token that is looked at by the `k`-th arc of `read`: each looks at another one. */
  look(p: number, read: Uint32Array, k: number): number {
    const queue = this.#queues.get(p);
    if (queue === undefined) return this.#givers[p] ?? none;
    return queue[read.subarray(0, k).filter((one) => one === p).length] ?? none;
  }

  take(p: number): number {
    const queue = this.#queues.get(p);
    if (queue !== undefined) return queue.shift() ?? none;
    const giver = this.#givers[p] ?? none;
    this.#givers[p] = none;
    return giver;
  }

  give(p: number, event: number): void {
    const queue = this.#queues.get(p);
    if (queue !== undefined) queue.push(event);
    else if (this.#givers[p] === none) this.#givers[p] = event;
    else this.#queues.set(p, [this.#givers[p] ?? none, event]);
  }
}

const none = -2;
