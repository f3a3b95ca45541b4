/** The parts of a lifecycle, drawn where its layout puts them. */
import type { Edge, Lifecycle } from "../semantics/lifecycle.ts";
import type { Box } from "./graph.ts";
import { type LifecycleLayout, barWidth, placeRadius } from "./lifecycle-layout.ts";
import { docksDrawn, endsOfWays, wayDrawn } from "./lifecycle-way.ts";
import { type Point, element, escaped, label, textWidth, tooltip } from "./svg.ts";
import { shortCount, tokenLooks, tokenWords, worst } from "./token.ts";

/** The names as they are drawn, cut to what fits, and with what is wrong there. */
export interface Names {
  readonly places: readonly string[];
  readonly transitions: readonly string[];
}

export interface Drawn {
  readonly box: Box;
  readonly life: Lifecycle;
  readonly layout: LifecycleLayout;
  readonly names: Names;
  /** The class of each behavior. */
  readonly looks: readonly string[];
}

export function lifecycleDrawn({ box, life, layout, names, looks }: Drawn): readonly string[] {
  const ends = endsOfWays(life, layout);
  return [
    ...layout.ways.map((way, k) => wayDrawn(way, ends[k] ?? [], looks[way.behavior])),
    ...layout.bars.flatMap((at, s) => (at === undefined ? [] : barDrawn(life, s, at))),
    ...life.places.map((_, p) => placeDrawn(box, life, p, layout.places[p], names.places[p])),
    ...layout.ways.flatMap((way, k) => docksDrawn(box, life, way, ends[k] ?? [])),
    ...life.transitions.map((edge, t) =>
      transitionDrawn(box, life, edge, {
        at: layout.transitions[t],
        text: names.transitions[t],
        look: looks[edge.behavior],
      }),
    ),
  ];
}

function barDrawn(life: Lifecycle, station: number, { x, y }: Point): readonly string[] {
  const { name = "", docks = [] } = life.stations[station] ?? {};
  const names = docks.map((d) => life.transitions[life.docks[d]?.transition ?? -1]?.name);
  const width = barWidth(docks.length);
  return [
    element(
      "rect",
      { x: x - width / 2, y: y - 2, width, height: 4, rx: 2, class: "bar" },
      tooltip(`station ${name}: awaits ${names.join(", ")}`),
    ),
  ];
}

function placeDrawn(
  { tokens, count }: Box,
  life: Lifecycle,
  place: number,
  { x, y }: Point = { x: 0, y: 0 },
  name = "",
): string {
  const counts = tokens?.get(place);
  const token = worst(counts);
  const isInitial = place === life.initial;
  const held = (counts?.here ?? 0) + (counts?.lost ?? 0);
  const words = `place ${life.places[place]}${isInitial ? ", the initial one" : ""}`;
  const said = token === undefined ? [] : [`${count === 1 ? "" : `${held}: `}${tokenWords[token]}`];
  return element(
    "g",
    {},
    tooltip(words, ...said),
    element("circle", {
      cx: x,
      cy: y,
      r: placeRadius,
      class: "place",
      "stroke-width": isInitial ? 2.4 : 1.2,
    }),
    ...(token === undefined
      ? []
      : [element("circle", { cx: x, cy: y, r: placeRadius - 3, class: tokenLooks[token] })]),
    ...(token === undefined || count === 1
      ? []
      : [label({ text: shortCount(held), x, y, size: 8, look: "onbar", anchor: "middle" })]),
    label({
      text: name,
      x: x + placeRadius + 6,
      y,
      look: token === undefined || token === "here" ? "ink" : tokenLooks[token],
    }),
  );
}

function transitionDrawn(
  { tokens }: Box,
  life: Lifecycle,
  { name, behavior, source, docks, on }: Edge,
  {
    at: { x, y } = { x: 0, y: 0 },
    text = "",
    look = "",
  }: {
    readonly at: Point | undefined;
    readonly text: string | undefined;
    readonly look: string | undefined;
  },
): string {
  const token = worst(tokens?.get(on));
  const width = textWidth(text, 11) + 14;
  const stations = docks.map((d) => life.stations[life.docks[d]?.station ?? -1]?.name);
  const words = `${life.behaviors[behavior]}: ${name}, from ${life.places[source]} to ${stations.join(" or ")}`;
  return element(
    "g",
    {},
    `<title>${escaped(token === undefined ? words : `${words}\n${tokenWords[token]}`)}</title>`,
    element("rect", {
      x: x - width / 2,
      y: y - 9,
      width,
      height: 18,
      rx: 9,
      class: token === undefined ? `${look} pill` : tokenLooks[token],
      "stroke-width": 1,
    }),
    label({ text, x, y, size: 11, look: token === undefined ? look : "onbar", anchor: "middle" }),
  );
}
