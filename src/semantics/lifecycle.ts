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
  /** place → the service provide ports bound to it. */
  readonly providesAt: readonly (readonly number[])[];
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
  /** All slots that its token passes through: `out`, `on` and those of its docks. */
  readonly slots: readonly number[];
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
  /** What may happen when all docks hold tokens → the service uses that become active by it, if they are not yet. */
  readonly gains: Readonly<Record<Entry, readonly number[]>>;
}
/** The tokens of a station enter its place, find a token there, or owe a value that is read there. */
export type Entry = "enter" | "collide" | "ungiven";

export interface Port {
  readonly name: string;
  readonly kind: "service" | "data";
  /** The name of its type: what `check` has compared as a whole is known by it. */
  readonly type: string;
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
  /** The elements (`elementOf`) that wait for a use to be served. */
  readonly waiting: readonly number[];
}

/** What the rules are tried on, numbered in one row: places (leave) | transitions (fire) | stations (enter), and before them these. */
export const elements = { finish: -1, withdraw: -2 } as const;
export const elementOf = (
  { places, transitions }: Record<"places" | "transitions", ArrayLike<unknown>>,
  kind: "transition" | "station",
  index: number,
): number => places.length + (kind === "transition" ? 0 : transitions.length) + index;

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
  const ports = compilePorts(skeleton, component);
  const portsAt = (slot: number, side: Port["side"]): number[] =>
    indicesOf(ports, (port) => port.side === side && port.group.includes(slot));
  const publishes = (place: number) => (port: Port) =>
    port.kind === "data" && port.side === "provide" && port.places.includes(place);
  return {
    ...skeleton,
    initial: places.indexOf(component.initial),
    transitions: transitions.map((edge, t) => ({
      ...edge,
      uses: indicesOf(ports, (port) => port.side === "use" && port.transitions.includes(t)),
    })),
    stations: stations.map((station) => {
      const entering = portsAt(station.place, "use");
      const failing = station.docks.flatMap((d) =>
        portsAt(transitions[docks[d]?.transition ?? 0]?.on ?? 0, "use"),
      );
      const gains = { enter: entering, collide: failing, ungiven: [...entering, ...failing] };
      return { ...station, gains };
    }),
    ports,
    portNamed: new Map(ports.map((port, q) => [portKey(port.side, port.name), q])),
    stationsOf: places.map((_, p) => indicesOf(stations, (station) => station.place === p)),
    groups: Array.from({ length: slots }, (_, slot) =>
      indicesOf(ports, (port) => port.group.includes(slot)),
    ),
    providesAt: places.map((_, p) => portsAt(p, "provide")),
    publishes: places.map((_, p) => indicesOf(ports, publishes(p))),
  };
}

/** A component may use and provide under the same name. */
export const portKey = (side: "use" | "provide", name: string): string => `${side} ${name}`;

/** What is known before the ports are looked at. */
type Skeleton = Pick<Lifecycle, "places" | "docks" | "leaving"> & {
  readonly transitions: readonly Omit<Edge, "uses">[];
  readonly stations: readonly Omit<Station, "gains">[];
};

function compileEdges(
  component: AnyComponent,
  places: readonly string[],
  behaviors: readonly string[],
): Omit<Skeleton, "places" | "leaving"> {
  const declared = behaviors.flatMap((behavior, b) =>
    Object.entries(component.behaviors[behavior] ?? {}).map(([name, edge]) => {
      const to = typeof edge.to === "string" ? [edge.to] : edge.to;
      return { name, behavior: b, source: places.indexOf(edge.from), to };
    }),
  );
  const stations: { name: string; place: number; behavior: number; docks: number[] }[] = [];
  const docks: Dock[] = [];
  const transitions = declared.map(({ name, behavior, source, to }, t) => {
    const out = places.length + t;
    const on = places.length + declared.length + t;
    const first = places.length + 2 * declared.length + docks.length;
    const own = to.map((end: string, k: number) => {
      let station = stations.findIndex((one) => one.name === end && one.behavior === behavior);
      if (station < 0) {
        const place = places.indexOf(end.split("/", 1)[0] ?? end);
        station = stations.push({ name: end, place, behavior, docks: [] }) - 1;
      }
      const dock = docks.push({ transition: t, station, slot: first + k }) - 1;
      stations[station]?.docks.push(dock);
      return dock;
    });
    const slots = [out, on, ...own.map((_: number, k: number) => first + k)];
    return { name, behavior, source, out, on, docks: own, slots };
  });
  return { transitions, stations, docks };
}

function compilePorts(life: Skeleton, { uses, provides }: AnyComponent): Port[] {
  return [
    ...Object.entries(uses).map(([name, use]) => {
      const { kind, name: type } = portTypeOf(use.type);
      const [many, min] = isMany(use.type) ? [true, use.type.min] : [false, 1];
      return compilePort(life, { name, kind, type, side: "use", many, min }, use.in);
    }),
    ...Object.entries(provides).map(([name, { type, in: bound }]) => {
      const what = { name, kind: type.kind, type: type.name, many: true, min: 0 } as const;
      return compilePort(life, { ...what, side: "provide" }, bound);
    }),
  ];
}

function compilePort(
  life: Skeleton,
  what: Pick<Port, "name" | "kind" | "type" | "side" | "many" | "min">,
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
  const joins = indicesOf(
    life.stations,
    ({ place, docks }) =>
      group.includes(place) ||
      docks.some((d) => group.includes(life.transitions[life.docks[d]?.transition ?? 0]?.on ?? -1)),
  );
  const waiting = [
    ...transitions.map((t) => elementOf(life, "transition", t)),
    ...joins.map((s) => elementOf(life, "station", s)),
  ];
  return { ...what, places, transitions, group, departs, waiting };
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
