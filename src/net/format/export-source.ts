/** What all exports are made from: a net, and what the net alone does not say. */
import { MadeusError } from "../../model/code.ts";
import { quote } from "../../model/name.ts";
import type { Net } from "../net.ts";
import type { Property } from "./export-property.ts";
import { row } from "../rows.ts";
import type { Range } from "../time/time.ts";

export interface ExportSource {
  readonly net: Net;
  /** Places that are all marked in every final marking, and together in no other one; none: it is not known what is final. */
  readonly goal: readonly number[];
  /** How long a transition stays enabled before it fires, for ever if `maxS` is infinite; undefined: no time passes. */
  readonly rangeOf: (transition: number) => Range | undefined;
  /** What is to be asked besides what is asked of every net. */
  readonly properties: readonly Property[];
}

/** The arcs of one transition with their weights. A place that is consumed as well need not be read. */
export interface WeightedArcs {
  readonly consumed: ReadonlyMap<number, number>;
  readonly read: readonly number[];
  readonly produced: ReadonlyMap<number, number>;
}

export function weightedArcs(net: Net, transition: number): WeightedArcs {
  const consumed = counted(row(net.consumed, transition));
  return {
    consumed,
    read: [...new Set(row(net.read, transition))].filter((place) => !consumed.has(place)),
    produced: counted(row(net.produced, transition)),
  };
}

/** The same for formats without read arcs: a token that is looked at is taken, and put back. */
export function loweredArcs(net: Net, transition: number): Omit<WeightedArcs, "read"> {
  const { consumed, read, produced } = weightedArcs(net, transition);
  const put = new Map(produced);
  for (const place of read) put.set(place, (put.get(place) ?? 0) + 1);
  return {
    consumed: new Map([...consumed, ...read.map((place) => [place, 1] as const)]),
    produced: put,
  };
}

function counted(places: Iterable<number>): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const place of places) counts.set(place, (counts.get(place) ?? 0) + 1);
  return counts;
}

/**
 * For formats that have one bit for each place.
 *
 * @throws MadeusError  MADEUS_NOT_EXPORTABLE where a place has two tokens at the start or an arc has a weight
 */
export function refuseSeveralTokens(net: Net, format: string): void {
  const place = net.initial.findIndex((tokens) => tokens > 1);
  if (place >= 0)
    throw notExportable(
      format,
      `place ${quote(net.placeName(place))} has ${net.initial[place]} tokens`,
    );
  for (let t = 0; t < net.transitionCount; t++) {
    const { consumed, produced } = weightedArcs(net, t);
    for (const weights of [consumed, produced])
      for (const [p, weight] of weights)
        if (weight > 1) {
          const ends = `${quote(net.transitionName(t))} and ${quote(net.placeName(p))}`;
          throw notExportable(format, `the arc between ${ends} has the weight ${weight}`);
        }
  }
}

const notExportable = (format: string, text: string): MadeusError =>
  new MadeusError("MADEUS_NOT_EXPORTABLE", `${text}, and ${format} has one bit for each place`, {
    hint: "export it as pnml, which has weights",
  });

export function* numbersTo(count: number): Generator<number> {
  for (let n = 0; n < count; n++) yield n;
}
