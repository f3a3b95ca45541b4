/** A panel: the frame of a box with its name, and its ports on the edges: those it uses on the left, those it provides on the right. */
import type { Port } from "../semantics/lifecycle.ts";
import { type Box, times } from "./graph.ts";
import type { Size } from "./layout.ts";
import { type Point, element, label, number, textWidth, tooltip } from "./svg.ts";

/** Drawn with its upper left corner at 0 0. */
export interface Panel extends Size {
  readonly body: readonly string[];
  /** Port → how far down its edge it is. */
  readonly uses: ReadonlyMap<string, number>;
  readonly provides: ReadonlyMap<string, number>;
  /** Of a lifecycle: slot → where its tokens are drawn. */
  readonly spots?: ReadonlyMap<number, Spot>;
}
/** A part of a lifecycle around the point where its token is: how far it reaches to the left and to the right, and how high it is. */
export interface Spot extends Point {
  readonly before: number;
  readonly after: number;
  readonly height: number;
}

export const headingWidthMax = 260;
const portWidthMax = 150;

/** What stands at the head of a box: its name, and in smaller letters what more there is to say. */
export function headingOf(box: Box): readonly string[] {
  const { name, count, about, host, within } = box;
  const more = [
    ...(box.life === undefined
      ? about.slice(0, aboutMax)
      : [about.filter((one) => one !== name), host ?? []].flat()),
    ...(box.life === undefined && about.length > aboutMax
      ? [`and ${about.length - aboutMax} more components`]
      : []),
  ];
  const inside = within === 0 ? [] : [`${within} connection${within === 1 ? "" : "s"} within`];
  const lines = box.life === undefined ? more : more.length === 0 ? [] : [more.join(" · ")];
  return [box.life === undefined ? name : times(name, count), ...lines, ...inside];
}
const aboutMax = 12;

/** How much wider a bold text is. */
const boldness = 1.07;

export const headingHeight = (heading: readonly string[]): number => 14 + heading.length * 15;
export const headingWidth = (heading: readonly string[]): number =>
  Math.min(
    headingWidthMax,
    Math.max(
      ...heading.map((line, k) => (k === 0 ? textWidth(line, 14) * boldness : textWidth(line, 11))),
    ),
  );

/** The frame and the heading. What stands for several has the edge of another one behind it. */
export function frame(box: Box, { width, height }: Size): readonly string[] {
  const at = { width, height, rx: 8, class: box.life === undefined ? "host" : "panel" };
  const heading = headingOf(box).map((text, k) =>
    label({
      text,
      x: width / 2,
      y: 15 + k * 15,
      size: k === 0 ? 14 : 11,
      look: k === 0 ? "ink name" : "soft",
      anchor: "middle",
      widthMax: width - 12,
    }),
  );
  const stack =
    box.count > 1 && box.life !== undefined ? [element("rect", { ...at, x: 4, y: 4 })] : [];
  const outline =
    box.blocked === undefined ? [] : [element("rect", { ...at, x: 0, y: 0, class: "blocked" })];
  return [...stack, element("rect", { ...at, x: 0, y: 0 }), ...outline, ...heading];
}

/** How much of the width the names of ports take. */
export const portsWidth = (ports: readonly Port[]): number =>
  ports.length === 0 ? 0 : Math.max(...ports.map(portNameWidth)) + 12;
export const portNameWidth = ({ name }: Port): number =>
  Math.min(portWidthMax, textWidth(name, 11));

/** Ports on one edge, each near the height it is wanted at and none upon another. */
export function spread(
  wanted: readonly number[],
  { from, to, gap }: { readonly from: number; readonly to: number; readonly gap: number },
): readonly number[] {
  const order = wanted.map((_, k) => k).toSorted((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const at: number[] = [];
  let least = from;
  for (const k of order) {
    at[k] = Math.max(wanted[k] ?? 0, least);
    least = at[k] + gap;
  }
  let most = to;
  for (const k of order.toReversed()) {
    at[k] = Math.min(at[k] ?? 0, most);
    most = at[k] - gap;
  }
  return at;
}

/** A port on the edge at `x`, and its name within. */
export function portDrawn(port: Port, x: number, y: number): string {
  const isUse = port.side === "use";
  const what = `${port.side}s ${port.kind} ${port.name}${port.name === port.type ? "" : ` (${port.type})`}`;
  const many = port.many && isUse ? `, at least ${port.min} of them` : "";
  return element(
    "g",
    {},
    tooltip(`${what}${many}`),
    symbol(port, x, y),
    label({
      text: port.name,
      x: x + (isUse ? 10 : -10),
      y,
      size: 11,
      look: "ink",
      anchor: isUse ? "start" : "end",
      widthMax: portWidthMax,
    }),
  );
}

/** A disc provides a service and a cup takes one; squares are for data. */
export function symbol({ side, kind }: Pick<Port, "side" | "kind">, x: number, y: number): string {
  if (kind === "data")
    return element("rect", {
      x: x - 4,
      y: y - 4,
      width: 8,
      height: 8,
      class: side === "provide" ? "data" : "data hollow",
    });
  return side === "provide"
    ? element("circle", { cx: x, cy: y, r: 4.5, class: "service" })
    : element("path", {
        d: `M${number(x - 4.5)} ${number(y - 5.5)}a5.5 5.5 0 0 1 0 11`,
        class: "service open",
        "stroke-width": 1.8,
      });
}
