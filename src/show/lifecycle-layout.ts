/**
 * Where the parts of a lifecycle go: places from the initial one downwards, transitions between them, and a bar where several are
 * awaited together. What leads back is drawn upwards.
 */
import type { Edge, Lifecycle, Station } from "../semantics/lifecycle.ts";
import { type Arrow, type Size, arrange } from "./layout.ts";
import type { Point } from "./svg.ts";

/** What the parts are to say, and how wide that is. */
export interface Sizes {
  readonly place: (place: number) => number;
  readonly transition: (transition: number) => number;
}
export interface LifecycleLayout extends Size {
  /** Their centres. */
  readonly places: readonly Point[];
  readonly transitions: readonly Point[];
  /** station → the centre of its bar; undefined where it has none. */
  readonly bars: readonly (Point | undefined)[];
  readonly ways: readonly Way[];
}
/** A piece of an arrow between two parts. */
export interface Way {
  readonly from: Part;
  readonly to: Part;
  readonly behavior: number;
  readonly transition: number | undefined;
  /** The dock at its end, where it leads into a place or a bar. */
  readonly dock: number | undefined;
  /** Another one may be taken instead. */
  readonly isChoice: boolean;
  /** Points to pass between its ends. */
  readonly via: readonly Point[];
  /** Does it lead towards the initial place, and so upwards? */
  readonly isBack: boolean;
}
export interface Part {
  readonly kind: "place" | "transition" | "bar";
  readonly index: number;
}

export const placeRadius = 10;
export const barWidth = (docks: number): number => Math.max(26, docks * 14);
export const hasBar = (station: Station | undefined): boolean =>
  station !== undefined && station.docks.length > 1;

export function layLifecycle(life: Lifecycle, sizes: Sizes): LifecycleLayout {
  const parts = partsOf(life);
  const numbers = new Map(parts.map((part, k) => [keyOf(part), k]));
  const numberOf = (part: Part): number => numbers.get(keyOf(part)) ?? -1;
  const boxes = parts.map((part) => sizeOf(life, part, sizes));
  const ways = waysOf(life);
  const layout = arrange(
    boxes,
    ways.map(({ from, to, isBack, behavior }): Arrow => {
      const [above, below] = isBack ? [to, from] : [from, to];
      return { from: numberOf(above), to: numberOf(below), weight: behavior === 0 ? 6 : 1 };
    }),
    { direction: "down", layers: 15, boxes: 16 },
  );
  const centres = boxes.map(({ width, height }, k) => {
    const { x = 0, y = 0 } = layout.corners[k] ?? {};
    return { x: x + width / 2, y: y + height / 2 };
  });
  const centre = (part: Part): Point => centres[numberOf(part)] ?? { x: 0, y: 0 };
  return {
    width: layout.width,
    height: layout.height,
    places: life.places.map((_, index) => centre({ kind: "place", index })),
    transitions: life.transitions.map((_, index) => centre({ kind: "transition", index })),
    bars: life.stations.map((one, index) =>
      hasBar(one) ? centre({ kind: "bar", index }) : undefined,
    ),
    ways: ways.map((way, k) => {
      const via = layout.ways[k] ?? [];
      return { ...way, via: way.isBack ? via.toReversed() : via };
    }),
  };
}

const partsOf = (life: Lifecycle): readonly Part[] => [
  ...life.places.map((_, index): Part => ({ kind: "place", index })),
  ...life.transitions.map((_, index): Part => ({ kind: "transition", index })),
  ...life.stations.flatMap((one, index): readonly Part[] =>
    hasBar(one) ? [{ kind: "bar", index }] : [],
  ),
];
const keyOf = ({ kind, index }: Part): string => `${kind} ${index}`;

function sizeOf(life: Lifecycle, { kind, index }: Part, sizes: Sizes): Size {
  if (kind === "place") return { width: 2 * (placeRadius + 6 + sizes.place(index)), height: 24 };
  if (kind === "transition") return { width: sizes.transition(index), height: 20 };
  return { width: barWidth(life.stations[index]?.docks.length ?? 0), height: 6 };
}

function waysOf(life: Lifecycle): readonly Omit<Way, "via">[] {
  const order = orderOf(life);
  const leadsBack = (from: number, to: number): boolean => (order[to] ?? 0) < (order[from] ?? 0);
  const placeAt = (dock: number): number =>
    life.stations[life.docks[dock]?.station ?? -1]?.place ?? 0;
  const ofTransition = (edge: Edge, t: number): readonly Omit<Way, "via">[] => {
    const here: Part = { kind: "transition", index: t };
    const one = { behavior: edge.behavior, transition: t };
    const isChoice = edge.docks.length > 1;
    return [
      {
        ...one,
        from: { kind: "place", index: edge.source },
        to: here,
        dock: undefined,
        isChoice: false,
        isBack: leadsBack(edge.source, placeAt(edge.docks[0] ?? -1)),
      },
      ...edge.docks.map((dock) => {
        const station = life.docks[dock]?.station ?? -1;
        const place = placeAt(dock);
        const to: Part = hasBar(life.stations[station])
          ? { kind: "bar", index: station }
          : { kind: "place", index: place };
        return { ...one, from: here, to, dock, isChoice, isBack: leadsBack(edge.source, place) };
      }),
    ];
  };
  const ofStation = (station: Station, index: number): readonly Omit<Way, "via">[] => {
    if (!hasBar(station)) return [];
    const first = life.transitions[life.docks[station.docks[0] ?? -1]?.transition ?? -1];
    return [
      {
        from: { kind: "bar", index },
        to: { kind: "place", index: station.place },
        behavior: station.behavior,
        transition: undefined,
        dock: undefined,
        isChoice: false,
        isBack: leadsBack(first?.source ?? 0, station.place),
      },
    ];
  };
  return [...life.transitions.flatMap(ofTransition), ...life.stations.flatMap(ofStation)];
}

/** Places in an order in which the first behavior leads forwards, and then as much as possible of the others. */
function orderOf(life: Lifecycle): readonly number[] {
  const order: number[] = [];
  let ordered = 0;
  life.behaviors.forEach((_, last) => {
    for (const place of fromInitial(life, last))
      if (order[place] === undefined) order[place] = ordered++;
  });
  life.places.forEach((_, place) => (order[place] ??= ordered++));
  return order;
}

/** The places that the behaviors up to `last` lead to, each before those that it leads to, but for circles. */
function fromInitial(life: Lifecycle, last: number): readonly number[] {
  const next: number[][] = life.places.map(() => []);
  for (const { behavior, source, docks } of life.transitions)
    if (behavior <= last)
      for (const d of docks)
        next[source]?.push(life.stations[life.docks[d]?.station ?? -1]?.place ?? 0);
  const seen = new Set<number>();
  const found: number[] = [];
  const visit = (place: number): void => {
    if (seen.has(place)) return;
    seen.add(place);
    for (const to of next[place] ?? []) visit(to);
    found.push(place);
  };
  visit(life.initial);
  return found.toReversed();
}
