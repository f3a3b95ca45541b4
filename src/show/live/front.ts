/** The actions at work, first those for which the end of the run waits: as it was predicted, or because they are late. */
import { Heap } from "../../engine/heap.ts";
import type { Expected } from "./prediction.ts";
import { type Ranked, Ranking } from "./ranking.ts";

/** A transition by name. */
export interface Named {
  /** `instance.transition` */
  readonly name: string;
  readonly instance: string;
  readonly transition: string;
}
/** A try of an action that is at work. */
export interface Running extends Named, Ranked {
  readonly host: string;
  readonly attempt: number;
  readonly startedMs: number;
  /** Of its start, among all. */
  readonly order: number;
  /** Undefined: nothing was predicted of it. */
  readonly expected: Expected | undefined;
  /** When it becomes late. */
  readonly dueMs: number;
  /** From its end to the end of the run. */
  readonly followsMs: number;
  /** The last line that it printed; as it came. */
  said: string | undefined;
}

export class Front {
  /** As long as they are not late: those that end the run last come first, of these the oldest. */
  readonly #timely = new Ranking<Running>((a, b) => endMs(a) > endMs(b) || isTie(endMs, a, b));
  /** The others: those that most follows. */
  readonly #late = new Ranking<Running>(
    (a, b) => followsMs(a) > followsMs(b) || isTie(followsMs, a, b),
  );
  /** The timely ones, and some that are gone, by when they become late. */
  readonly #due = new Heap<Running>((a, b) => dueMs(a) < dueMs(b));

  get size(): number {
    return this.#timely.size + this.#late.size;
  }

  /** O(log n). */
  enter(one: Running): void {
    this.#timely.add(one);
    this.#due.push(one);
  }
  /** O(log n). */
  leave(one: Running): void {
    this.#timely.remove(one);
    this.#late.remove(one);
  }

  /** The first so many. O(count log count), and what has become late since. */
  first(count: number, nowMs: number): readonly Running[] {
    this.#pass(nowMs);
    return [...this.#timely.first(count), ...this.#late.first(count)]
      .toSorted((a, b) => restMs(b, nowMs) - restMs(a, nowMs) || a.order - b.order)
      .slice(0, count);
  }

  /** How long the run goes on at least, for what is at work now and what follows it; 0 where nothing is. */
  restMs(nowMs: number): number {
    const first = this.#first(nowMs);
    return first === undefined ? 0 : restMs(first, nowMs);
  }

  /** Is that for which the end waits later than it was expected? */
  isLate(nowMs: number): boolean {
    const first = this.#first(nowMs);
    return first !== undefined && this.#late.has(first);
  }

  #first(nowMs: number): Running | undefined {
    this.#pass(nowMs);
    const [timely, late] = [this.#timely.peek(), this.#late.peek()];
    if (timely === undefined || late === undefined) return timely ?? late;
    const longer = restMs(late, nowMs) - restMs(timely, nowMs) || timely.order - late.order;
    return longer > 0 ? late : timely;
  }

  #pass(nowMs: number): void {
    for (let one = this.#due.peek(); one !== undefined; one = this.#due.peek()) {
      if (this.#timely.has(one)) {
        if (dueMs(one) > nowMs) return;
        this.#timely.remove(one);
        this.#late.add(one);
      }
      this.#due.pop();
    }
  }
}

const followsMs = (one: Running): number => one.followsMs;
const dueMs = (one: Running): number => one.dueMs;
/** Of the run, if this is on time and nothing else holds it up. */
const endMs = (one: Running): number => one.dueMs + one.followsMs;
const restMs = (one: Running, nowMs: number): number =>
  Math.max(0, one.dueMs - nowMs) + one.followsMs;

const isTie = (of: (one: Running) => number, a: Running, b: Running): boolean =>
  of(a) === of(b) && a.order < b.order;
