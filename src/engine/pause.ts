/** Pauses between tries: each passes once, when its time is over or when all are called off. */
import type { Clock } from "./clock.ts";

export class Pauses {
  readonly #clock: Clock;
  readonly #callOffs = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  begin(delayMs: number, passed: () => void): void {
    const pass = (): void => {
      this.#callOffs.delete(callOff);
      passed();
    };
    const cancel = this.#clock.after(delayMs, pass);
    const callOff = (): void => {
      cancel();
      pass();
    };
    this.#callOffs.add(callOff);
  }

  /** Lets all of them pass now. */
  callOff(): void {
    for (const callOff of this.#callOffs) callOff();
  }
}
