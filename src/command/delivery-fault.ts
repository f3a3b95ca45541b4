/** Why something did not get where it was sent, in words that hold no address and no secret. */
export class DeliveryFault extends Error {
  /** May another try be better? */
  readonly isPassing: boolean;
  /** When the receiver wants to be asked again, if it says so. */
  readonly afterMs: number | undefined;

  constructor(message: string, isPassing: boolean, afterMs?: number) {
    super(message);
    this.isPassing = isPassing;
    this.afterMs = afterMs;
  }
}
