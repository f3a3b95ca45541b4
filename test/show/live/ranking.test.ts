import fc from "fast-check";
import { expect, test } from "vitest";
import { Ranking } from "../../../src/show/live/ranking.ts";

interface Item {
  key: number;
  readonly order: number;
  rank: number;
}
const before = (a: Item, b: Item): boolean =>
  a.key < b.key || (a.key === b.key && a.order < b.order);

test("a ranking lists what sorting lists, whatever comes, goes and moves", () => {
  const moves = fc.array(
    fc.tuple(fc.constantFrom("add", "remove", "move"), fc.nat(30), fc.nat(9)),
    { maxLength: 80 },
  );
  fc.assert(
    fc.property(moves, fc.nat(12), (all, count) => {
      const items = Array.from(
        { length: 31 },
        (_, order): Item => ({ key: order % 7, order, rank: -1 }),
      );
      const ranking = new Ranking(before);
      const there = new Set<Item>();
      for (const [what, which, key] of all) {
        const item = items[which] ?? { key: 0, order: 0, rank: -1 };
        if (what === "add") ranking.add(item);
        else if (what === "remove") ranking.remove(item);
        if (what === "add") there.add(item);
        else if (what === "remove") there.delete(item);
        else {
          item.key = key;
          ranking.moved(item);
        }
      }
      const sorted = [...there].toSorted((a, b) => (before(a, b) ? -1 : 1));
      expect(ranking.size).toBe(there.size);
      expect(ranking.first(count)).toEqual(sorted.slice(0, count));
    }),
  );
});

test("the first of a hundred thousand are found by looking at a few", () => {
  let looks = 0;
  const ranking = new Ranking<Item>((a, b) => {
    looks++;
    return before(a, b);
  });
  for (let order = 0; order < 100_000; order++)
    ranking.add({ key: (order * 7919) % 100_003, order, rank: -1 });
  looks = 0;
  expect(ranking.first(20)).toHaveLength(20);
  expect(looks).toBeLessThan(500);
});
