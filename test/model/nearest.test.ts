import fc from "fast-check";
import { expect, test } from "vitest";
import { didYouMean, editDistance, nearest } from "../../src/model/nearest.ts";

/** The definition, without any bound. */
function distance(a: string, b: string, known = new Map<string, number>()): number {
  if (a === "" || b === "") return a.length + b.length;
  const key = `${a} ${b}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const of = (x: string, y: string): number => distance(x, y, known);
  const [x, y] = [a.slice(1), b.slice(1)];
  const exchanged = a.length > 1 && a[0] === b[1] && a[1] === b[0];
  const least = Math.min(
    of(x, y) + (a[0] === b[0] ? 0 : 1),
    of(x, b) + 1,
    of(a, y) + 1,
    exchanged ? of(a.slice(2), b.slice(2)) + 1 : Infinity,
  );
  known.set(key, least);
  return least;
}
const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 8 });

test.each([
  ["", "", 0],
  ["kitten", "sitting", 3],
  ["sql", "sqll", 1],
  ["wbe", "web", 1],
  ["abc", "", 3],
])("from %j to %j it is %i", (a, b, expected) => {
  expect(editDistance(a, b, 99)).toBe(expected);
});

test("the distance is that of the definition, or the bound where it is more", () => {
  fc.assert(
    fc.property(word, word, fc.nat(9), (a, b, bound) => {
      expect(editDistance(a, b, bound)).toBe(Math.min(distance(a, b), bound));
    }),
  );
});

test.each([
  ["runing", ["absent", "installed", "running"], "running"],
  ["db.sqll", ["db.address", "db.sql"], "db.sql"],
  ["DB", ["web", "db"], "db"],
  ["wbe", ["db", "web"], "web"],
  ["x", ["y", "z"], "y"],
  ["queue", ["sql", "http"], undefined],
  ["a", [], undefined],
])("%j among %j means %j", (name, known, meant) => {
  expect(nearest(name, known)).toBe(meant);
});

test("where none is near, a few are listed and many are not", () => {
  expect(didYouMean("queue", ["sql", "http"])).toBe('there are "sql" and "http"');
  expect(didYouMean("queue", ["sql"])).toBe('the only one is "sql"');
  expect(
    didYouMean(
      "queue",
      Array.from({ length: 9 }, (_, i) => `port${i}`),
    ),
  ).toBeUndefined();
  expect(didYouMean("queue", [])).toBeUndefined();
  expect(didYouMean("sqll", ["sql"])).toBe('did you mean "sql"?');
});

test("names of 10,000 characters are not compared letter by letter", () => {
  const long = "a".repeat(10_000);
  let looked = 0;
  const known = {
    *[Symbol.iterator]() {
      for (;;) {
        looked += 1;
        yield `${long}b`;
      }
    },
  };
  expect(didYouMean(long, known)).toBeUndefined();
  expect(nearest("abc", [long, "abd"])).toBe("abd");
  expect(looked).toBeLessThan(2000);
});
