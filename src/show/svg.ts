/**
 * SVG as text: elements, the escaping of what comes from outside, and how wide text may become.
 *
 * Whatever it is given, what comes out is well-formed XML that runs nothing and fetches nothing. Numbers are rounded, so that the
 * same picture is the same text on every machine.
 */
import { style } from "./theme.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
}
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element with its attributes escaped; its children are SVG already. */
export function element(
  name: string,
  attributes: Attributes,
  ...children: readonly string[]
): string {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined
      ? []
      : [` ${key}="${typeof value === "number" ? number(value) : escaped(value)}"`],
  );
  const head = `<${name}${written.join("")}`;
  return children.length === 0 ? `${head}/>` : `${head}>${children.join("")}</${name}>`;
}

/** A tooltip of the element that it stands in; several lines are several lines. */
export const tooltip = (...lines: readonly string[]): string =>
  `<title>${escaped(lines.join("\n"))}</title>`;

/** Text from outside as it may stand in XML, between tags and in attributes. */
export const escaped = (text: string): string =>
  visible(text).replaceAll(/[&<>"']/g, (c) => entities[c] ?? c);
const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** What XML cannot hold, and marks that turn round the text after them, are replaced. */
export const visible = (text: string): string =>
  text.toWellFormed().replaceAll(hidden, (c) => (/[\t\n]/.test(c) ? c : "\ufffd"));
const hidden = /[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu;

/** A number with at most one decimal. */
export const number = (value: number): string =>
  Number.isFinite(value) ? String(Math.round(value * 10) / 10 + 0) : "0";

export interface Label extends Point {
  readonly text: string;
  readonly size?: number;
  /** Classes of the theme. */
  readonly look?: string;
  readonly anchor?: "start" | "middle" | "end";
  /** What is wider is cut, and told in full by a tooltip. */
  readonly widthMax?: number;
}

/** A line of text; `y` is its middle. */
export function label({ text, x, y, size = 12, look, anchor, widthMax }: Label): string {
  const line = oneLine(text);
  const shown = widthMax === undefined ? line : fitted(line, widthMax, size);
  const attributes = {
    x,
    y: y + size * 0.35,
    class: look,
    "font-size": size === 12 ? undefined : size,
    "text-anchor": anchor === "start" ? undefined : anchor,
  };
  return element("text", attributes, ...(shown === line ? [] : [tooltip(text)]), escaped(shown));
}

/** A small text on a patch of paper, around a point, so that lines beneath it do not disturb. */
export function badge(text: string, { x, y }: Point): string {
  const width = textWidth(text, 10) + 8;
  const patch = { x: x - width / 2, y: y - 7, width, height: 14, rx: 7, class: "paper" };
  return element("rect", patch) + label({ text, x, y, size: 10, look: "soft", anchor: "middle" });
}

const oneLine = (text: string): string => text.replaceAll(/[\t\n\r]+/g, " ");

/** As much of the text as fits. */
export function fitted(text: string, widthMax: number, size: number): string {
  if (textWidth(text, size) <= widthMax) return text;
  const room = widthMax - size * wide;
  let width = 0;
  let kept = "";
  for (const { segment } of graphemes.segment(text)) {
    width += textWidth(segment, size);
    if (width > room) break;
    kept += segment;
  }
  return `${kept}…`;
}
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** How wide a text is at most in a usual sans-serif font; no machine's fonts are known. */
export function textWidth(text: string, size: number): number {
  let em = 0;
  for (const c of text) em += charWidth(c);
  return em * size;
}
const wide = 1.05;
function charWidth(c: string): number {
  if (/^[ijlI.,:;'|!()[\]ft ]$/.test(c)) return 0.4;
  if (/^[a-z0-9_\-?"/]$/.test(c)) return c === "m" || c === "w" ? 0.96 : 0.625;
  if (/^[A-Z]$/.test(c)) return c === "M" || c === "W" ? 0.96 : 0.76;
  if (/^[\p{M}\p{Cf}]$/u.test(c)) return 0;
  return c < "\u0530" ? 0.84 : wide;
}

/** A smooth line through points, leaving and arriving level; straight up or down becomes a turn. */
export function levelCurve(points: readonly Point[]): string {
  return points
    .map(({ x, y }, k) => {
      const before = points[k - 1];
      if (before === undefined) return `M${number(x)} ${number(y)}`;
      if (Math.abs(before.y - y) < 0.05) return `H${number(x)}`;
      const isRightwards = (points[k - 2]?.x ?? x) < before.x;
      const out = before.x === x ? (isRightwards ? 24 : -24) : 0;
      const middle = number((before.x + x) / 2 + out);
      return `C${middle} ${number(before.y)} ${middle} ${number(y)} ${number(x)} ${number(y)}`;
    })
    .join("");
}

/** A smooth line through points, leaving and arriving upright. */
export function uprightCurve(points: readonly Point[]): string {
  return points
    .map(({ x, y }, k) => {
      const before = points[k - 1];
      if (before === undefined) return `M${number(x)} ${number(y)}`;
      if (Math.abs(before.x - x) < 0.05) return `V${number(y)}`;
      const middle = number((before.y + y) / 2);
      return `C${number(before.x)} ${middle} ${number(x)} ${middle} ${number(x)} ${number(y)}`;
    })
    .join("");
}

export interface Picture {
  readonly title: string;
  /** What it shows, for one who cannot see it. */
  readonly description: string;
  readonly width: number;
  readonly height: number;
  readonly body: readonly string[];
}

/** A whole document, light or dark as its reader's system is. */
export function svgDocument({ title, description, width, height, body }: Picture): string {
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    class: "madeus",
    role: "img",
    viewBox: `0 0 ${number(width)} ${number(height)}`,
    width,
    height,
    "font-size": 12,
  };
  return `${element(
    "svg",
    attributes,
    tooltip(title),
    element("desc", {}, escaped(description)),
    element("style", {}, style),
    element("rect", { class: "paper", width, height, rx: 8 }),
    "\n",
    body.join("\n"),
    "\n",
  )}\n`;
}
