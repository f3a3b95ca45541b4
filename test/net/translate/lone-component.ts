/** One instance without ports, asked for some behaviors: all that the semantics lets it come to. */
import fc from "fast-check";
import type { AnyComponent } from "../../../src/model/component.ts";
import { type Configuration, none } from "../../../src/semantics/configuration.ts";
import { canonical, start } from "../../../src/semantics/explore.ts";
import { apply, enabled } from "../../../src/semantics/step.ts";
import { componentOf, componentPlans } from "../../oracle/component-arbitrary.ts";

export interface Lone {
  readonly component: AnyComponent;
  /** Behaviors, in the order in which they are asked for. */
  readonly asked: readonly string[];
}

export const loneComponents = (askedMax: number): fc.Arbitrary<Lone> =>
  fc
    .record({
      plan: componentPlans({ portsMax: 0, placesMax: 6 }),
      asked: fc.array(fc.nat(99), { minLength: 1, maxLength: askedMax, size: "max" }),
    })
    .map(({ plan, asked }) => {
      const component = componentOf("type", plan);
      const behaviors = Object.keys(component.behaviors);
      return { component, asked: asked.map((k) => behaviors[k % behaviors.length] ?? "deploy") };
    });

/** Its configurations; undefined where there are more than `statesMax`. */
export function configurationsOf(
  { component, asked }: Lone,
  statesMax: number,
): readonly Configuration[] | undefined {
  const begin = start([
    { op: "add", instance: "one", component },
    ...asked.map((behavior) => ({ op: "changeBehavior", instance: "one", behavior }) as const),
  ]);
  const seen = new Map([[canonical(begin), begin]]);
  for (const c of seen.values())
    for (const step of enabled(c)) {
      const next = c.clone();
      apply(next, step);
      if (!seen.has(canonical(next))) seen.set(canonical(next), next);
      if (seen.size > statesMax) return undefined;
    }
  return [...seen.values()];
}

/** The slots that hold tokens, ascending; none before the instance is added. */
export function markedSlots(c: Configuration): readonly number[] {
  const number = c.number("one");
  if (number === undefined) return [];
  const slots = Array.from({ length: c.life(number).slots }, (_, slot) => slot);
  return slots.filter((slot) => c.mark(number, slot) !== none);
}
