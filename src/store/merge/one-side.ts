/**
 * The rule where there is no better one: the side that changed wins, and two that changed alike agree.
 *
 * Irmin's default refuses equal changes, too; ours is the idempotent variant of it.
 */
import { type Json, leafText } from "../leaf.ts";
import { type Merge, conflict, merged } from "./merge.ts";

/** How values of a type are compared, and told in a sentence. */
export interface Telling<T> {
  readonly same: (a: T, b: T) => boolean;
  readonly told: (value: T) => string;
}

/** Idempotent, commutative and associative, conflicts included. */
export function oneSide<T>({ same, told }: Telling<T>): Merge<T> {
  return (old, x, y) => {
    if (same(x, y)) return merged(x);
    if (old === undefined) {
      return conflict(
        "nothing in common",
        `It is ${told(x)} here and ${told(y)} there, and there is nothing that both come from.`,
      );
    }
    if (same(old, x)) return merged(y);
    if (same(old, y)) return merged(x);
    return conflict(
      "both changed",
      `It was ${told(old)}; here it became ${told(x)}, there ${told(y)}.`,
    );
  };
}

/** JSON values; keys in another order are no difference. */
export const jsonTelling: Telling<Json> = {
  same: (a, b) => a === b || leafText(a) === leafText(b),
  told: (value) => shortened(leafText(value).trimEnd()),
};

/** As much of a text as a sentence can bear. */
export const shortened = (text: string): string =>
  text.length <= shownMax
    ? text
    : `${text.slice(0, shownMax).toWellFormed()}… (${text.length} characters)`;
const shownMax = 80;
