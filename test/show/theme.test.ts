import { expect, test } from "vitest";
import { type Role, colours, style } from "../../src/show/theme.ts";

/** Relative luminance as WCAG 2 defines it. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const behaviors: readonly Role[] = ["b0", "b1", "b2", "b3", "b4", "b5"];
/** Text, and all that it stands on. */
const texts: readonly (readonly [text: Role, ground: readonly Role[]])[] = [
  ["ink", ["paper", "panel", "calm"]],
  ["soft", ["paper", "panel"]],
  ...(["good", "bad", "warn", "odd"] as const).map((role) => [role, ["paper", "panel"]] as const),
  ...behaviors.map((role) => [role, ["paper", "panel"]] as const),
  ["paper", ["good", "bad", "warn", "odd", "b0"]],
];

test.each(texts)("%s can be read on %j, light and dark", (text, grounds) => {
  for (const ground of grounds)
    for (const side of [0, 1] as const)
      expect(contrast(colours[text][side], colours[ground][side])).toBeGreaterThanOrEqual(4.5);
});

test("lines and shapes can be seen", () => {
  for (const shape of ["line", "service", "data"] as const)
    for (const side of [0, 1] as const)
      expect(contrast(colours[shape][side], colours.paper[side])).toBeGreaterThanOrEqual(3);
});

test("the style sheet fetches nothing, and has both themes", () => {
  expect(style).not.toMatch(/url\((?!#)|@import|[<&]/);
  expect(style).toContain("@media (prefers-color-scheme:dark)");
  for (const [light, dark] of Object.values(colours)) {
    const [before = "", after = ""] = style.split("@media");
    if (before.includes(light)) expect(after).toContain(dark);
  }
});
