/**
 * What two lists have in common, in one order: the longest list that is in both, with gaps.
 *
 * After Hunt and Szymanski (1977): cheap where few things are equal, as lines of a text or parts of a rope are.
 */

/** Positions of equal things, rising in both lists. */
export type Pairs = readonly (readonly [inA: number, inB: number])[];

/**
 * Cost: O((n + r) log n), r being how many pairs are equal, without those at both ends. Where r is above a million, only what is equal
 * at the ends is given: such lists are too much alike in themselves to be told apart.
 */
export function alignment(a: readonly string[], b: readonly string[]): Pairs {
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  const inner = longest(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  return [
    ...Array.from({ length: head }, (_, k) => [k, k] as const),
    ...inner.map(([k, l]) => [head + k, head + l] as const),
    ...Array.from({ length: tail }, (_, k) => [a.length - tail + k, b.length - tail + k] as const),
  ];
}

/** A pair, and the one before it in the longest common list that ends with it. */
interface Link {
  readonly inA: number;
  readonly inB: number;
  readonly before: Link | undefined;
}

function longest(a: readonly string[], b: readonly string[]): Pairs {
  const places = Map.groupBy(b.keys(), (k) => b[k] ?? "");
  const equal = a.reduce((sum, thing) => sum + (places.get(thing)?.length ?? 0), 0);
  if (equal > equalMax) return [];
  // Of the common lists of each length, the one that ends first in b.
  const ends: Link[] = [];
  for (const [inA, thing] of a.entries()) {
    for (const inB of places.get(thing)?.toReversed() ?? []) {
      const length = firstNotBelow(ends, inB);
      ends[length] = { inA, inB, before: ends[length - 1] };
    }
  }
  const pairs: (readonly [number, number])[] = [];
  for (let link = ends.at(-1); link !== undefined; link = link.before)
    pairs.push([link.inA, link.inB]);
  return pairs.toReversed();
}

/** The first of the ends that is not before a place in b. */
function firstNotBelow(ends: readonly Link[], inB: number): number {
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle]?.inB ?? inB) < inB) low = middle + 1;
    else high = middle;
  }
  return low;
}

const equalMax = 1_000_000;
