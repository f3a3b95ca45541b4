/** What two lists have in common, beside the slow way to find out. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { alignment } from "../../../src/store/merge/alignment.ts";

/** How long the longest common list is, by trying everything. */
function longest(a: readonly string[], b: readonly string[]): number {
  let row = b.map(() => 0).concat(0);
  for (const thing of a.toReversed()) {
    const next = row.slice();
    for (let k = b.length - 1; k >= 0; k -= 1)
      next[k] = b[k] === thing ? 1 + (row[k + 1] ?? 0) : Math.max(row[k] ?? 0, next[k + 1] ?? 0);
    row = next;
  }
  return row[0] ?? 0;
}

const list = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 30 });

test("it is the longest, of equal things, in the order of both", () => {
  fc.assert(
    fc.property(list, list, (a, b) => {
      const pairs = alignment(a, b);
      expect(pairs).toHaveLength(longest(a, b));
      let [lastA, lastB] = [-1, -1];
      for (const [inA, inB] of pairs) {
        expect(a[inA]).toBe(b[inB]);
        expect(inA).toBeGreaterThan(lastA);
        expect(inB).toBeGreaterThan(lastB);
        [lastA, lastB] = [inA, inB];
      }
    }),
    { numRuns: 300 },
  );
});

test("of lists that are too much alike in themselves it is what is equal at both ends", () => {
  const many = Array.from({ length: 1_500 }, () => "a");
  expect(alignment(["x", "b", ...many, "c", "y"], ["x", "d", ...many, "e", "y"])).toEqual([
    [0, 0],
    [1_503, 1_503],
  ]);
});
