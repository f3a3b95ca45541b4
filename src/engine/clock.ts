/** Time, from outside: the engine reads no clock of its own, so that a whole run can happen in virtual time. */

export interface Clock {
  /** Milliseconds since the epoch, or since the start of a simulation. */
  nowMs(): number;
  /** Calls `wake` once, `delayMs` from now; the returned function calls it off. */
  after(delayMs: number, wake: () => void): () => void;
  /** Calls `wake` once, as soon as what runs now has ended; but all else in the process gets its turn too, however often it is asked. */
  soon(wake: () => void): void;
}
