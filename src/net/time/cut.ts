/**
 * The worst moment of a run: of all sets of events that may have happened at some time (with each event all it depends on), one in which
 * the events' gains sum up to the least.
 *
 * A minimum cut (after Picard, 1976): what is gained before it must be paid by what it depends on. Augmenting paths, since gains are small.
 */
import type { Order } from "./occurrence.ts";
import { row } from "../rows.ts";

export interface Moment {
  readonly sum: number;
  /** The events that have happened, ascending; of those that depend on each other only the ones that count. */
  readonly happened: readonly number[];
}

/** The moment with the least sum. Cost: for each event that loses, the events between it and those that pay for it; at worst all. */
export function worstMoment(order: Order, gains: ReadonlyMap<number, number>): Moment {
  const payment = new Payment(order, gains);
  const events = [...gains.keys()].sort((a, b) => a - b);
  for (const event of events) payment.settle(event);
  const happened = events.filter((event) => payment.isUnpaid(event));
  return { sum: happened.reduce((sum, event) => sum + (gains.get(event) ?? 0), 0), happened };
}

/**
 * A flow from the events that lose (they make the sum less) to those that they depend on and that gain.
 *
 * What a losing event still has to give when no more can flow makes the sum less, and all that it can reach comes with it. From there
 * nothing will ever flow again, so that nobody looks there a second time.
 */
class Payment {
  readonly #causes: Order["causes"];
  /** What an event still can give, or take. */
  readonly #left: Map<number, number>;
  /** event → event → what has flowed to it from there */
  readonly #flowed = new Map<number, Map<number, number>>();
  readonly #unpaid = new Set<number>();

  constructor({ causes }: Order, gains: ReadonlyMap<number, number>) {
    this.#causes = causes;
    this.#left = new Map([...gains].map(([event, gain]) => [event, -gain]));
  }

  settle(giver: number): void {
    while (this.#leftOf(giver) > 0 && !this.#unpaid.has(giver) && this.#pay(giver)) continue;
  }

  /** Is it reached from an event that could not give all? */
  isUnpaid(event: number): boolean {
    return this.#unpaid.has(event);
  }

  #leftOf(event: number): number {
    return this.#left.get(event) ?? 0;
  }

  /** Where what an event has can flow: to what it depends on, any amount; back where some came from, as much as came. */
  *#onward(event: number): Iterable<number> {
    yield* row(this.#causes, event);
    for (const [other, amount] of this.#flowed.get(event) ?? []) if (amount > 0) yield other;
  }

  /** How much can flow over a link. */
  #room(from: number, to: number): number {
    return row(this.#causes, from).includes(to) ? Infinity : this.#cameTo(from, to);
  }

  /** One shortest path from a giver to a taker; false where there is none. */
  #pay(giver: number): boolean {
    const before = new Map<number, number>([[giver, giver]]);
    for (const event of before.keys()) {
      if (this.#leftOf(event) < 0) {
        this.#along(giver, event, before);
        return true;
      }
      for (const next of this.#onward(event))
        if (!before.has(next) && !this.#unpaid.has(next)) before.set(next, event);
    }
    for (const event of before.keys()) this.#unpaid.add(event);
    return false;
  }

  #along(giver: number, taker: number, before: ReadonlyMap<number, number>): void {
    const path = [taker];
    for (let at = taker; at !== giver; at = before.get(at) ?? giver)
      path.push(before.get(at) ?? giver);
    path.reverse();
    const links = path.slice(1).map((to, k) => [path[k] ?? giver, to] as const);
    const most = Math.min(this.#leftOf(giver), -this.#leftOf(taker));
    const amount = links.reduce((least, [from, to]) => Math.min(least, this.#room(from, to)), most);
    for (const [from, to] of links) this.#move(from, to, amount);
    this.#left.set(giver, this.#leftOf(giver) - amount);
    this.#left.set(taker, this.#leftOf(taker) + amount);
  }

  /** What flows back undoes what came. */
  #move(from: number, to: number, amount: number): void {
    const came = this.#cameTo(from, to);
    const undone = Math.min(came, amount);
    this.#setCame(from, to, came - undone);
    if (amount > undone) this.#setCame(to, from, this.#cameTo(to, from) + amount - undone);
  }

  #cameTo(event: number, from: number): number {
    return this.#flowed.get(event)?.get(from) ?? 0;
  }

  #setCame(event: number, from: number, amount: number): void {
    const all = this.#flowed.get(event);
    if (all !== undefined) all.set(from, amount);
    else if (amount > 0) this.#flowed.set(event, new Map([[from, amount]]));
  }
}
