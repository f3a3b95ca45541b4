/**
 * The worst moment of a run: of all sets of events that may have happened at some time (with each event all it depends on), one in which
 * the events' gains sum up to the least.
 *
 * A minimum cut (after Picard, 1976): what is gained before it must be paid by what it depends on. Augmenting paths, since gains are small.
 */
import type { Order } from "./occurrence.ts";

export interface Moment {
  readonly sum: number;
  /** The events that have happened, ascending; of those that depend on each other only the ones that count. */
  readonly happened: readonly number[];
}

/**
 * The moment with the least sum. Cost: events that gain or lose × causes, and those among them squared.
 *
 * @param gains  what an event adds; all others add nothing
 */
export function worstMoment(order: Order, gains: ReadonlyMap<number, number>): Moment {
  const events = [...gains.keys()].sort((a, b) => a - b);
  const needs = events.map((event) => nearest(order, event, gains));
  const flow = new Payment(events, needs, gains);
  flow.settle();
  const happened = events.filter((event) => flow.isUnpaid(event));
  return { sum: happened.reduce((sum, event) => sum + (gains.get(event) ?? 0), 0), happened };
}

/** The events that count and that `event` depends on with none between. */
function nearest(
  { causes }: Order,
  event: number,
  counted: ReadonlyMap<number, number>,
): readonly number[] {
  const seen = new Set<number>();
  const open = [event];
  const found: number[] = [];
  for (let at = open.pop(); at !== undefined; at = open.pop())
    for (let k = causes.starts[at] ?? 0; k < (causes.starts[at + 1] ?? 0); k++) {
      const cause = causes.items[k] ?? 0;
      if (seen.has(cause)) continue;
      seen.add(cause);
      if (counted.has(cause)) found.push(cause);
      else open.push(cause);
    }
  return found;
}

/**
 * A flow from the events that lose (they make the sum less) to those that they need and that gain.
 *
 * What a losing event still has to give when no more can flow makes the sum less, and all that it can reach comes with it.
 */
class Payment {
  readonly #needs = new Map<number, readonly number[]>();
  /** What still can be given, and taken. */
  readonly #left = new Map<number, number>();
  /** event → event → what has flowed */
  readonly #flowed = new Map<number, Map<number, number>>();

  constructor(
    events: readonly number[],
    needs: readonly (readonly number[])[],
    gains: ReadonlyMap<number, number>,
  ) {
    for (const [k, event] of events.entries()) {
      this.#needs.set(event, needs[k] ?? []);
      this.#left.set(event, -(gains.get(event) ?? 0));
      this.#flowed.set(event, new Map());
    }
  }

  settle(): void {
    for (const event of this.#left.keys())
      while ((this.#left.get(event) ?? 0) > 0 && this.#pay(event)) continue;
  }

  /** Is it reached from an event that could not give all? */
  isUnpaid(event: number): boolean {
    return (this.#unpaid ??= this.#reached()).has(event);
  }
  #unpaid: ReadonlySet<number> | undefined;

  #reached(): ReadonlySet<number> {
    const givers = [...this.#left].filter(([, left]) => left > 0).map(([event]) => event);
    const seen = new Set(givers);
    for (const event of seen) for (const [next] of this.#onward(event)) seen.add(next);
    return seen;
  }

  /** Where what an event has can flow: to what it needs, any amount; back where some came from, as much as came. */
  *#onward(event: number): Iterable<readonly [event: number, most: number]> {
    for (const need of this.#needs.get(event) ?? []) yield [need, Number.POSITIVE_INFINITY];
    for (const [other, amount] of this.#flowed.get(event) ?? [])
      if (amount > 0) yield [other, amount];
  }

  /** One path from a giver to a taker; false where there is none. */
  #pay(giver: number): boolean {
    const before = new Map<number, number>([[giver, giver]]);
    for (const event of before.keys()) {
      for (const [next] of this.#onward(event)) if (!before.has(next)) before.set(next, event);
      if ((this.#left.get(event) ?? 0) < 0) return this.#along(giver, event, before);
    }
    return false;
  }

  #along(giver: number, taker: number, before: ReadonlyMap<number, number>): boolean {
    const path = [taker];
    for (let at = taker; at !== giver; at = before.get(at) ?? giver)
      path.push(before.get(at) ?? giver);
    path.reverse();
    const bounds = path.slice(1).map((to, k) => {
      const from = path[k] ?? giver;
      return this.#needs.get(from)?.includes(to) === true
        ? Number.POSITIVE_INFINITY
        : (this.#flowed.get(from)?.get(to) ?? 0);
    });
    const amount = Math.min(this.#left.get(giver) ?? 0, -(this.#left.get(taker) ?? 0), ...bounds);
    for (const [k, to] of path.slice(1).entries()) this.#move(path[k] ?? giver, to, amount);
    this.#left.set(giver, (this.#left.get(giver) ?? 0) - amount);
    this.#left.set(taker, (this.#left.get(taker) ?? 0) + amount);
    return true;
  }

  /** What flows back undoes what came. `flowed.get(x).get(y)`: what came to x from y. */
  #move(from: number, to: number, amount: number): void {
    const came = this.#flowed.get(from)?.get(to) ?? 0;
    const undone = Math.min(came, amount);
    this.#flowed.get(from)?.set(to, came - undone);
    const rest = amount - undone;
    if (rest > 0) this.#flowed.get(to)?.set(from, (this.#flowed.get(to)?.get(from) ?? 0) + rest);
  }
}
