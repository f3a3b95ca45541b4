/** Texts that are changed in many places, and how they are merged without any cleverness: the reference of ropes. */
import fc from "fast-check";
import { type Merge, type Merged, all, mapped, merged } from "../../src/store/merge/merge.ts";
import type { Unit } from "../../src/store/rope-change.ts";

/** At a fraction of a text, so many units are taken away and so many new ones put there. */
export interface Edit {
  readonly at: number;
  readonly gone: number;
  readonly fresh: number;
}
const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  gone: fc.oneof(fc.nat(3), fc.nat(60)),
  fresh: fc.oneof(fc.nat(3), fc.nat(60)),
});
export const edits: fc.Arbitrary<readonly Edit[]> = fc.array(edit, { maxLength: 6, size: "max" });

/** An endless supply of units of which no two are equal. */
export function freshUnits(unit: Unit): () => string {
  let next = 0;
  return () => {
    next += 1;
    // Every second one is two units of UTF-16, and the first of these is that of many.
    if (unit === "character")
      return String.fromCodePoint((next % 2 === 0 ? 0x3400 : 0x20000) + next);
    return `${next} ${"word ".repeat(next % 17)}\n`;
  };
}

/** As many units as are asked for; the last line may lack its end. */
export const textOfUnits = (fresh: () => string, count: number): readonly string[] =>
  Array.from({ length: count }, fresh);

export const edited = (
  units: readonly string[],
  what: readonly Edit[],
  fresh: () => string,
): readonly string[] =>
  what.reduce(
    (text, { at, gone, fresh: count }) =>
      text.toSpliced(Math.floor(at * text.length), gone, ...textOfUnits(fresh, count)),
    units,
  );

/**
 * Merges texts of units that are all different, and never moved. A unit is stable that both sides have kept; what is between two stable
 * ones is taken from the side that changed it, or merged.
 */
export function naiveTextMerge(
  merge: Merge<string>,
  old: readonly string[],
  x: readonly string[],
  y: readonly string[],
): Merged<string> {
  const [inX, inY] = [new Set(x), new Set(y)];
  const stable = old.filter((unit) => inX.has(unit) && inY.has(unit));
  const [olds, xs, ys] = [old, x, y].map((units) => between(units, new Set(stable)));
  const pieces = stable.flatMap((unit) => [unit]).concat("");
  const results = pieces.map((unit, k) => {
    const [o = "", a = "", b = ""] = [olds?.[k], xs?.[k], ys?.[k]];
    const piece = a === b || b === o ? merged(a) : a === o ? merged(b) : merge(o, a, b);
    return mapped(piece, (text) => text + unit);
  });
  return mapped(all(results), (texts) => texts.join(""));
}

/** What stands before, between and after the stable units. */
function between(units: readonly string[], stable: ReadonlySet<string>): readonly string[] {
  const pieces = [""];
  for (const unit of units) {
    if (stable.has(unit)) pieces.push("");
    else pieces.push(`${pieces.pop() ?? ""}${unit}`);
  }
  return pieces;
}
