/**
 * The time of the world.
 *
 * What is to happen soon happens in a microtask: that costs next to nothing, but input, signals and timers wait for it. So only what
 * follows within the same millisecond happens in that way; then the event loop goes round.
 */
import type { Clock } from "./clock.ts";

/** `setTimeout` fires at once for delays beyond this. */
const timeoutMaxMs = 2 ** 31 - 1;

const microtask = Promise.resolve();
/** The time at which the event loop was first kept waiting in its present round. */
let keptSinceMs: number | undefined;

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
  soon(wake) {
    const nowMs = Date.now();
    if (keptSinceMs === undefined) {
      keptSinceMs = nowMs;
      setImmediate(() => (keptSinceMs = undefined));
    }
    if (nowMs === keptSinceMs) void microtask.then(wake);
    else setImmediate(wake);
  },
};
