/**
 * When the engine takes its next turn.
 *
 * A turn makes one commit for all that it finds. So while actions are at work it waits for what else is about to be heard of them; when
 * none is, there is nobody to wait for.
 */
import type { Clock } from "./clock.ts";

export class Turns {
  readonly #clock: Clock;
  readonly #take: () => void;
  #due: "soon" | "later" | undefined;

  constructor(clock: Clock, take: () => void) {
    this.#clock = clock;
    this.#take = take;
  }

  /** Asks for a turn: one is taken for all who ask until then. */
  ask(isAnyAtWork: boolean): void {
    if (this.#due === "soon" || (this.#due === "later" && isAnyAtWork)) return;
    this.#due = isAnyAtWork ? "later" : "soon";
    if (isAnyAtWork) this.#clock.after(0, this.#begin);
    else this.#clock.soon(this.#begin);
  }

  /** Of two that were arranged the second finds nothing to do. */
  readonly #begin = (): void => {
    if (this.#due === undefined) return;
    this.#due = undefined;
    this.#take();
  };
}
