/** Which slots may hold tokens together: compared with all that single components can come to. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { component } from "../../../src/model/component.ts";
import { concurrencyFrom, concurrencyOf } from "../../../src/net/translate/concurrency.ts";
import { lifecycle } from "../../../src/semantics/lifecycle.ts";
import { configurationsOf, loneComponents, markedSlots } from "./lone-component.ts";

describe("the concurrency of a random type", () => {
  test("holds every pair of slots, and every count of tokens, that the semantics comes to", () => {
    let [apart, together] = [0, 0];
    const check = fc.property(loneComponents(3), fc.nat(), (lone, drawn) => {
      const life = lifecycle(lone.component);
      const { between, width } = concurrencyOf(life);
      const slots = [...Array(life.slots).keys()];
      const chosen = slots.filter((slot) => ((drawn >> (slot % 30)) & 1) === 1);
      const most = width(chosen);
      const markings = (configurationsOf(lone, 400) ?? []).map(markedSlots);
      const reached = markings.flatMap((marked) =>
        marked.flatMap((a) => marked.filter((b) => b !== a).map((b) => [a, b] as const)),
      );
      expect(reached.filter(([a, b]) => !between(a, b))).toEqual([]);
      const counts = markings.map((marked) => marked.filter((one) => chosen.includes(one)).length);
      expect(Math.max(0, ...counts)).toBeLessThanOrEqual(most);
      const pairs = slots.flatMap((a) => slots.map((b) => [a, b] as const));
      expect(pairs.filter(([a, b]) => between(a, b) !== between(b, a))).toEqual([]);
      const found = pairs.filter(([a, b]) => between(a, b)).length;
      together += found;
      apart += pairs.length - found;
    });
    fc.assert(check, { numRuns: 120, seed: 1 });
    expect(together).toBeGreaterThan(500);
    expect(apart).toBeGreaterThan(5_000);
  });
});

describe("the concurrency of a fork and a join", () => {
  const life = lifecycle(
    component({
      name: "fork",
      places: ["off", "left", "right", "on"],
      initial: "off",
      behaviors: {
        deploy: {
          goLeft: { from: "off", to: "left" },
          goRight: { from: "off", to: "right" },
          endLeft: { from: "left", to: "on" },
          endRight: { from: "right", to: "on" },
        },
      },
    }),
  );
  const [off = 0, left = 0, right = 0, on = 0] = life.places.keys();

  test("has the two sides together, and apart from before and after", () => {
    const { between } = concurrencyOf(life);
    expect(between(left, right)).toBe(true);
    for (const side of [left, right])
      for (const end of [off, on]) expect(between(side, end)).toBe(false);
    expect(between(off, on)).toBe(false);
  });

  test("lets places hold as many tokens as there are sides", () => {
    const { width } = concurrencyOf(life);
    expect(width([left, right, off, on])).toBe(2);
    expect(width([off, on])).toBe(1);
    expect(width([])).toBe(0);
  });

  test("has more together from tokens that do not come together by themselves", () => {
    const { between } = concurrencyFrom(life, [off, on]);
    expect(between(off, on)).toBe(true);
    expect(between(left, on)).toBe(true);
  });
});
