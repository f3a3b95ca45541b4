/**
 * "Did you mean": the known name that is nearest to one that is not known.
 *
 * Distances are those of Levenshtein, with exchanges, cut off where names are too different to be a slip. Long names and long lists are not
 * looked through to the end: a hint must never cost more than what it is about.
 */
import { quote, quoteAll } from "./name.ts";

/** What to say about `name`, which is none of `known`: the one that was meant, or else all of them if they are few. */
export function didYouMean(name: string, known: Iterable<string>): string | undefined {
  const names = first(known, namesMax);
  const meant = nearest(name, names);
  if (meant !== undefined) return `did you mean ${quote(meant)}?`;
  if (names.length === 0 || names.length > listMax) return undefined;
  return names.length === 1
    ? `the only one is ${quoteAll(names)}`
    : `there are ${quoteAll(names, listMax)}`;
}
const listMax = 8;
const namesMax = 500;
const lengthMax = 64;

/** The name that differs least from `name`, in at most a third of its letters; the first of several; undefined where none does. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (name.length > lengthMax) return undefined;
  const lower = name.toLowerCase();
  const alike = known.find((one) => one !== name && one.toLowerCase() === lower);
  if (alike !== undefined) return alike;
  let best: string | undefined;
  let bound = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    if (candidate.length > lengthMax || candidate === name) continue;
    const distance = editDistance(name, candidate, bound);
    if (distance < bound) [best, bound] = [candidate, distance];
    if (bound === 1) break;
  }
  return best;
}

/** How many letters must be put in, left out, replaced or exchanged with the next to get from `a` to `b`; at most `bound`. O(|a| · |b|). */
export function editDistance(a: string, b: string, bound: number): number {
  if (Math.abs(a.length - b.length) >= bound) return bound;
  // Names in one assembly mostly begin and end alike: only what is between is worth a table.
  let begin = 0;
  while (begin < a.length && begin < b.length && a[begin] === b[begin]) begin += 1;
  let end = 0;
  const endMax = Math.min(a.length, b.length) - begin;
  while (end < endMax && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  return tableDistance(a.slice(begin, a.length - end), b.slice(begin, b.length - end), bound);
}

function tableDistance(a: string, b: string, bound: number): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  let leastBefore = 0;
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      let distance = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        distance = Math.min(distance, (before[j - 2] ?? 0) + 1);
      distance = Math.min(distance, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
      next.push(distance);
      least = Math.min(least, distance);
    }
    // An exchange reaches back two rows.
    if (Math.min(least, leastBefore) >= bound) return bound;
    [before, row, leastBefore] = [row, next, least];
  }
  return Math.min(row[b.length] ?? bound, bound);
}

function first(values: Iterable<string>, count: number): readonly string[] {
  const taken: string[] = [];
  for (const value of values) {
    if (taken.length === count) break;
    taken.push(value);
  }
  return taken;
}
