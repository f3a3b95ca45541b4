/** The group of a service port: the slots a token on which makes the port active. Compiled with its type. */
import type { Dock, Edge, Station } from "./lifecycle.ts";

/** What is known of a type before its ports. */
interface Edges {
  readonly transitions: readonly Pick<Edge, "source" | "out" | "on" | "docks">[];
  readonly docks: readonly Pick<Dock, "station" | "slot">[];
  readonly stations: readonly Pick<Station, "place">[];
}

/** Semantics §1: the places, the transitions within them and those named, and the docks whose place and transition are both in it. */
export function groupOf(
  life: Edges,
  places: readonly number[],
  named: readonly number[],
): readonly number[] {
  const has = (place: number | undefined): boolean => place !== undefined && places.includes(place);
  const endOf = (dock: number): number | undefined =>
    life.stations[life.docks[dock]?.station ?? -1]?.place;
  const inside = life.transitions.map(
    (edge, t) =>
      named.includes(t) || (has(edge.source) && edge.docks.every((dock) => has(endOf(dock)))),
  );
  return [
    ...places,
    ...life.transitions.flatMap((edge, t) => {
      if (inside[t] !== true) return [];
      const ends = edge.docks.filter((dock) => has(endOf(dock)));
      const docks = ends.map((dock) => life.docks[dock]?.slot ?? -1);
      return has(edge.source) ? [edge.out, edge.on, ...docks] : [edge.on, ...docks];
    }),
  ];
}
