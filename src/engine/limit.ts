/**
 * Limits: how many actions run at once, in all, on one host, in one instance, and of one kind.
 *
 * Admission takes a slot of every limit of an action in one decision, so that no action holds one slot while it waits for another.
 * Actions with the same limits stand in one line, the most urgent first.
 */
import type { Limits } from "../store/journal.ts";
import { Heap } from "./heap.ts";

/** What asks for admission. */
export interface Applicant {
  readonly instance: string;
  readonly host: string;
  readonly limits: readonly string[];
  /** Larger is more urgent. */
  readonly urgency: number;
}

export class Admission<T extends Applicant> {
  readonly #limits: Limits;
  readonly #taken = new Map<string, number>();
  readonly #lines = new Map<string, Line<T>>();
  #order = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Stands in line. O(log n). */
  apply(applicant: T): void {
    const slots = slotsOf(this.#limits, applicant);
    const name = slots.map(([slot]) => slot).join(" ");
    let line = this.#lines.get(name);
    if (line === undefined) this.#lines.set(name, (line = { slots, waiting: new Heap(sooner) }));
    line.waiting.push({ applicant, order: this.#order++ });
  }

  /** Takes the most urgent applicant for whom every slot is free out of its line, or gives undefined. O(lines). */
  admit(): T | undefined {
    let best: Line<T> | undefined;
    for (const line of this.#lines.values()) {
      const first = line.waiting.peek();
      if (
        first === undefined ||
        line.slots.some(([slot, max]) => (this.#taken.get(slot) ?? 0) >= max)
      )
        continue;
      const bestFirst = best?.waiting.peek();
      if (bestFirst === undefined || sooner(first, bestFirst)) best = line;
    }
    for (const [slot] of best?.slots ?? []) this.#taken.set(slot, (this.#taken.get(slot) ?? 0) + 1);
    return best?.waiting.pop()?.applicant;
  }

  /** Gives back the slots of one who was admitted. */
  release(applicant: T): void {
    for (const [slot] of slotsOf(this.#limits, applicant))
      this.#taken.set(slot, (this.#taken.get(slot) ?? 0) - 1);
  }
}

/** The slots that an action takes one of each, by name and number of places: `total`, `host web1`, `instance db`, `limit apt`. */
export function slotsOf(
  { total, perHost, perInstance, named = {} }: Limits,
  { instance, host, limits }: Pick<Applicant, "instance" | "host" | "limits">,
): readonly (readonly [slot: string, max: number])[] {
  const slots: (readonly [string, number])[] = [];
  if (total !== undefined) slots.push(["total", total]);
  if (perHost !== undefined) slots.push([`host ${host}`, perHost]);
  if (perInstance !== undefined) slots.push([`instance ${instance}`, perInstance]);
  for (const limit of new Set(limits)) {
    const max = Object.hasOwn(named, limit) ? named[limit] : undefined;
    if (max !== undefined) slots.push([`limit ${limit}`, max]);
  }
  return slots;
}

interface Waiting<T> {
  readonly applicant: T;
  readonly order: number;
}
interface Line<T> {
  readonly slots: readonly (readonly [slot: string, max: number])[];
  readonly waiting: Heap<Waiting<T>>;
}
const sooner = <T extends Applicant>(a: Waiting<T>, b: Waiting<T>): boolean =>
  a.applicant.urgency > b.applicant.urgency ||
  (a.applicant.urgency === b.applicant.urgency && a.order < b.order);
