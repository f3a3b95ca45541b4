/** How places are left: all transitions of a behavior that leave one do so together. Compiled with its type. */
import type { Lifecycle } from "./lifecycle.ts";
import { type Move, moveOf } from "./move.ts";

/** What leaves a place in one behavior: a token for each of its transitions. */
export interface Departure {
  readonly transitions: readonly number[];
  /** What tries to fire them. */
  readonly elements: readonly number[];
  /** The service provides whose group it leaves. */
  readonly provides: readonly number[];
  readonly move: Move;
}

/** What is known of a type before it. */
type Leaving = Pick<
  Lifecycle,
  "places" | "leaving" | "transitions" | "ports" | "groups" | "providesAt"
>;

/** behavior → place → how it is left; undefined where it is not. */
export function compileDepartures(life: Leaving): readonly (readonly (Departure | undefined)[])[] {
  return life.leaving.map((from, b) =>
    from.map((transitions, place) =>
      transitions.length === 0 ? undefined : departureOf(life, b, place, transitions),
    ),
  );
}

function departureOf(
  life: Leaving,
  b: number,
  place: number,
  transitions: readonly number[],
): Departure {
  const edges = transitions.flatMap((t) => life.transitions[t] ?? []);
  const outs = edges.map(({ out }) => out);
  return {
    transitions,
    elements: edges.map(({ element }) => element),
    provides: (life.providesAt[place] ?? []).filter(
      (q) => life.ports[q]?.departs[b]?.[place] === 1,
    ),
    move: moveOf(life, b, [place], outs),
  };
}
