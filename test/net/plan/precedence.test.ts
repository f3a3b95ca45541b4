/** Orders: providers first, and in rounds those that have to wait for others. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { byProviders, roundsOf } from "../../../src/net/plan/precedence.ts";
import { wiresOf } from "../../../src/net/plan/wires.ts";

const wire = (user: number, provider: number) => ({
  use: { instance: `i${user}`, port: "u" },
  provide: { instance: `i${provider}`, port: "p" },
});
const named = (numbers: readonly number[]) => numbers.map((k) => ({ name: `i${k}` }));

test("each comes after its providers, else all stay in their order", () => {
  const check = fc.property(fc.array(fc.tuple(fc.nat(9), fc.nat(9))), (pairs) => {
    const items = named([...Array(10).keys()]).reverse();
    const wires = pairs.filter(([a, b]) => a > b).map(([a, b]) => wire(a, b));
    const order = byProviders(items, wiresOf(wires)).map(({ name }) => name);
    expect([...order].sort()).toEqual(items.map(({ name }) => name).sort());
    for (const { use, provide } of wires)
      expect(order.indexOf(provide.instance)).toBeLessThan(order.indexOf(use.instance));
    if (wires.length === 0) expect(order).toEqual(items.map(({ name }) => name));
  });
  fc.assert(check);
});

test("what goes round in a circle, and what is not asked, is no trouble", () => {
  const wires = wiresOf([wire(0, 1), wire(1, 2), wire(2, 0), wire(3, 0), wire(0, 9)]);
  expect(byProviders(named([3, 0, 1, 2]), wires).map(({ name }) => name)).toEqual([
    "i2",
    "i1",
    "i0",
    "i3",
  ]);
  expect(byProviders(named([0]), wires)).toHaveLength(1);
});

test("who awaits somebody is in a later round, who only follows may be in the same", () => {
  const before = new Map<number, readonly (readonly [number, boolean])[]>([
    [1, [[0, false]]],
    [2, [[1, true]]],
    [
      3,
      [
        [2, false],
        [0, true],
      ],
    ],
  ]);
  const rounds = roundsOf([3, 2, 1, 0, 4], [0, 1, 2, 3, 4], (one) =>
    (before.get(one) ?? []).map(([other, isAwaited]) => ({ one: other, isAwaited })),
  );
  expect(rounds).toEqual([
    { asked: [1, 0, 4], awaited: [1, 0] },
    { asked: [3, 2], awaited: [] },
  ]);
});

test("nobody makes no round", () => {
  expect(roundsOf([], [], () => [])).toEqual([]);
});
