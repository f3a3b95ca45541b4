/**
 * Is an event critical whatever the durations are? Polynomial: one pass over the order for each event asked about.
 *
 * It is not, where some way past it can be longer than all ways through it. The worst durations for it are then: the most on that way,
 * the least everywhere else. Such a way runs first through events before `k`, then through events that are neither before nor after it,
 * then through events after it. What it gains on the ways through `k` is the sum of a gain before, which only its first part decides,
 * its length between, and a gain after, which only its last part decides.
 *
 * The gain of a first part A that ends in u: its length, less the longest way from the source to `k`, with the most on A and the least
 * elsewhere. Where A itself is no longest way to each of its events w, a longer one gains more (its durations can be raised too), so that
 * for the best A the ways to compare with are those that leave A in some w and go on to `k` by least durations:
 * gain(A) = min over w in A of length(A after w) − least(w, k). So the best gain of all A to u is
 * gain(u) = min(longest(u) + max over causes of gain, −least(u, k)); the gain after `k` is the same, seen from the other end.
 */
import type { Block } from "./time-block.ts";

/**
 * Asks of one event after the other by how much a way past it can be longer than all ways through it, in microseconds; it is critical
 * for all durations where that is 0 or less. O(causes of the block) for each.
 */
export function detoursIn(block: Block): (k: number) => number {
  const scratch: Scratch = {
    before: new Float64Array(block.eventCount),
    after: new Float64Array(block.eventCount),
    gains: new Float64Array(block.eventCount),
  };
  return (k) => {
    measureBefore(block, k, scratch.before);
    measureAfter(block, k, scratch.after);
    gainAfter(block, k, scratch);
    return bestDetour(block, k, scratch) - (block.minUs[k] ?? 0);
  };
}

/** By event: the longest way by least durations between it and `k`, without both; `apart` where it is not before `k`, or not after it. */
interface Scratch {
  readonly before: Float64Array;
  readonly after: Float64Array;
  /** The gain of the best way from there on to the sink (after `k`), or up to there (elsewhere). */
  readonly gains: Float64Array;
}
const apart = -1;

function measureBefore({ causes, minUs }: Block, k: number, before: Float64Array): void {
  before.fill(apart);
  for (let event = k; event > 0; event--) {
    if (event !== k && before[event] === apart) continue;
    const us = event === k ? 0 : (before[event] ?? 0) + (minUs[event] ?? 0);
    for (let i = causes.starts[event] ?? 0; i < (causes.starts[event + 1] ?? 0); i++) {
      const cause = causes.items[i] ?? 0;
      if (us > (before[cause] ?? 0)) before[cause] = us;
    }
  }
}

function measureAfter({ eventCount, causes, minUs }: Block, k: number, after: Float64Array): void {
  after.fill(apart);
  for (let event = k + 1; event < eventCount; event++)
    for (let i = causes.starts[event] ?? 0; i < (causes.starts[event + 1] ?? 0); i++) {
      const cause = causes.items[i] ?? 0;
      if (cause !== k && after[cause] === apart) continue;
      const us = cause === k ? 0 : (after[cause] ?? 0) + (minUs[cause] ?? 0);
      if (us > (after[event] ?? 0)) after[event] = us;
    }
}

/** The gains of what is after `k`. */
function gainAfter({ eventCount, causes, maxUs }: Block, k: number, scratch: Scratch): void {
  const { after, gains } = scratch;
  gains.fill(-Infinity);
  gains[eventCount - 1] = 0;
  for (let event = eventCount - 1; event > k; event--) {
    const leastUs = after[event] ?? 0;
    if (leastUs === apart) continue;
    const gain = Math.min((maxUs[event] ?? 0) + (gains[event] ?? 0), -leastUs);
    gains[event] = gain;
    for (let i = causes.starts[event] ?? 0; i < (causes.starts[event + 1] ?? 0); i++) {
      const cause = causes.items[i] ?? 0;
      if (after[cause] !== apart && gain > (gains[cause] ?? 0)) gains[cause] = gain;
    }
  }
}

/** The gains of what is not after `k`, and where the two meet the best sum. */
function bestDetour({ eventCount, causes, maxUs }: Block, k: number, scratch: Scratch): number {
  const { before, after, gains } = scratch;
  let best = -Infinity;
  gains[0] = -(before[0] ?? 0);
  for (let event = 1; event < eventCount; event++) {
    if (event === k) continue;
    const isAfter = after[event] !== apart;
    let most = -Infinity;
    for (let i = causes.starts[event] ?? 0; i < (causes.starts[event + 1] ?? 0); i++) {
      const cause = causes.items[i] ?? 0;
      if (cause === k || (after[cause] ?? 0) !== apart) continue;
      const gain = gains[cause] ?? 0;
      if (gain > most) most = gain;
    }
    if (isAfter) best = Math.max(best, most + (gains[event] ?? 0));
    else {
      const leastUs = before[event] ?? 0;
      const gain = most + (maxUs[event] ?? 0);
      gains[event] = leastUs === apart ? gain : Math.min(gain, -leastUs);
    }
  }
  return best;
}
