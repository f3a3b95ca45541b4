/**
 * What section 1 of the semantics derives from a declaration: who leaves a place, who is awaited at a station, what is in a group.
 *
 * Everything is searched for anew at each question, straight from the declaration: slow, and easy to believe.
 */
import type { AnyComponent } from "../../src/model/component.ts";
import { type PortKind, isMany, portTypeOf } from "../../src/model/port.ts";

/** Where a token can be. */
export type Spot =
  | { readonly on: "place"; readonly place: string }
  | { readonly on: "output"; readonly transition: string }
  | { readonly on: "transition"; readonly transition: string; readonly status: Status }
  | { readonly on: "input"; readonly transition: string; readonly station: string };
export type Status = "running" | "failed" | "unknown";

export interface Edge {
  readonly name: string;
  readonly behavior: string;
  readonly from: string;
  readonly stations: readonly string[];
}
export interface UsePort {
  readonly port: string;
  readonly kind: PortKind;
  readonly type: string;
  readonly in: readonly string[];
  readonly many: boolean;
  readonly min: number;
}
export interface ProvidePort {
  readonly port: string;
  readonly kind: PortKind;
  readonly type: string;
  readonly in: readonly string[];
}

/** The place of a station, which is written `place` or `place/name`. */
export const placeOf = (station: string): string => station.split("/")[0] ?? station;

/** All transitions of all behaviors, in declaration order. */
export const edges = once((type): readonly Edge[] =>
  Object.entries(type.behaviors).flatMap(([behavior, transitions]) =>
    Object.entries(transitions).map(([name, { from, to }]) => ({
      name,
      behavior,
      from,
      stations: typeof to === "string" ? [to] : to,
    })),
  ),
);

export function edge(type: AnyComponent, name: string): Edge {
  const found = edges(type).find((one) => one.name === name);
  if (found === undefined) throw new Error(`${type.name} has no transition ${name}`);
  return found;
}

/** The transitions that leave `place` together. Without an active behavior none does. */
export const leaving = (type: AnyComponent, behavior: string | undefined, place: string) =>
  edges(type).filter((one) => one.behavior === behavior && one.from === place);

/** The transitions that are awaited together at `station`: all of the behavior that can end there. */
export const awaited = (type: AnyComponent, behavior: string | undefined, station: string) =>
  edges(type).filter((one) => one.behavior === behavior && one.stations.includes(station));

export const stations = (type: AnyComponent, behavior: string | undefined): readonly string[] => [
  ...new Set(edges(type).flatMap((one) => (one.behavior === behavior ? one.stations : []))),
];

export const usePorts = once((type): readonly UsePort[] =>
  Object.entries(type.uses).map(([port, use]) => {
    const { kind, name } = portTypeOf(use.type);
    const many = isMany(use.type);
    return { port, kind, type: name, in: use.in, many, min: isMany(use.type) ? use.type.min : 1 };
  }),
);

export const providePorts = once((type): readonly ProvidePort[] =>
  Object.entries(type.provides).map(([port, provide]) => ({
    port,
    kind: provide.type.kind,
    type: provide.type.name,
    in: provide.in,
  })),
);

/** Lists are made once for each type: they are asked for at every step. */
function once<T>(list: (type: AnyComponent) => T): (type: AnyComponent) => T {
  const made = new WeakMap<AnyComponent, T>();
  return (type) => {
    const known = made.get(type) ?? list(type);
    made.set(type, known);
    return known;
  };
}

/** Is `spot` in the group of a port bound to the places and transitions named in `bound`? */
export function inGroup(type: AnyComponent, bound: readonly string[], spot: Spot): boolean {
  if (spot.on === "place") return bound.includes(spot.place);
  const { name, from, stations } = edge(type, spot.transition);
  const inside = bound.includes(from) && stations.every((one) => bound.includes(placeOf(one)));
  const transition = inside || bound.includes(name);
  if (spot.on === "transition") return transition;
  const place = spot.on === "output" ? from : placeOf(spot.station);
  return transition && bound.includes(place);
}
