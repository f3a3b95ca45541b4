/** The outline of a component: its transitions in a row, and what leads where. For looking at a declaration, not for running it. */
import type { AnyComponent, AnyTransition, UseDeclaration } from "./component.ts";
import { isMany, type PortType } from "./port.ts";

export interface Outline {
  readonly component: AnyComponent;
  readonly places: readonly string[];
  readonly edges: readonly Edge[];
  readonly uses: readonly BoundPort[];
  readonly provides: readonly BoundPort[];
}
/** A transition with its ends. */
export interface Edge {
  readonly name: string;
  readonly behavior: string;
  readonly from: string;
  readonly ends: readonly End[];
  readonly transition: AnyTransition;
}
export interface End {
  /** As it was written: `place` or `place/name`. */
  readonly station: string;
  readonly place: string;
}
export interface BoundPort {
  readonly name: string;
  readonly side: "use" | "provide";
  readonly type: PortType;
  /** Of a use for many: how many providers it needs at least. */
  readonly min: number | undefined;
  /** The places and transitions that it names. */
  readonly in: readonly string[];
}

export function outlineOf(component: AnyComponent): Outline {
  const behaviors: Readonly<Record<string, Readonly<Record<string, AnyTransition>>>> =
    component.behaviors;
  return {
    component,
    places: component.places,
    edges: Object.entries(behaviors).flatMap(([behavior, transitions]) =>
      Object.entries(transitions).map(([name, transition]) => edgeOf(name, behavior, transition)),
    ),
    uses: usePortsOf(component),
    provides: providePortsOf(component),
  };
}

export const usePortsOf = (component: AnyComponent): readonly BoundPort[] =>
  Object.entries(component.uses as Readonly<Record<string, UseDeclaration>>).map(
    ([name, { type, in: bound }]) =>
      isMany(type)
        ? { name, side: "use", type: type.many, min: type.min, in: bound }
        : { name, side: "use", type, min: undefined, in: bound },
  );

export const providePortsOf = (component: AnyComponent): readonly BoundPort[] =>
  Object.entries(component.provides as Readonly<Record<string, UseDeclaration<PortType>>>).map(
    ([name, { type, in: bound }]) => ({ name, side: "provide", type, min: undefined, in: bound }),
  );

function edgeOf(name: string, behavior: string, transition: AnyTransition): Edge {
  const { from, to } = transition as { from: string; to: string | readonly string[] };
  const stations = typeof to === "string" ? [to] : to;
  return { name, behavior, from, transition, ends: stations.map(endOf) };
}

const endOf = (station: string): End => {
  const slash = station.indexOf("/");
  return { station, place: slash < 0 ? station : station.slice(0, slash) };
};

/** Does it name a place that it does not have? That is told; what follows from it is not told again. */
export function isMisspelt({ component, places, edges }: Outline): boolean {
  const known = new Set(places);
  return (
    !known.has(component.initial) ||
    edges.some(({ from, ends }) => !known.has(from) || ends.some(({ place }) => !known.has(place)))
  );
}

/** Semantics §1: the places of a service port, the transitions within them, and those it names. Docks follow from these. */
export function groupOf(outline: Outline, port: BoundPort): ReadonlySet<string> {
  const group = new Set(port.in);
  for (const { name, from, ends } of outline.edges)
    if (group.has(from) && ends.length > 0 && ends.every(({ place }) => group.has(place)))
      group.add(name);
  return group;
}

/** All places that a token on one of `starts` may come to by transitions that pass `along`, the starts included. O(transitions). */
export function reachable(
  starts: Iterable<string>,
  edges: readonly Edge[],
  along: "forwards" | "backwards" = "forwards",
): ReadonlySet<string> {
  const next = new Map<string, string[]>();
  for (const { from, ends } of edges)
    for (const { place } of ends) {
      const [source, target] = along === "forwards" ? [from, place] : [place, from];
      const targets = next.get(source);
      if (targets === undefined) next.set(source, [target]);
      else targets.push(target);
    }
  const seen = new Set(starts);
  for (const place of seen) for (const target of next.get(place) ?? []) seen.add(target);
  return seen;
}
