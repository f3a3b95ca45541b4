/** What the signs of a picture mean, in rows beneath it. */
import type { Size } from "./layout.ts";
import { symbol } from "./panel.ts";
import type { Token } from "./site.ts";
import { element, label, textWidth } from "./svg.ts";
import { behaviorLook } from "./theme.ts";
import { tokenLooks, tokenWords } from "./token.ts";

/** A sign, drawn around 0 0 and at most 28 wide, and what it means. */
export interface Entry {
  readonly sign: string;
  readonly text: string;
}
export interface Legend extends Size {
  readonly body: readonly string[];
}

export function legendOf(entries: readonly Entry[], widthMax: number): Legend {
  let x = 0;
  let y = 0;
  let width = 0;
  const body = entries.map(({ sign, text }) => {
    const own = 36 + Math.min(textWidth(text, 11), textWidthMax) + 16;
    if (x > 0 && x + own > widthMax) {
      x = 0;
      y += rowHeight;
    }
    const at = `translate(${Math.round(x + 15)} ${y + rowHeight / 2})`;
    const drawn = element(
      "g",
      { transform: at },
      sign,
      label({ text, x: 20, y: 0, size: 11, look: "soft", widthMax: textWidthMax }),
    );
    x += own;
    width = Math.max(width, x);
    return drawn;
  });
  return { body, width, height: entries.length === 0 ? 0 : y + rowHeight };
}
const rowHeight = 20;
const textWidthMax = 220;

const line = (look: string): string => element("path", { class: look, d: "M-14 0H14" });

export const portEntries: readonly Entry[] = [
  { sign: symbol({ side: "provide", kind: "service" }, 0, 0), text: "provides a service" },
  { sign: symbol({ side: "use", kind: "service" }, 3, 0), text: "uses a service" },
  { sign: symbol({ side: "provide", kind: "data" }, 0, 0), text: "provides data" },
  { sign: symbol({ side: "use", kind: "data" }, 0, 0), text: "uses data" },
];

/** The signs of lifecycles. */
export const lifecycleEntries: readonly Entry[] = [
  {
    sign: element("circle", { cx: 0, cy: 0, r: 8, class: "place", "stroke-width": 2.4 }),
    text: "initial place",
  },
  {
    sign: element("rect", { x: -13, y: -2, width: 26, height: 4, rx: 2, class: "bar" }),
    text: "awaited together",
  },
  { sign: line("binding"), text: "bound to a port" },
];

/** Behaviors in the order of their first colours. */
export const behaviorEntries = (behaviors: readonly string[]): readonly Entry[] =>
  behaviors.map((text, b) => ({
    sign:
      line(`${behaviorLook(b)} way`) +
      element("path", { class: behaviorLook(b), d: "M15 0l-7 -3.5v7z" }),
    text,
  }));

export const tokenEntries = (tokens: readonly Token[]): readonly Entry[] =>
  tokens.map((token) => ({
    sign: element("circle", { cx: 0, cy: 0, r: 6, class: tokenLooks[token] }),
    text: token === "here" ? "a token" : tokenWords[token],
  }));
