/** Which events of a run come before which in every run: questions to its partial order, answered by searches; no closure is kept. */
import type { Order } from "./occurrence.ts";

/** Does `a` come before `b` in every run? At most the causes of the events between the two in the run. */
export function isBefore({ causes }: Order, a: number, b: number): boolean {
  if (a >= b) return false;
  const seen = new Uint8Array(b - a);
  const open = [b];
  for (let event = open.pop(); event !== undefined; event = open.pop())
    for (let k = causes.starts[event] ?? 0; k < (causes.starts[event + 1] ?? 0); k++) {
      const cause = causes.items[k] ?? 0;
      if (cause === a) return true;
      if (cause < a || seen[cause - a] === 1) continue;
      seen[cause - a] = 1;
      open.push(cause);
    }
  return false;
}

/**
 * Two events, one of each set, of which the first is not before the second; undefined where all of `firsts` come before all of
 * `seconds`. Cost: the causes of all events for each 32 of `firsts`.
 */
export function unorderedPair(
  order: Order,
  firsts: readonly number[],
  seconds: readonly number[],
): readonly [first: number, second: number] | undefined {
  for (let from = 0; from < firsts.length; from += wordBits) {
    const some = firsts.slice(from, from + wordBits);
    const after = followersOf(order, some);
    for (const second of seconds)
      for (const [bit, first] of some.entries())
        if (first === second || (((after[second] ?? 0) >>> bit) & 1) === 0) return [first, second];
  }
  return undefined;
}

/** By event: which of these it is or follows, a bit for each. */
function followersOf({ eventCount, causes }: Order, firsts: readonly number[]): Int32Array {
  const after = new Int32Array(eventCount);
  for (const [bit, first] of firsts.entries()) after[first] = (after[first] ?? 0) | (1 << bit);
  for (let event = Math.min(...firsts) + 1; event < eventCount; event++) {
    let bits = after[event] ?? 0;
    for (let k = causes.starts[event] ?? 0; k < (causes.starts[event + 1] ?? 0); k++)
      bits |= after[causes.items[k] ?? 0] ?? 0;
    after[event] = bits;
  }
  return after;
}
const wordBits = 32;
