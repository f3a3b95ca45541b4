/** Virtual time: whole runs happen in an instant, in the same order every time. */
import type { Clock } from "./clock.ts";
import { Heap } from "./heap.ts";

interface Alarm {
  readonly atMs: number;
  readonly order: number;
  wake: (() => void) | undefined;
}

export class VirtualClock implements Clock {
  #nowMs = 0;
  #order = 0;
  readonly #alarms = new Heap<Alarm>(
    (a, b) => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order),
  );

  nowMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, wake: () => void): () => void {
    const alarm: Alarm = { atMs: this.#nowMs + delayMs, order: this.#order++, wake };
    this.#alarms.push(alarm);
    return () => {
      alarm.wake = undefined;
    };
  }

  soon(wake: () => void): void {
    this.after(0, wake);
  }

  /** Lets time pass until nobody waits for anything, or for at most `untilMs`. */
  run(untilMs: number = Infinity): void {
    for (
      let next = this.#alarms.peek();
      next !== undefined && next.atMs <= untilMs;
      next = this.#alarms.peek()
    ) {
      this.#alarms.pop();
      if (next.wake === undefined) continue;
      this.#nowMs = next.atMs;
      next.wake();
    }
  }
}
