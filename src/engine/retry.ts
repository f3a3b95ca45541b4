/** Backoff: how long to wait before an action is tried again. Pure: the engine holds the clock. */
import type { Retry } from "../model/component.ts";

/** Keeps the doubling finite; every sensible limit is reached long before. */
const doublingsMax = 30;

/**
 * How long to wait after try number `attempt` (1 is the first) has failed, or undefined when it was the last one.
 *
 * The wait starts at `delayMs`, doubles with each further try and stays at `delayMaxMs`. It is the same in every run: the limits of
 * a run already keep many instances from trying at one instant.
 */
export function retryDelayMs(retry: Retry | undefined, attempt: number): number | undefined {
  if (retry === undefined || attempt >= retry.attempts) return undefined;
  const { delayMs = 1_000, delayMaxMs = Math.max(30_000, delayMs) } = retry;
  return Math.min(delayMs * 2 ** Math.min(attempt - 1, doublingsMax), delayMaxMs);
}
