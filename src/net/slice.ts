/**
 * The part of a run that an end depends on: what is left out neither gave nor took a token that matters for it.
 *
 * Every token knows the event that gave it. An event that is kept keeps those that gave the tokens it took or looked at, so what is left
 * is a run too, in the same order.
 */
import type { Net } from "./net.ts";
import { row } from "./rows.ts";
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
  for (const [event, t] of trace.entries()) {
    starts.push(causes.length);
    const cause = (giver: number): void => {
      if (giver >= 0) causes.push(giver);
    };
    for (const p of row(net.consumed, t)) {
      cause(tokens.take(p));
      if (isEmptied.has(p)) isKept[event] = 1;
    }
    // Tokens that are looked at cannot be those that are taken.
    for (const [p, times] of counted(row(net.read, t)))
      for (let k = 0; k < times; k++) cause(tokens.look(p, k));
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
  readonly #initial: Uint8Array;
  readonly #givers = new Map<number, number[]>();

  constructor({ initial }: Net) {
    this.#initial = initial;
  }

  on(p: number): number[] {
    let givers = this.#givers.get(p);
    if (givers === undefined)
      this.#givers.set(
        p,
        (givers = Array.from<number>({ length: this.#initial[p] ?? 0 }).fill(-1)),
      );
    return givers;
  }

  look(p: number, k: number): number {
    return this.on(p)[k] ?? -1;
  }

  take(p: number): number {
    return this.on(p).shift() ?? -1;
  }

  give(p: number, event: number): void {
    this.on(p).push(event);
  }
}

function counted(places: Iterable<number>): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const p of places) counts.set(p, (counts.get(p) ?? 0) + 1);
  return counts;
}
