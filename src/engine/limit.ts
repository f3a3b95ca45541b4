/**
 * Limits: how many actions run at once, in all, on one host, in one instance, and of one kind.
 *
 * Admission takes a place in every slot of an action in one decision, so that no action holds one while it waits for another. Who
 * finds a slot full waits there, and is not looked at again before a place in it is free.
 */
import type { Limits, NamedLimit } from "../store/journal.ts";
import { Heap } from "./heap.ts";
import { Queue } from "./queue.ts";

/** What asks for admission. */
export interface Applicant {
  readonly instance: string;
  readonly host: string;
  readonly limits: readonly string[];
}

export class Admission<T extends Applicant> {
  readonly #limits: Limits;
  readonly #urgency: (applicant: T) => number;
  /** Nothing is limited. */
  readonly #isFree: boolean;
  readonly #slots = new Map<string, Slot<T>>();
  /** Those who fall under no limit go before all others. */
  readonly #unlimited = new Queue<T>();
  /** Those of whom it is not known that a slot is full. */
  readonly #open = new Heap<Waiting<T>>(sooner);
  readonly #admitted = new Map<T, readonly Slot<T>[]>();
  #order = 0;

  /** @param urgency  of two who wait for a slot, the more urgent goes first; not asked of those who fall under no limit */
  constructor(limits: Limits, urgency: (applicant: T) => number) {
    this.#limits = limits;
    this.#urgency = urgency;
    this.#isFree = isFree(limits);
  }

  /** Asks for admission. O(log n), where nothing is limited O(1). */
  apply(applicant: T): void {
    const slots = this.#isFree ? none : this.#slotsOf(applicant);
    if (slots.length === 0) return this.#unlimited.push(applicant);
    const urgency = this.#urgency(applicant);
    this.#open.push({ applicant, urgency, order: this.#order++, slots });
  }

  /** Admits the most urgent applicant for whom every slot has a place free, or gives undefined. O(log n) for each that is looked at. */
  admit(): T | undefined {
    const unlimited = this.#unlimited.shift();
    if (unlimited !== undefined) return unlimited;
    for (let one = this.#open.pop(); one !== undefined; one = this.#open.pop()) {
      const { applicant, slots } = one;
      const full = slots.find((slot) => slot.taken >= slot.max);
      if (full === undefined) {
        for (const slot of slots) slot.taken++;
        this.#admitted.set(applicant, slots);
        return applicant;
      }
      full.waiting.push(one);
      // What it does not take is there for the next.
      for (const slot of slots) this.#offer(slot);
    }
    return undefined;
  }

  /** Gives back the places of one who was admitted. */
  release(applicant: T): void {
    const slots = this.#admitted.get(applicant);
    if (slots === undefined) return;
    this.#admitted.delete(applicant);
    for (const slot of slots) {
      slot.taken--;
      this.#offer(slot);
    }
  }

  #slotsOf(applicant: T): readonly Slot<T>[] {
    return slotsOf(this.#limits, applicant).map(([name, max]) => {
      let slot = this.#slots.get(name);
      if (slot === undefined)
        this.#slots.set(name, (slot = { max, taken: 0, waiting: new Heap(sooner) }));
      return slot;
    });
  }

  /** Lets the most urgent of those who wait for a slot try again, if it has a place free. */
  #offer({ max, taken, waiting }: Slot<T>): void {
    const next = taken < max ? waiting.pop() : undefined;
    if (next !== undefined) this.#open.push(next);
  }
}

/** Is nothing limited? */
export const isFree = ({ named = {}, ...others }: Limits): boolean =>
  [...Object.values(others), ...Object.values(named)].every((max) => max === undefined);

/** The slots that an action takes one of each, by name and number of places: `total`, `host web1`, `instance db`, `limit apt`. */
export function slotsOf(
  { total, perHost, perInstance, named }: Limits,
  { instance, host, limits }: Pick<Applicant, "instance" | "host" | "limits">,
): readonly (readonly [slot: string, max: number])[] {
  const slots: (readonly [string, number])[] = [];
  if (total !== undefined) slots.push(["total", total]);
  if (perHost !== undefined) slots.push([`host ${host}`, perHost]);
  if (perInstance !== undefined) slots.push([`instance ${instance}`, perInstance]);
  if (limits.length === 0 || named === undefined) return slots;
  for (const limit of new Set(limits))
    if (Object.hasOwn(named, limit)) slots.push(namedSlot(limit, named[limit] ?? Infinity, host));
  return slots;
}

/** The slot of a limit that has a name: `limit apt`, or `limit apt on web1`. */
export const namedSlot = (
  name: string,
  limit: NamedLimit,
  host: string,
): readonly [slot: string, max: number] =>
  typeof limit === "number"
    ? [`limit ${name}`, limit]
    : [`limit ${name} on ${host}`, limit.perHost];

/** The limit that a slot is of: `total`, `perHost`, `perInstance`, or `limit` and its name. */
export function limitOfSlot(slot: string): string {
  if (slot.startsWith("host ")) return "perHost";
  if (slot.startsWith("instance ")) return "perInstance";
  return slot.startsWith("limit ") ? slot.replace(/ on \S+$/, "") : slot;
}

interface Waiting<T> {
  readonly applicant: T;
  readonly urgency: number;
  /** When it came. */
  readonly order: number;
  readonly slots: readonly Slot<T>[];
}
interface Slot<T> {
  readonly max: number;
  taken: number;
  /** Those who found it full. For each place that became free since, one of them tries again, until it is taken. */
  readonly waiting: Heap<Waiting<T>>;
}
const none: readonly never[] = [];
const sooner = <T>(a: Waiting<T>, b: Waiting<T>): boolean =>
  a.urgency > b.urgency || (a.urgency === b.urgency && a.order < b.order);
