/** Ends a command before its time, once, and remembers why. */

export class Ender {
  readonly #end: () => Promise<void>;
  readonly #stuck = Promise.withResolvers<never>();
  #ended: Promise<void> | undefined;
  #reason: unknown;

  constructor(end: () => Promise<void>) {
    this.#end = end;
    // It is told to who waits for it; where nobody does, `settled` tells it.
    this.#stuck.promise.catch(() => {});
  }

  end(reason: unknown): void {
    if (this.#ended !== undefined) return;
    this.#reason = reason;
    this.#ended = this.#end();
    this.#ended.catch(this.#stuck.reject);
  }

  /** Rejects when a process of the command turns out to be one that cannot be ended. */
  get stuck(): Promise<never> {
    return this.#stuck.promise;
  }

  /** Throws the reason, when all processes are gone, if the command was ended. */
  async settled(): Promise<void> {
    if (this.#ended === undefined) return;
    await this.#ended;
    throw this.#reason;
  }
}
