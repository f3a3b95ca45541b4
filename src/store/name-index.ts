/**
 * Names and what they stand for, in the order of the names: an immutable balanced tree.
 *
 * A change shares all but the way to it with what was before. Of the halves of a part one weighs at most three times the other, and
 * two turns at most keep it so (Hirai and Yamamoto, Balancing weight-balanced trees, 2011).
 */
import { compareNames } from "./object-tree.ts";

export type NameIndex<V> = Part<V> | undefined;

interface Part<V> {
  readonly name: string;
  readonly value: V;
  readonly left: NameIndex<V>;
  readonly right: NameIndex<V>;
  /** How many names are in it. */
  readonly size: number;
}

export const sizeOf = (index: NameIndex<unknown>): number => index?.size ?? 0;

/** @param sorted  by `compareNames`, each name once. Cost: linear. */
export function indexOf<V>(sorted: readonly (readonly [name: string, value: V])[]): NameIndex<V> {
  const between = (from: number, to: number): NameIndex<V> => {
    const middle = (from + to) >>> 1;
    const entry = sorted[middle];
    if (from >= to || entry === undefined) return undefined;
    return part(entry[0], entry[1], between(from, middle), between(middle + 1, to));
  };
  return between(0, sorted.length);
}

/** Cost: logarithmic, as for all that follow. */
export function valueOf<V>(index: NameIndex<V>, name: string): V | undefined {
  let at = index;
  while (at !== undefined) {
    const order = compareNames(name, at.name);
    if (order === 0) return at.value;
    at = order < 0 ? at.left : at.right;
  }
  return undefined;
}

export function withName<V>(index: NameIndex<V>, name: string, value: V): NameIndex<V> {
  if (index === undefined) return part(name, value, undefined, undefined);
  const { left, right } = index;
  const order = compareNames(name, index.name);
  if (order === 0) return part(name, value, left, right);
  return order < 0
    ? balanced(index, withName(left, name, value), right)
    : balanced(index, left, withName(right, name, value));
}

export function withoutName<V>(index: NameIndex<V>, name: string): NameIndex<V> {
  if (index === undefined) return undefined;
  const { left, right } = index;
  const order = compareNames(name, index.name);
  if (order < 0) return balanced(index, withoutName(left, name), right);
  if (order > 0) return balanced(index, left, withoutName(right, name));
  if (left === undefined || right === undefined) return left ?? right;
  const next = leftmost(right);
  return balanced(next, left, withoutName(right, next.name));
}

/** At most `length` of them, from the one at `offset` on. Cost: logarithmic, and constant for each of them. */
export function namesIn<V>(
  index: NameIndex<V>,
  offset?: number,
  length?: number,
): readonly (readonly [name: string, value: V])[] {
  return mapNames(index, (name, value) => [name, value] as const, offset, length);
}

/** What `make` makes of each of them. */
export function mapNames<V, Made>(
  index: NameIndex<V>,
  make: (name: string, value: V) => Made,
  offset = 0,
  length: number = sizeOf(index),
): readonly Made[] {
  const made: Made[] = [];
  const gather = (at: NameIndex<V>, from: number): void => {
    if (at === undefined || from >= at.size || made.length >= length) return;
    const before = sizeOf(at.left);
    if (from < before) gather(at.left, from);
    if (from <= before && made.length < length) made.push(make(at.name, at.value));
    gather(at.right, Math.max(0, from - before - 1));
  };
  gather(index, Math.max(0, offset));
  return made;
}

function part<V>(name: string, value: V, left: NameIndex<V>, right: NameIndex<V>): Part<V> {
  return { name, value, left, right, size: sizeOf(left) + sizeOf(right) + 1 };
}

/** The name and value of `at` between two halves, one of which may have become too big by one name. */
function balanced<V>(at: Part<V>, left: NameIndex<V>, right: NameIndex<V>): Part<V> {
  const { name, value } = at;
  if (left !== undefined && isTooBig(left, right)) {
    const { left: outer, right: inner } = left;
    if (inner === undefined || weightOf(inner) < 2 * weightOf(outer))
      return part(left.name, left.value, outer, part(name, value, inner, right));
    const lower = part(left.name, left.value, outer, inner.left);
    return part(inner.name, inner.value, lower, part(name, value, inner.right, right));
  }
  if (right !== undefined && isTooBig(right, left)) {
    const { left: inner, right: outer } = right;
    if (inner === undefined || weightOf(inner) < 2 * weightOf(outer))
      return part(right.name, right.value, part(name, value, left, inner), outer);
    const upper = part(right.name, right.value, inner.right, outer);
    return part(inner.name, inner.value, part(name, value, left, inner.left), upper);
  }
  return part(name, value, left, right);
}

const isTooBig = (half: Part<unknown>, other: NameIndex<unknown>): boolean =>
  weightOf(half) > 3 * weightOf(other);

/** Never nothing, so that weights can be compared by factors. */
const weightOf = (index: NameIndex<unknown>): number => sizeOf(index) + 1;

function leftmost<V>(index: Part<V>): Part<V> {
  let at = index;
  while (at.left !== undefined) at = at.left;
  return at;
}
