/** Small nets with read arcs, drawn at random, with all their markings: for properties that hold for any net. */
import fc from "fast-check";
import { type Net, netOf } from "../../../src/net/net.ts";
import { rowsOf } from "../../../src/net/rows.ts";
import { type Graph, graphOf } from "./naive.ts";

export interface Arcs {
  readonly consumed: readonly number[];
  readonly read: readonly number[];
  readonly produced: readonly number[];
}

/** A net from its transitions and the tokens at the start, places named p0, p1 … and transitions t0, t1 … */
export function netFrom(
  transitions: readonly Arcs[],
  initial: readonly number[],
  apart: Net["apart"] = () => false,
): Net {
  return netOf({
    name: "drawn",
    placeCount: initial.length,
    transitionCount: transitions.length,
    consumed: rowsOf(transitions.map(({ consumed }) => consumed)),
    read: rowsOf(transitions.map(({ read }) => read)),
    produced: rowsOf(transitions.map(({ produced }) => produced)),
    initial: Uint8Array.from(initial),
    placeName: (p) => `p${p}`,
    transitionName: (t) => `t${t}`,
    apart,
  });
}

export interface Drawn {
  readonly net: Net;
  readonly graph: Graph;
}
/** What a net says of two places: by a number from 0 to 2 drawn for them, and whether they are apart. */
export type Says = (drawn: number, isTrue: boolean) => boolean;

/** Says nothing but the truth, and not all of it. */
const truthful: Says = (drawn, isTrue) => isTrue && drawn < 2;

const placesMax = 8;

/** Nets of few markings. @param weights  may a place stand several times in a row, and hold several tokens at the start? */
export function drawnNets(weights: boolean, says: Says = truthful): fc.Arbitrary<Drawn> {
  return fc
    .record({
      placeCount: fc.integer({ min: 4, max: placesMax }),
      tokens: fc.integer({ min: 2, max: 5 }),
    })
    .chain(({ placeCount, tokens }) =>
      fc.record({
        transitions: fc.array(drawnArcs(placeCount, weights), { minLength: 5, maxLength: 9 }),
        marked: fc.array(fc.nat(placeCount - 1), { minLength: tokens, maxLength: tokens + 1 }),
        placeCount: fc.constant(placeCount),
        draws: fc.array(fc.nat(2), { minLength: placesMax ** 2, maxLength: placesMax ** 2 }),
      }),
    )
    .map(({ transitions, marked, placeCount, draws }) => {
      const initial = Array.from<number>({ length: placeCount }).fill(0);
      for (const p of marked) initial[p] = weights ? (initial[p] ?? 0) + 1 : 1;
      const graph = graphOf(netFrom(transitions, initial));
      const apart = (p: number, q: number): boolean => {
        const drawn = draws[Math.min(p, q) * placesMax + Math.max(p, q)] ?? 0;
        return says(drawn, graph !== undefined && areApart(graph, p, q));
      };
      return { net: netFrom(transitions, initial, apart), graph };
    })
    .filter((drawn): drawn is Drawn => drawn.graph !== undefined);
}

function drawnArcs(placeCount: number, weights: boolean): fc.Arbitrary<Arcs> {
  const place = fc.nat(placeCount - 1);
  const places = (minLength: number, maxLength: number): fc.Arbitrary<number[]> =>
    weights
      ? fc.array(place, { minLength, maxLength })
      : fc.uniqueArray(place, { minLength, maxLength });
  /** Mostly few: nets in which everything needs much stop soon. */
  const few = (least: number): fc.Arbitrary<number[]> =>
    fc.oneof(
      { weight: 3, arbitrary: places(least, least) },
      { weight: 1, arbitrary: places(least + 1, least + 1) },
    );
  return fc
    .record({
      consumed: few(1),
      read: few(0),
      produced: fc.oneof({ weight: 5, arbitrary: few(1) }, { weight: 1, arbitrary: places(0, 0) }),
    })
    .filter(({ consumed, read }) => weights || !consumed.some((p) => read.includes(p)));
}

function areApart(graph: Graph, p: number, q: number): boolean {
  return graph
    .values()
    .every(({ marking }) => p !== q && ((marking[p] ?? 0) === 0 || (marking[q] ?? 0) === 0));
}
