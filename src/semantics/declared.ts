/** What the declaration says of a transition, or of a place, of a compiled type. */
import {
  type AnyComponent,
  type AnyTransition,
  type PlaceProbe,
  hasAction,
} from "../model/component.ts";
import type { Lifecycle } from "./lifecycle.ts";

/** What an action is taken to last that does not say how long it takes. */
const durationDefaultS = 1;

/** How long a transition takes by its declaration: what has no action passes at once. */
export const declaredS = (transition: AnyTransition): number =>
  transition.durationS ?? (hasAction(transition) ? durationDefaultS : 0);

/** The declaration of a transition of a compiled type. */
export function declarationOf(life: Lifecycle, transition: number): AnyTransition {
  const edge = life.transitions[transition];
  if (edge === undefined) throw new RangeError(`no transition ${transition}`);
  return edge.declared;
}

/** The probe of a place, if it has one: also of a place that is called `valueOf`. */
export const placeProbe = (
  { probes = {} }: AnyComponent,
  place: string,
): PlaceProbe<any, any> | undefined => (Object.hasOwn(probes, place) ? probes[place] : undefined);
