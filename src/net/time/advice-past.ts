/**
 * How long the run would be without an event: the longest way past each.
 *
 * In the order of the run, a way past an event lies before it, or after it, or has a link that leads from before it to after it. The
 * longest way through such a link never passes the event, since it goes up to the link's cause and on from the event it leads to.
 */
import type { Order } from "./occurrence.ts";
import type { Schedule } from "./time.ts";

/** event → the longest way past it, in microseconds. Cost: O(causes × log events). @param tailsUs  of the schedule's durations */
export function longestPast(
  { eventCount, causes }: Order,
  { lastsUs, endsUs }: Schedule,
  tailsUs: Float64Array,
): Float64Array {
  const fromUs = (event: number): number => (lastsUs[event] ?? 0) + (tailsUs[event] ?? 0);
  const most = new MostOver(eventCount);
  for (let event = 0; event < eventCount; event++)
    for (let k = causes.starts[event] ?? 0; k < (causes.starts[event + 1] ?? 0); k++) {
      const cause = causes.items[k] ?? 0;
      most.raise(cause + 1, event, (endsUs[cause] ?? 0) + fromUs(event));
    }
  const pastUs = most.all();
  for (let event = 0, us = 0; event < eventCount; us = Math.max(us, endsUs[event++] ?? 0))
    pastUs[event] = Math.max(pastUs[event] ?? 0, us);
  for (let event = eventCount - 1, us = 0; event >= 0; us = Math.max(us, fromUs(event--)))
    pastUs[event] = Math.max(pastUs[event] ?? 0, us);
  return pastUs;
}

/** The greatest of the values given for each number, where a value is given for a range of them: a tree of halves. */
class MostOver {
  readonly #count: number;
  /** Leaves come last; what is above a leaf counts for it. */
  readonly #tree: Float64Array;

  constructor(count: number) {
    this.#count = count;
    this.#tree = new Float64Array(2 * count);
  }

  /** Gives a value for all from `from` up to, and without, `to`. O(log n). */
  raise(from: number, to: number, value: number): void {
    const tree = this.#tree;
    for (let [a, b] = [from + this.#count, to + this.#count]; a < b; a >>= 1, b >>= 1) {
      if ((a & 1) === 1) {
        if (value > (tree[a] ?? 0)) tree[a] = value;
        a++;
      }
      if ((b & 1) === 1) {
        b--;
        if (value > (tree[b] ?? 0)) tree[b] = value;
      }
    }
  }

  /** 0 where none was given. */
  all(): Float64Array {
    const tree = this.#tree;
    for (let at = 2; at < tree.length; at++) tree[at] = Math.max(tree[at] ?? 0, tree[at >> 1] ?? 0);
    return tree.slice(this.#count);
  }
}
