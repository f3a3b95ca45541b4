import fc from "fast-check";
import { expect, test } from "vitest";
import { type AnyComponent, component } from "../../src/model/component.ts";
import { advance } from "../../src/semantics/advance.ts";
import type { Configuration } from "../../src/semantics/configuration.ts";
import { canonical, start } from "../../src/semantics/explore.ts";
import { rehome } from "../../src/semantics/rehome.ts";
import { apply, enabled } from "../../src/semantics/step.ts";
import { systems } from "../oracle/arbitrary.ts";

/** Takes steps, each chosen by the next number, until they are used up or none is enabled. */
function walk(c: Configuration, choices: readonly number[]): void {
  for (const choice of choices) {
    const steps = enabled(c);
    const step = steps[choice % Math.max(1, steps.length)];
    if (step === undefined) return;
    apply(c, step);
  }
}
const choices = fc.array(fc.nat(1000), { maxLength: 60 });

/** The same declaration written in another order. */
function reordered(type: AnyComponent): AnyComponent {
  const backwards = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(record).toReversed());
  return {
    ...type,
    places: type.places.toReversed(),
    uses: backwards(type.uses),
    provides: backwards(type.provides),
    behaviors: backwards(
      Object.fromEntries(
        Object.entries(type.behaviors).map(([name, edges]) => [name, backwards(edges as never)]),
      ),
    ),
  } as AnyComponent;
}

test("under the same types nothing changes, and nothing that can follow", () => {
  fc.assert(
    fc.property(systems(), choices, choices, (system, before, after) => {
      const c = start(system.instructions);
      walk(c, before);
      const { configuration } = rehome(c, (_, type) => type);
      expect(canonical(configuration)).toBe(canonical(c));
      walk(c, after);
      walk(configuration, after);
      expect(canonical(configuration)).toBe(canonical(c));
    }),
    { numRuns: 200 },
  );
});

test("under types written in another order, and back, nothing changes", () => {
  fc.assert(
    fc.property(systems(), choices, (system, before) => {
      const c = start(system.instructions);
      walk(c, before);
      const originals = new Map<AnyComponent, AnyComponent>();
      const other = rehome(c, (_, type) => {
        const made = reordered(type);
        originals.set(made, type);
        return made;
      }).configuration;
      const back = rehome(other, (_, type) => originals.get(type) ?? type).configuration;
      expect(canonical(back)).toBe(canonical(c));
    }),
    { numRuns: 200 },
  );
});

test("what holds a token and has no new home is a fault of the caller", () => {
  const before = component({
    name: "one",
    places: ["a", "b"],
    initial: "a",
    behaviors: { deploy: { go: { from: "a", to: "b" } } },
  });
  const after = component({
    name: "one",
    places: ["a", "c"],
    initial: "a",
    behaviors: { deploy: { go: { from: "a", to: "c" } } },
  });
  const c = start([]);
  advance(c, {
    type: "program",
    instructions: [
      { op: "add", instance: "x", component: before },
      { op: "changeBehavior", instance: "x", behavior: "deploy" },
    ],
  });
  expect(canonical(rehome(c, () => after).configuration)).toContain("x 00010 deploy");
  advance(c, { type: "ended", instance: 0, transition: 0 });
  expect(() => rehome(c, () => after)).toThrow(/no new home/);
});
