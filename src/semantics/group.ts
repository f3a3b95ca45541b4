/** The group of a service port: the slots a token on which makes the port active. Compiled with its type. */
import type { Dock, Edge, Lifecycle, Station } from "./lifecycle.ts";

/** What is known of a type before its ports. */
interface Edges {
  readonly transitions: readonly Pick<Edge, "source" | "out" | "on" | "docks">[];
  readonly docks: readonly Pick<Dock, "station" | "slot">[];
  readonly stations: readonly Pick<Station, "place">[];
  readonly leaving: Lifecycle["leaving"];
}

/** Semantics §1: the places, the transitions within them and those named, and the docks whose place and transition are both in it. */
export function groupOf(
  life: Edges,
  places: readonly number[],
  named: readonly number[],
): readonly number[] {
  const bound = new Set<number | undefined>(places);
  const has = (place: number | undefined): boolean => bound.has(place);
  const endOf = (dock: number): number | undefined =>
    life.stations[life.docks[dock]?.station ?? -1]?.place;
  const isInside = ({ source, docks }: Edges["transitions"][number]): boolean =>
    has(source) && docks.every((dock) => has(endOf(dock)));
  const leaving = places.flatMap((place) => life.leaving.flatMap((from) => from[place] ?? []));
  const near = [...new Set([...named, ...leaving])].sort((a, z) => a - z);
  return [
    ...places,
    ...near.flatMap((t) => {
      const edge = life.transitions[t];
      if (edge === undefined || !(named.includes(t) || isInside(edge))) return [];
      const ends = edge.docks.filter((dock) => has(endOf(dock)));
      const docks = ends.map((dock) => life.docks[dock]?.slot ?? -1);
      return has(edge.source) ? [edge.out, edge.on, ...docks] : [edge.on, ...docks];
    }),
  ];
}
