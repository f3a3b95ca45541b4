/**
 * A component type compiled to integers, once: the tables that every rule reads.
 *
 * Places, output docks, transitions and input docks of a component are numbered in one row of *slots*, each of which holds a token
 * or not:  places | output docks, one a transition | transitions | input docks, one a transition and station.
 * What a component's declaration gets wrong is `check`'s to say; a component that passed `check` compiles.
 */
import type { AnyComponent } from "../model/component.ts";
import { isMany, portTypeOf } from "../model/port.ts";

export interface Lifecycle {
  readonly component: AnyComponent;
  readonly places: readonly string[];
  readonly initial: number;
  readonly behaviors: readonly string[];
  readonly transitions: readonly Edge[];
  readonly stations: readonly Station[];
  readonly docks: readonly Dock[];
  readonly ports: readonly Port[];
  readonly portNamed: ReadonlyMap<string, number>;
  /** How many slots an instance has. */
  readonly slots: number;
  /** behavior → place → the transitions that leave together. */
  readonly leaving: readonly (readonly (readonly number[])[])[];
  /** place → behavior → the stations of the place. */
  readonly stationsOf: readonly (readonly number[])[];
  /** slot → the service ports whose group it is in. */
  readonly groups: readonly (readonly number[])[];
  /** place → the data ports whose values become readable there. */
  readonly publishes: readonly (readonly number[])[];
}

/** A transition. */
export interface Edge {
  readonly name: string;
  readonly behavior: number;
  readonly source: number;
  /** The output dock at its source. */
  readonly out: number;
  /** Where its token is while the action runs. */
  readonly on: number;
  /** Its input docks, as numbers in `docks`, in the order of `to`. */
  readonly docks: readonly number[];
  /** The use ports that name it. */
  readonly uses: readonly number[];
}
/** An input dock: the end of one transition at one station. */
export interface Dock {
  readonly transition: number;
  readonly station: number;
  readonly slot: number;
}
/** Docks of one behavior that are joined at a place. */
export interface Station {
  /** `place` or `place/name`. */
  readonly name: string;
  readonly place: number;
  readonly behavior: number;
  readonly docks: readonly number[];
}
export interface Port {
  readonly name: string;
  readonly kind: "service" | "data";
  readonly side: "use" | "provide";
  /** How many providers a use needs at least. */
  readonly min: number;
  readonly many: boolean;
  /** Places it is bound to. */
  readonly places: readonly number[];
  /** Transitions it names. */
  readonly transitions: readonly number[];
  /** The slots of its group; empty for data. */
  readonly group: readonly number[];
  /** behavior → place → does a token leave the group from here? (provides) */
  readonly departs: readonly Uint8Array[];
}

/** The tables of `component`; made once for each component, then shared. */
export function lifecycle(component: AnyComponent): Lifecycle {
  let made = compiled.get(component);
  if (made === undefined) compiled.set(component, (made = compile(component)));
  return made;
}
const compiled = new WeakMap<AnyComponent, Lifecycle>();

function compile(component: AnyComponent): Lifecycle {
  const places: readonly string[] = component.places;
  const behaviors = Object.keys(component.behaviors);
  const { transitions, stations, docks } = compileEdges(component, places, behaviors);
  const leaving = behaviors.map((_, b) =>
    places.map((_, p) =>
      indicesOf(transitions, (edge) => edge.behavior === b && edge.source === p),
    ),
  );
  const slots = places.length + 2 * transitions.length + docks.length;
  const skeleton = { component, places, behaviors, transitions, stations, docks, slots, leaving };
  const ports = [
    ...Object.entries(component.uses).map(([name, use]) => {
      const type = portTypeOf(use.type);
      const many = isMany(use.type);
      const min = isMany(use.type) ? use.type.min : 1;
      return compilePort(skeleton, { name, kind: type.kind, side: "use", many, min }, use.in);
    }),
    ...Object.entries(component.provides).map(([name, provide]) =>
      compilePort(
        skeleton,
        { name, kind: provide.type.kind, side: "provide", many: true, min: 0 },
        provide.in,
      ),
    ),
  ];
  return {
    ...skeleton,
    initial: places.indexOf(component.initial),
    transitions: transitions.map((edge, t) => ({
      ...edge,
      uses: indicesOf(ports, (port) => port.side === "use" && port.transitions.includes(t)),
    })),
    ports,
    portNamed: new Map(ports.map((port, q) => [portKey(port.side, port.name), q])),
    stationsOf: places.map((_, p) => indicesOf(stations, (station) => station.place === p)),
    groups: Array.from({ length: slots }, (_, slot) =>
      indicesOf(ports, (port) => port.group.includes(slot)),
    ),
    publishes: places.map((_, p) =>
      indicesOf(
        ports,
        (port) => port.kind === "data" && port.side === "provide" && port.places.includes(p),
      ),
    ),
  };
}

/** A component may use and provide under the same name. */
export const portKey = (side: "use" | "provide", name: string): string => `${side} ${name}`;

type Skeleton = Pick<Lifecycle, "places" | "transitions" | "docks" | "stations" | "leaving">;

function compileEdges(
  component: AnyComponent,
  places: readonly string[],
  behaviors: readonly string[],
): Pick<Lifecycle, "transitions" | "stations" | "docks"> {
  const declared = behaviors.flatMap((behavior, b) =>
    Object.entries(component.behaviors[behavior] ?? {}).map(([name, edge]) => {
      const to = typeof edge.to === "string" ? [edge.to] : edge.to;
      return { name, behavior: b, source: places.indexOf(edge.from), to };
    }),
  );
  const stations: { name: string; place: number; behavior: number; docks: number[] }[] = [];
  const docks: Dock[] = [];
  const transitions = declared.map(({ name, behavior, source, to }, t) => ({
    name,
    behavior,
    source,
    out: places.length + t,
    on: places.length + declared.length + t,
    uses: [],
    docks: to.map((end: string) => {
      let station = stations.findIndex((one) => one.name === end && one.behavior === behavior);
      if (station < 0) {
        const place = places.indexOf(end.split("/", 1)[0] ?? end);
        station = stations.push({ name: end, place, behavior, docks: [] }) - 1;
      }
      const slot = places.length + 2 * declared.length + docks.length;
      const dock = docks.push({ transition: t, station, slot }) - 1;
      stations[station]?.docks.push(dock);
      return dock;
    }),
  }));
  return { transitions, stations, docks };
}

function compilePort(
  life: Skeleton,
  what: Pick<Port, "name" | "kind" | "side" | "many" | "min">,
  bound: readonly string[],
): Port {
  const places = life.places.map((_, p) => p).filter((p) => bound.includes(life.places[p] ?? ""));
  const transitions = indicesOf(life.transitions, (edge) => bound.includes(edge.name));
  const group = what.kind === "service" ? groupOf(life, places, transitions) : [];
  const departs = life.leaving.map((from) =>
    Uint8Array.from(from, (leaving) =>
      Number(
        leaving.length > 0 && !leaving.some((t) => group.includes(life.transitions[t]?.on ?? -1)),
      ),
    ),
  );
  return { ...what, places, transitions, group, departs };
}

/** Semantics §1: the places, the transitions within them and those named, and the docks whose place and transition are both in it. */
function groupOf(
  life: Skeleton,
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

const indicesOf = <T>(items: readonly T[], wanted: (item: T) => boolean): number[] =>
  items.flatMap((item, index) => (wanted(item) ? [index] : []));
