/** Virtual time: what ends at which tick, and how long everything takes. Two who play the same graph by it must end at the same tick. */
import { Pairs } from "../src/semantics/table.ts";

const delayBits = 4;
const delayMax = 2 ** delayBits;

/** Ticks that a transition takes, the same in each run. */
export const delayOf = (instance: number, transition: number): number =>
  1 + (Math.imul(4 * instance + transition, 2_654_435_761) >>> (32 - delayBits));

/** A list of tasks for each of the next ticks, round and round. Tasks of one tick end in the order in which they began. */
export class Calendar {
  now = 0;
  size = 0;
  readonly #ticks: readonly Pairs[] = Array.from({ length: delayMax + 1 }, () => new Pairs());

  push(delay: number, instance: number, transition: number): void {
    this.size++;
    this.#ticks[(this.now + delay) % (delayMax + 1)]?.push(instance, transition);
  }

  /** Hands over what ends at this tick, and turns to the next. */
  each(end: (instance: number, transition: number) => void): void {
    const tick = this.#ticks[this.now % (delayMax + 1)] as Pairs;
    for (let k = 0; k < tick.length; k++) end(tick.first(k), tick.second(k));
    this.size -= tick.length;
    tick.clear();
    this.now++;
  }
}
