/**
 * May a run go on under a declaration that has changed since it began? It may if all that holds tokens or is still to come exists
 * under its name; what else has changed does not matter.
 */
import { type ComponentDescription, type Declaration, describedType } from "./declaration.ts";

/** Something of an instance that a run still needs, by name. */
export type Need = { readonly instance: string; readonly component: string } & (
  | { readonly kind: "place" | "behavior" | "use" | "provide"; readonly name: string }
  | {
      readonly kind: "transition";
      readonly behavior: string;
      readonly name: string;
      /** The place of its output dock, where a token waits there. */
      readonly from?: string;
      /** The station of its input dock, where a token waits there. */
      readonly to?: string;
    }
);

/** The type of this name as an instance has it. */
export type TypeOf = (component: string, instance: string) => ComponentDescription | undefined;

/** What `now` lacks of the needs of a run that began under `before`, a sentence each; empty if the run may go on. */
export function unmetNeeds(
  needs: Iterable<Need>,
  before: Declaration,
  now: TypeOf,
): readonly string[] {
  const unmet = new Set<string>();
  for (const need of needs) {
    const had = describedType(before, need.component, need.instance);
    const has = now(need.component, need.instance);
    const said = has === undefined ? "is gone" : lack(need, had, has);
    if (said !== undefined)
      unmet.add(`component ${need.component} ${said} (${need.instance} needs it)`);
  }
  return [...unmet];
}

/** All that a behavior still to come needs: itself, its transitions, and the places between which they lead. */
export function needsOfBehavior(
  declaration: Declaration,
  instance: string,
  component: string,
  behavior: string,
): readonly Need[] {
  const transitions = describedType(declaration, component, instance)?.behaviors[behavior] ?? {};
  const places = Object.values(transitions).flatMap(({ from, to }) => [from, ...to.map(placeOf)]);
  return [
    { instance, component, kind: "behavior", name: behavior },
    ...[...new Set(places)].map((name): Need => ({ instance, component, kind: "place", name })),
    ...Object.keys(transitions).map(
      (name): Need => ({ instance, component, kind: "transition", behavior, name }),
    ),
  ];
}

function lack(
  need: Need,
  had: ComponentDescription | undefined,
  has: ComponentDescription,
): string | undefined {
  switch (need.kind) {
    case "place":
      return has.places.includes(need.name) ? undefined : `has no place ${need.name}`;
    case "behavior":
      return Object.hasOwn(has.behaviors, need.name) ? undefined : `has no behavior ${need.name}`;
    case "use":
    case "provide": {
      const ports = need.kind === "use" ? "uses" : "provides";
      const [was, is] = [had?.[ports][need.name], has[ports][need.name]];
      if (is === undefined) return `has no ${need.kind} port ${need.name}`;
      const same = was === undefined || (was.kind === is.kind && was.type === is.type);
      return same ? undefined : `has another type of port at ${need.name}: ${is.kind} ${is.type}`;
    }
    case "transition": {
      const transition = has.behaviors[need.behavior]?.[need.name];
      if (transition === undefined)
        return `has no transition ${need.name} in behavior ${need.behavior}`;
      if (need.from !== undefined && need.from !== transition.from)
        return `has transition ${need.name} leave ${transition.from}, no longer ${need.from}`;
      if (need.to !== undefined && !transition.to.includes(need.to))
        return `has transition ${need.name} end at ${transition.to.join(" or ")}, no longer at ${need.to}`;
    }
  }
}

const placeOf = (station: string): string => station.split("/")[0] ?? station;
