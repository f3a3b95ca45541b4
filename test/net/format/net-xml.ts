/** Readers of the exported nets in XML, other than PNML, which the product reads itself. What the tools need and is missing is refused. */
import { type Element, parseXml } from "../../show/xml.ts";
import type { Picture } from "./random-net.ts";

/** The element of a document, without its declaration and comments. */
export const documentOf = (text: string): Element =>
  parseXml(
    text
      .replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, "")
      .replaceAll(/<!--.*?-->\n/g, "")
      .trim(),
  );

function attribute(element: Element, name: string): string {
  const value = element.attributes[name];
  if (value === undefined) throw new Error(`${element.name} has no ${name}`);
  return value;
}

const named = ({ children }: Element, name: string): readonly Element[] =>
  children.filter((child) => child.name === name);

type Rows = Record<"consumed" | "read" | "produced", string[]>;

function rowsOf(names: readonly string[]): Record<string, Rows> {
  if (new Set(names).size < names.length) throw new Error(`a name stands twice: ${names.join()}`);
  return Object.fromEntries(names.map((name) => [name, { consumed: [], read: [], produced: [] }]));
}

function pictureFrom(
  places: Readonly<Record<string, number>>,
  rows: Record<string, Rows>,
): Picture {
  for (const row of Object.values(rows))
    for (const places_ of Object.values(row)) {
      if (places_.some((place) => !Object.hasOwn(places, place))) throw new Error("no such place");
      places_.sort();
    }
  return { places, transitions: rows };
}

function rowIn(rows: Record<string, Rows>, name: string): Rows {
  const row = rows[name];
  if (row === undefined) throw new Error(`no transition ${name}`);
  return row;
}

export interface TimedPicture {
  readonly picture: Picture;
  /** Of places: how old a token may become. */
  readonly invariants: Readonly<Record<string, string>>;
  /** Of arcs `p>t`. */
  readonly intervals: Readonly<Record<string, string>>;
  readonly urgent: readonly string[];
}

/** TAPAAL's engines look for nodes by their names. */
export function readTapn(text: string): TimedPicture {
  const [net] = named(documentOf(text), "net");
  if (net === undefined) throw new Error("no net");
  const id = (element: Element): string => {
    if (attribute(element, "id") !== attribute(element, "name")) throw new Error("two names");
    return attribute(element, "name");
  };
  const places = named(net, "place");
  const transitions = named(net, "transition");
  const rows = rowsOf(transitions.map(id));
  const intervals: Record<string, string> = {};
  const repeated = (place: string, arc: Element): string[] =>
    Array<string>(Number(arc.attributes["weight"] ?? 1)).fill(place);
  for (const arc of named(net, "inputArc")) {
    const [place, transition] = [attribute(arc, "source"), attribute(arc, "target")];
    rowIn(rows, transition).consumed.push(...repeated(place, arc));
    intervals[`${place}>${transition}`] = attribute(arc, "inscription");
  }
  for (const arc of named(net, "transportArc")) {
    if (attribute(arc, "source") !== attribute(arc, "target")) throw new Error("a token moves");
    if (attribute(arc, "inscription") !== "[0,inf)") throw new Error("reading waits");
    rowIn(rows, attribute(arc, "transition")).read.push(attribute(arc, "source"));
  }
  for (const arc of named(net, "outputArc")) {
    attribute(arc, "inscription");
    rowIn(rows, attribute(arc, "source")).produced.push(...repeated(attribute(arc, "target"), arc));
  }
  const tokens = Object.fromEntries(
    places.map((place) => [id(place), Number(attribute(place, "initialMarking"))]),
  );
  return {
    picture: pictureFrom(tokens, rows),
    invariants: Object.fromEntries(places.map((one) => [id(one), attribute(one, "invariant")])),
    intervals,
    urgent: transitions.filter((one) => attribute(one, "urgent") === "true").map(id),
  };
}

/** Roméo's arcs join numbers; places and transitions are given by their labels. */
export function readRomeo(text: string): {
  readonly picture: Picture;
  readonly intervals: Readonly<Record<string, readonly [eft: string, lft: string]>>;
} {
  const net = documentOf(text);
  if (net.name !== "TPN") throw new Error("no TPN");
  const labels = (kind: string): readonly string[] =>
    named(net, kind).map((element, k) => {
      if (attribute(element, "id") !== `${k + 1}`) throw new Error("numbers are to follow");
      if (named(element, "graphics").length !== 1) throw new Error("it cannot be drawn");
      attribute(element, "identifier");
      return attribute(element, "label");
    });
  const [places, transitions] = [labels("place"), labels("transition")];
  const rows = rowsOf(transitions);
  const ways = { PlaceTransition: "consumed", read: "read", TransitionPlace: "produced" } as const;
  for (const arc of named(net, "arc")) {
    const way = Object.entries(ways).find(([type]) => type === attribute(arc, "type"))?.[1];
    const place = places[Number(attribute(arc, "place")) - 1];
    const transition = transitions[Number(attribute(arc, "transition")) - 1];
    if (way === undefined || place === undefined || transition === undefined)
      throw new Error("an arc leads nowhere");
    const weight = Number(attribute(arc, "weight"));
    rowIn(rows, transition)[way].push(...Array<string>(weight).fill(place));
  }
  const tokens = named(net, "place").map(
    (place, k) => [places[k] ?? "", Number(attribute(place, "initialMarking"))] as const,
  );
  return {
    picture: pictureFrom(Object.fromEntries(tokens), rows),
    intervals: Object.fromEntries(
      named(net, "transition").map((one) => [
        attribute(one, "label"),
        [attribute(one, "eft"), attribute(one, "lft")],
      ]),
    ),
  };
}
