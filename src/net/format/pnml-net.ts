/** From what a PNML file says to its net: references are followed, arcs are looked at from their transitions. */
import { quote } from "../../model/name.ts";
import { didYouMean } from "../../model/nearest.ts";
import type { Position } from "../../model/position.ts";
import { type Net, netOf } from "../net.ts";
import type { NodeKind, PnmlContents, PnmlNode } from "./pnml-contents.ts";
import { type Rows, RowsBuilder, inverse, row } from "../rows.ts";
import { fileFault } from "./xml-read.ts";

/** O(contents). @throws MadeusError  MADEUS_FILE_FORMAT where an arc or a reference leads nowhere or to the wrong end */
export function pnmlNet(contents: PnmlContents): Net {
  const places = contents.nodes.filter((node) => node?.kind === "place");
  const transitions = contents.nodes.filter((node) => node?.kind === "transition");
  const placeNames = namesOf(places);
  const transitionNames = namesOf(transitions);
  return netOf({
    name: contents.name,
    placeCount: places.length,
    transitionCount: transitions.length,
    ...rowsFrom(joined(contents), transitions.length),
    initial: Uint8Array.from(places, (place) => place?.tokens ?? 0),
    placeName: (place) => placeNames[place] ?? "",
    transitionName: (transition) => transitionNames[transition] ?? "",
    apart: () => false,
  });
}

/** Their names, or all their ids where two have one name or one has none. */
function namesOf(nodes: readonly (PnmlNode | undefined)[]): readonly string[] {
  const names = nodes.map((node) => node?.name);
  return new Set(names).size === nodes.length && names.every((name) => name !== undefined)
    ? names
    : nodes.map((node) => node?.id ?? "");
}

/** Arc by arc, after all references are followed. */
interface Joined {
  readonly places: Uint32Array;
  readonly transitions: Uint32Array;
  /** 1 where the arc leads from the place to the transition. */
  readonly consumes: Uint8Array;
  readonly weights: readonly number[];
}

function joined(contents: PnmlContents): Joined {
  const { sources, targets, weights } = contents;
  const ends = endsOf(contents);
  const places = new Uint32Array(sources.length);
  const transitions = new Uint32Array(sources.length);
  const consumes = new Uint8Array(sources.length);
  let weightSum = 0;
  for (let arc = 0; arc < sources.length; arc++) {
    const source = ends[sources[arc] ?? 0];
    const target = ends[targets[arc] ?? 0];
    if (source === undefined || target === undefined || source.isPlace === target.isPlace)
      throw arcFault(contents, arc, source, target);
    places[arc] = source.isPlace ? source.number : target.number;
    transitions[arc] = source.isPlace ? target.number : source.number;
    consumes[arc] = source.isPlace ? 1 : 0;
    weightSum += weights[arc] ?? 0;
    if (weightSum > weightSumMax)
      throw fileFault(
        contents.arcPosition(arc),
        "the weights of all arcs are too many",
        `together they may be ${weightSumMax} at most`,
      );
  }
  return { places, transitions, consumes, weights };
}
const weightSumMax = 2 ** 24;

/** What an id stands for: a place or a transition of the net, by its number. */
interface End {
  readonly isPlace: boolean;
  readonly number: number;
}

/** By the number of an id; none where nothing has it. */
function endsOf(contents: PnmlContents): readonly (End | undefined)[] {
  let places = 0;
  let transitions = 0;
  const own = contents.nodes.map((node): End | undefined => {
    if (node?.kind === "place") return { isPlace: true, number: places++ };
    if (node?.kind === "transition") return { isPlace: false, number: transitions++ };
    return undefined;
  });
  return contents.nodes.map((node, number) =>
    node?.refersTo === undefined ? own[number] : referredTo(contents, own, node),
  );
}

function referredTo(
  contents: PnmlContents,
  own: readonly (End | undefined)[],
  reference: PnmlNode,
): End {
  let at: PnmlNode | undefined = reference;
  let number = 0;
  for (let steps = 0; at?.refersTo !== undefined; steps++) {
    if (steps > referencesMax)
      throw fileFault(reference.at, `the reference ${quote(reference.id)} leads to no end`);
    number = at.refersTo;
    at = contents.nodes[number];
  }
  const end = own[number];
  const wanted = reference.kind === "referencePlace" ? "place" : "transition";
  if (end === undefined || at?.kind !== wanted)
    throw fileFault(
      reference.at,
      `the reference ${quote(reference.id)} refers to no ${wanted}`,
      end === undefined ? meant(contents, number, wanted) : undefined,
    );
  return end;
}
const referencesMax = 1000;

function arcFault(
  contents: PnmlContents,
  arc: number,
  source: End | undefined,
  target: End | undefined,
): Error {
  const at: Position = contents.arcPosition(arc);
  const sourceId = contents.sources[arc] ?? 0;
  const targetId = contents.targets[arc] ?? 0;
  const from = quote(contents.ids[sourceId] ?? "");
  const to = quote(contents.ids[targetId] ?? "");
  if (source === undefined)
    return fileFault(at, `an arc begins at ${from}, which is not there`, meant(contents, sourceId));
  if (target === undefined)
    return fileFault(at, `an arc leads to ${to}, which is not there`, meant(contents, targetId));
  const kind = source.isPlace ? "places" : "transitions";
  return fileFault(at, `an arc leads from ${from} to ${to}, and both are ${kind}`);
}

/** The id that was meant where nothing, or nothing of the kind, has the one that is written. */
const meant = ({ ids, nodes }: PnmlContents, number: number, kind?: NodeKind): string | undefined =>
  didYouMean(
    ids[number] ?? "",
    ids.filter((_, one) =>
      kind === undefined ? nodes[one] !== undefined : nodes[one]?.kind === kind,
    ),
  );

/** Parallel arcs add up; arcs of weight 1 both ways are a read arc. */
function rowsFrom(
  { places, transitions, consumes, weights }: Joined,
  transitionCount: number,
): { readonly consumed: Rows; readonly read: Rows; readonly produced: Rows } {
  const starts = Uint32Array.from({ length: transitions.length + 1 }, (_, arc) => arc);
  const arcsOf = inverse({ starts, items: transitions }, transitionCount);
  const consumed = new RowsBuilder();
  const read = new RowsBuilder();
  const produced = new RowsBuilder();
  for (let t = 0; t < transitionCount; t++) {
    const taken = new Map<number, number>();
    const put = new Map<number, number>();
    for (const arc of row(arcsOf, t)) {
      const sums = consumes[arc] === 1 ? taken : put;
      const place = places[arc] ?? 0;
      sums.set(place, (sums.get(place) ?? 0) + (weights[arc] ?? 0));
    }
    const looked = [...taken.keys()].filter(
      (place) => taken.get(place) === 1 && put.get(place) === 1,
    );
    for (const place of looked) {
      taken.delete(place);
      put.delete(place);
    }
    consumed.push(repeated(taken));
    read.push(looked);
    produced.push(repeated(put));
  }
  return { consumed: consumed.build(), read: read.build(), produced: produced.build() };
}

function* repeated(weights: ReadonlyMap<number, number>): Generator<number> {
  for (const [place, weight] of weights) for (let k = 0; k < weight; k++) yield place;
}
