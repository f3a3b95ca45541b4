/** Where behaviors can end: what follows from the lifecycle is what the semantics ends in. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { component } from "../../../src/model/component.ts";
import { TooManyOutcomes, outcomesOf } from "../../../src/net/translate/outcome.ts";
import { lifecycle } from "../../../src/semantics/lifecycle.ts";
import { configurationsOf, loneComponents, markedSlots } from "./lone-component.ts";

describe("the outcomes of a behavior of a random type", () => {
  test("are the sets of places on which the semantics finishes it", () => {
    let [several, stuck] = [0, 0];
    const check = fc.property(loneComponents(1), (lone) => {
      const configurations = configurationsOf(lone, 500);
      if (configurations === undefined) return;
      const life = lifecycle(lone.component);
      const b = life.behaviors.indexOf(lone.asked[0] ?? "");
      const outcomes = outcomesOf(life, b, [life.initial]).map((slots) => slots.join());
      const ends = configurations.filter((c) => c.done).map((c) => markedSlots(c).join());
      expect(new Set(outcomes)).toEqual(new Set(ends));
      expect(outcomes).toHaveLength(new Set(outcomes).size);
      if (outcomes.length > 1) several++;
      if (outcomes.length === 0) stuck++;
    });
    fc.assert(check, { numRuns: 200, seed: 1 });
    expect(several).toBeGreaterThan(5);
    expect(stuck).toBeGreaterThan(5);
  });
});

describe("a behavior with many choices", () => {
  /** `count` transitions side by side, each of which ends here or there. */
  const choosing = (count: number) => {
    const numbers = Array.from({ length: count }, (_, k) => k);
    return component({
      name: "choosing",
      places: ["off", ...numbers.flatMap((k) => [`here${k}`, `there${k}`])],
      initial: "off",
      behaviors: {
        deploy: Object.fromEntries(
          numbers.map((k) => [`go${k}`, { from: "off", to: [`here${k}`, `there${k}`] }]),
        ),
      },
    });
  };

  test("ends in all combinations of them", () => {
    expect(outcomesOf(lifecycle(choosing(5)), 0, [0])).toHaveLength(32);
  });

  test("is not followed where they are too many", () => {
    expect(() => outcomesOf(lifecycle(choosing(20)), 0, [0])).toThrow(TooManyOutcomes);
  });
});
