/** The time of the world. */
import type { Clock } from "./clock.ts";

/** `setTimeout` fires at once for delays beyond this. */
const timeoutMaxMs = 2 ** 31 - 1;

export const realClock: Clock = {
  nowMs: () => Date.now(),
  after(delayMs, wake) {
    if (delayMs <= 0) {
      const soon = setImmediate(wake);
      return () => clearImmediate(soon);
    }
    const later = setTimeout(wake, Math.min(delayMs, timeoutMaxMs));
    return () => clearTimeout(later);
  },
};
