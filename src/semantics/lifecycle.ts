/**
 * A component type compiled to integers, once: the tables that every rule reads.
 *
 * Places, output docks, transitions and input docks of a component are numbered in one row of *slots*, each of which holds a token
 * or not:  places | output docks, one a transition | transitions | input docks, one a transition and station.
 * What a component's declaration gets wrong is `check`'s to say; a component that passed `check` compiles.
 */
import type { AnyComponent, AnyTransition } from "../model/component.ts";
import { isMany, portTypeOf } from "../model/port.ts";
import { type Departure, compileDepartures } from "./departure.ts";
import { compileEdges } from "./edge.ts";
import { groupOf } from "./group.ts";
import { type Move, moveOf } from "./move.ts";

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
  /** How many slots an instance has, and the first of its transitions and of its input docks. */
  readonly slots: number;
  readonly firstOn: number;
  readonly firstIn: number;
  /** behavior → place → the transitions that leave together. */
  readonly leaving: readonly (readonly (readonly number[])[])[];
  /** behavior → place → how it is left; undefined where it is not. */
  readonly departures: readonly (readonly (Departure | undefined)[])[];
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
  readonly declared: AnyTransition;
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
  /** What tries to fire it, and what it moves then. */
  readonly element: number;
  readonly fires: Move;
}
/** An input dock: the end of one transition at one station. */
export interface Dock {
  readonly transition: number;
  readonly station: number;
  readonly slot: number;
  /** What moves when the transition ends here. */
  readonly ends: Move;
}
/** Docks of one behavior that are joined at a place. */
export interface Station {
  /** `place` or `place/name`. */
  readonly name: string;
  readonly place: number;
  readonly behavior: number;
  readonly docks: readonly number[];
  /** The slots of the docks, and the places that their transitions come from. */
  readonly slots: readonly number[];
  readonly sources: readonly number[];
  /** What tries to enter it, and what it moves then. */
  readonly element: number;
  readonly enters: Move;
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
const elementOf = (
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
  const edges = compileEdges(component, places, behaviors);
  const leaving = behaviors.map(() => places.map((): number[] => []));
  for (const [t, { behavior, source }] of edges.transitions.entries())
    leaving[behavior]?.[source]?.push(t);
  const stationsOf = namedBy(places.length, edges.stations, ({ place }) => [place]);
  const firstOn = places.length + edges.transitions.length;
  const skeleton = { component, places, behaviors, ...edges, leaving, stationsOf, firstOn };
  const ports = compilePorts(skeleton, component);
  const providesOf = (wanted: Port["kind"]): number[][] =>
    namedBy(places.length, ports, ({ side, kind, places }) =>
      side === "provide" && kind === wanted ? places : [],
    );
  const slots = places.length + 2 * edges.transitions.length + edges.docks.length;
  const groups = namedBy(slots, ports, ({ group }) => group);
  const providesAt = providesOf("service");
  const moves = compileMoves({ ...skeleton, ports, groups });
  return {
    ...skeleton,
    ...moves,
    departures: compileDepartures({ ...skeleton, ...moves, ports, groups, providesAt }),
    slots,
    firstIn: places.length + 2 * edges.transitions.length,
    initial: places.indexOf(component.initial),
    ports,
    portNamed: new Map(ports.map((port, q) => [portKey(port.side, port.name), q])),
    groups,
    providesAt,
    publishes: providesOf("data"),
  };
}

/** What is compiled last, for it hangs on the ports. */
export type Last = "element" | "uses" | "slots" | "sources" | "gains" | "fires" | "ends" | "enters";

/** The transitions, docks and stations with all that the rules need of them. */
function compileMoves(
  life: Skeleton & Pick<Lifecycle, "ports" | "groups">,
): Pick<Lifecycle, "transitions" | "docks" | "stations"> {
  const { transitions, docks, stations, ports, groups } = life;
  const move = (b: number, taken: readonly number[], put: readonly number[]): Move =>
    moveOf(life, b, taken, put);
  const sourceOf = (d: number): number => transitions[docks[d]?.transition ?? 0]?.source ?? 0;
  const onOf = (d: number): number => transitions[docks[d]?.transition ?? 0]?.on ?? 0;
  const usesAt = (slot: number): number[] =>
    (groups[slot] ?? []).filter((q) => ports[q]?.side === "use");
  const uses = namedBy(transitions.length, ports, ({ side, transitions }) =>
    side === "use" ? transitions : [],
  );
  return {
    transitions: transitions.map((edge, t) => ({
      ...edge,
      uses: uses[t] ?? [],
      element: elementOf(life, "transition", t),
      fires: move(edge.behavior, [edge.out], [edge.on]),
    })),
    docks: docks.map((dock) => {
      const { behavior = 0, on = 0 } = transitions[dock.transition] ?? {};
      return { ...dock, ends: move(behavior, [on], [dock.slot]) };
    }),
    stations: stations.map((station, s) => {
      const slots = station.docks.map((d) => docks[d]?.slot ?? 0);
      const entering = usesAt(station.place);
      const failing = station.docks.flatMap((d) => usesAt(onOf(d)));
      const gains = { enter: entering, collide: failing, ungiven: [...entering, ...failing] };
      const enters = move(station.behavior, slots, [station.place]);
      const sources = station.docks.map(sourceOf);
      return { ...station, slots, sources, gains, element: elementOf(life, "station", s), enters };
    }),
  };
}

/** A component may use and provide under the same name. */
export const portKey = (side: "use" | "provide", name: string): string => `${side} ${name}`;

/** What is known before the ports are looked at. */
export type Skeleton = Pick<Lifecycle, "places" | "leaving" | "stationsOf" | "firstOn"> & {
  readonly transitions: readonly Omit<Edge, Exclude<Last, "slots">>[];
  readonly docks: readonly Omit<Dock, Last>[];
  readonly stations: readonly Omit<Station, Last>[];
};

function compilePorts(life: Skeleton, { uses, provides }: AnyComponent): Port[] {
  const named = new Map<string, Named>();
  for (const [p, name] of life.places.entries()) named.set(name, { place: p, transitions: [] });
  for (const [t, { name }] of life.transitions.entries()) {
    const one = named.get(name);
    if (one === undefined) named.set(name, { place: undefined, transitions: [t] });
    else one.transitions.push(t);
  }
  return [
    ...Object.entries(uses).map(([name, use]) => {
      const { kind, name: type } = portTypeOf(use.type);
      const [many, min] = isMany(use.type) ? [true, use.type.min] : [false, 1];
      return compilePort(life, named, { name, kind, type, side: "use", many, min }, use.in);
    }),
    ...Object.entries(provides).map(([name, { type, in: bound }]) => {
      const what = { name, kind: type.kind, type: type.name, many: true, min: 0 } as const;
      return compilePort(life, named, { ...what, side: "provide" }, bound);
    }),
  ];
}

/** What ports may be bound to: a name of a place, or of a transition in some behaviors. */
interface Named {
  readonly place: number | undefined;
  readonly transitions: number[];
}

function compilePort(
  life: Skeleton,
  named: ReadonlyMap<string, Named>,
  what: Pick<Port, "name" | "kind" | "type" | "side" | "many" | "min">,
  bound: readonly string[],
): Port {
  const places = ascending(bound.flatMap((name) => named.get(name)?.place ?? []));
  const transitions = ascending(bound.flatMap((name) => named.get(name)?.transitions ?? []));
  const group = what.kind === "service" ? groupOf(life, places, transitions) : [];
  const departs = what.side === "use" ? [] : departuresOf(life, places, group);
  const within = group.flatMap((slot) => life.transitions[slot - life.firstOn] ?? []);
  const joins = [
    ...(what.kind === "service" ? places : []).flatMap((place) => life.stationsOf[place] ?? []),
    ...within.flatMap(({ docks }) => docks.map((d) => life.docks[d]?.station ?? -1)),
  ];
  const waiting = [
    ...transitions.map((t) => elementOf(life, "transition", t)),
    ...ascending(joins).map((s) => elementOf(life, "station", s)),
  ];
  return { ...what, places, transitions, group, departs, waiting };
}

/** behavior → place of the group → is it left by transitions that are all outside of the group? */
function departuresOf(
  { leaving, places, transitions }: Skeleton,
  bound: readonly number[],
  group: readonly number[],
): Uint8Array[] {
  const held = new Set(group);
  return leaving.map((from) => {
    const departs = new Uint8Array(places.length);
    for (const place of bound) {
      const edges = (from[place] ?? []).map((t) => transitions[t]?.on ?? -1);
      departs[place] = Number(edges.length > 0 && !edges.some((on) => held.has(on)));
    }
    return departs;
  });
}

const ascending = (numbers: readonly number[]): number[] =>
  [...new Set(numbers)].sort((a, z) => a - z);

/** For each of so many things the numbers of the items that name it. */
function namedBy<T>(
  count: number,
  items: readonly T[],
  names: (item: T) => readonly number[],
): number[][] {
  const found = Array.from({ length: count }, (): number[] => []);
  for (const [k, item] of items.entries()) for (const name of names(item)) found[name]?.push(k);
  return found;
}
