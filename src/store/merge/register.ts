/** A register: whoever wrote last has written it. */
import { type Json, leafText } from "../leaf.ts";
import { type Merge, merged } from "./merge.ts";

/** A value, and when it was written by the clock of the writer. */
export interface Written<T extends Json> {
  readonly atMs: number;
  readonly value: T;
}

/**
 * The later one; of two at the same time the one that is greater as text, so that everybody chooses the same. What it was does not
 * matter. Never a conflict (`option` adds one: written here, deleted there); idempotent, commutative and associative.
 */
export function register<T extends Json>(): Merge<Written<T>> {
  return (_, x, y) => merged(isLater(x, y) ? x : y);
}

const isLater = <T extends Json>(x: Written<T>, y: Written<T>): boolean =>
  x.atMs === y.atMs ? leafText(x.value) >= leafText(y.value) : x.atMs > y.atMs;
