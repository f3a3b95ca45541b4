/** A plot of lines, side by side where there are several kinds, in the colours of all our pictures. Its heights are logarithms. */
import { type Point, element, label, number, svgDocument } from "../src/show/svg.ts";

export interface Plot {
  readonly title: string;
  /** What it shows, for one who cannot see it. */
  readonly description: string;
  readonly panels: readonly Panel[];
  /** How far the axis goes, and where its ticks are. */
  readonly x: { readonly to: number; readonly step: number };
  /** Powers of ten, from the lowest line of the grid to the highest, and what is written at each. */
  readonly y: {
    readonly from: number;
    readonly to: number;
    readonly text: (power: number) => string;
  };
}
export interface Panel {
  readonly title: string;
  readonly lines: readonly Line[];
}
export interface Line {
  readonly name: string;
  readonly points: readonly Point[];
}

/** In units of the picture. */
const [panelWidth, panelHeight] = [330, 260];
const [left, top, right, bottom] = [64, 44, 84, 44];

export function plotSvg({ title, description, panels, x, y }: Plot): string {
  const stride = panelWidth + right + 24;
  return svgDocument({
    title,
    description,
    width: left + stride * panels.length,
    height: top + panelHeight + bottom,
    body: panels.flatMap((panel, k) => [
      element(
        "g",
        { transform: `translate(${number(left + k * stride)} ${top})` },
        ...panelBody(panel, x, y),
      ),
    ]),
  });
}

function panelBody({ title, lines }: Panel, x: Plot["x"], y: Plot["y"]): readonly string[] {
  const at = ({ x: along, y: up }: Point): Point => ({
    x: (along / x.to) * panelWidth,
    y: panelHeight * (1 - (Math.log10(up) - y.from) / (y.to - y.from)),
  });
  const powers = Array.from({ length: y.to - y.from + 1 }, (_, k) => y.from + k);
  const ticks = Array.from({ length: Math.floor(x.to / x.step) + 1 }, (_, k) => k * x.step);
  return [
    label({ text: title, x: 0, y: -22, look: "ink name" }),
    ...powers.flatMap((power) => gridLine(at({ x: 0, y: 10 ** power }).y, y.text(power))),
    ...ticks.map((tick) =>
      label({
        text: tick.toLocaleString("en"),
        x: at({ x: tick, y: 1 }).x,
        y: panelHeight + 16,
        size: 10,
        look: "soft",
        anchor: "middle",
      }),
    ),
    ...lines.flatMap((line, k) => lineDrawn(line, k, at)),
  ];
}

function gridLine(height: number, text: string): readonly string[] {
  return [
    element("path", { class: "grid", d: `M0 ${number(height)}H${panelWidth}` }),
    label({ text, x: -8, y: height, size: 10, look: "soft", anchor: "end" }),
  ];
}

/** Its name stands where it ends. */
function lineDrawn(
  { name, points }: Line,
  k: number,
  at: (point: Point) => Point,
): readonly string[] {
  const places = points.map(at);
  const way = places.map(({ x, y }, n) => `${n === 0 ? "M" : "L"}${number(x)} ${number(y)}`);
  const end = places.at(-1) ?? { x: 0, y: 0 };
  return [
    element("path", { class: `b${k} way`, d: way.join("") }),
    label({ text: name, x: end.x + 8, y: end.y, size: 11, look: `b${k}` }),
  ];
}
