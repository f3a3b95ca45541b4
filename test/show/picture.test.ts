/** All pictures of a graph: what they hold, and that no name can break them. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Collapse, graphOf } from "../../src/show/graph.ts";
import { picture } from "../../src/show/picture.ts";
import { siteOfAssembly } from "../../src/show/site.ts";
import type { View } from "../../src/show/svg-picture.ts";
import { farm, hostile, lamp, named } from "./sample.ts";
import { type Element, parseXml, within } from "./xml.ts";

const views: readonly View[] = ["assembly", "lifecycle"];
const drawn = (assembly = lamp, view: View = "lifecycle", collapse: Collapse = "none"): Element =>
  parseXml(picture(graphOf(siteOfAssembly(assembly), collapse), view, "svg"));
const textsIn = (svg: Element): readonly string[] =>
  [...within(svg)].filter(({ name }) => name === "text").map(({ text }) => text);
const anyName = fc.oneof(fc.string({ unit: "binary", minLength: 1 }), fc.constantFrom(...hostile));

describe("an SVG", () => {
  test("of lifecycles has a circle for each place, and every name as text", () => {
    const svg = drawn();
    const places = [...within(svg)].filter(
      ({ name, attributes }) => name === "circle" && attributes["class"] === "place",
    );
    // One is in the legend.
    expect(places).toHaveLength(8 + 1);
    const names = [
      "lamp",
      "linux",
      "db",
      "web",
      "bare",
      "install",
      "fetch",
      "sql",
      "at",
      "wipe",
      "deploy",
    ];
    expect(textsIn(svg)).toEqual(expect.arrayContaining(names));
  });

  test("of an assembly says for how many a box and a link stand", () => {
    const texts = textsIn(drawn(farm(187), "assembly", "type"));
    expect(texts).toEqual(
      expect.arrayContaining(["farm: 375 instances", "database × 187", "linux × 187", "× 187"]),
    );
  });

  test("is for screen readers, scales, and asks for nothing from elsewhere", () => {
    const svg = drawn();
    expect(svg.attributes).toMatchObject({
      role: "img",
      viewBox: expect.stringMatching(/^0 0 [\d.]+ [\d.]+$/),
    });
    expect(svg.children.slice(0, 2).map(({ name }) => name)).toEqual(["title", "desc"]);
    expect(svg.children[1]?.text).toContain("db uses linux; web uses db");
    const text = picture(graphOf(siteOfAssembly(lamp), "none"), "lifecycle", "svg");
    expect(text.replace("http://www.w3.org/2000/svg", "")).not.toMatch(
      /https?:|<script|href|@import|on\w+=/,
    );
  });

  test.each(views)("of %s is well-formed whatever the names are", (view) => {
    fc.assert(
      fc.property(anyName, anyName, (one, other) => {
        fc.pre(one !== other);
        const svg = drawn(named(one, other), view);
        const kinds = new Set([...within(svg)].map(({ name }) => name));
        expect(
          kinds.difference(
            new Set(["svg", "title", "desc", "style", "rect", "text", "g", "path", "circle"]),
          ),
        ).toEqual(new Set());
      }),
      { numRuns: 60 },
    );
  });

  test("keeps all that it draws within its edges", () => {
    for (const view of views)
      for (const assembly of [lamp, named("a", "b"), farm(30)]) {
        const svg = drawn(assembly, view);
        const [, , width = 0, height = 0] = (svg.attributes["viewBox"] ?? "")
          .split(" ")
          .map(Number);
        const outside = placesOf(svg, 0, 0).filter(
          ({ x, y }) => x < 0 || y < 0 || x > width || y > height,
        );
        expect(outside).toEqual([]);
      }
  });
});

interface Place {
  readonly x: number;
  readonly y: number;
}
/** The corners of every rectangle and the beginning of every text, in the picture's own units. */
function placesOf(
  { name, attributes, children }: Element,
  dx: number,
  dy: number,
): readonly Place[] {
  const [, x = 0, y = 0] =
    /translate\(([-\d.]+) ([-\d.]+)\)/.exec(attributes["transform"] ?? "")?.map(Number) ?? [];
  const [left, top] = [dx + x, dy + y];
  const at = (key: string): number => Number(attributes[key] ?? 0);
  const own =
    name === "rect"
      ? [
          { x: left + at("x"), y: top + at("y") },
          { x: left + at("x") + at("width"), y: top + at("y") + at("height") },
        ]
      : name === "text"
        ? [{ x: left + at("x"), y: top + at("y") }]
        : [];
  return [...own, ...children.flatMap((child) => placesOf(child, left, top))];
}

test.each(["svg", "dot", "mermaid"] as const)("a picture in %s is as it was", async (format) => {
  const text = picture(graphOf(siteOfAssembly(lamp), "none"), "lifecycle", format);
  await expect(text).toMatchFileSnapshot(`golden/lamp.${format}`);
});

describe("DOT", () => {
  const dotOf = (one: string, other: string, view: View): string =>
    picture(graphOf(siteOfAssembly(named(one, other)), "none"), view, "dot");

  test("has nothing but its own words outside of strings", () => {
    const words =
      /^(digraph|subgraph|node|edge|label|rankdir|LR|shape|style|box|rounded|ellipse|solid|dashed|dotted|plaintext|none|arrowhead|fontname|fontsize|fontcolor|color|penwidth|cluster_b\d+|b\d+[ptqs]?\d*|[\d.]+)$/;
    fc.assert(
      fc.property(anyName, anyName, fc.constantFrom(...views), (one, other, view) => {
        fc.pre(one !== other);
        const rest = dotOf(one, other, view).replaceAll(/"(?:[^"\\\n]|\\[\s\S])*"/g, "");
        expect(rest.match(/[^\s{}[\];=,>-]+/g)?.filter((word) => !words.test(word)) ?? []).toEqual(
          [],
        );
      }),
      { numRuns: 60 },
    );
  });

  test("shows a backslash, a quote and an ampersand as they are", () => {
    const text = dotOf('a\\N"&lt;', "b", "assembly");
    expect(text).toContain(String.raw`"a\\N\"&amp;lt;`);
  });
});

describe("Mermaid", () => {
  test("has no sign in its names that means something to it", () => {
    fc.assert(
      fc.property(anyName, anyName, fc.constantFrom(...views), (one, other, view) => {
        fc.pre(one !== other);
        const text = picture(graphOf(siteOfAssembly(named(one, other)), "none"), view, "mermaid");
        const lines = text.split("\n").slice(3);
        for (const line of lines) {
          const shown = [...line.matchAll(/"([^"]*)"/g)].map(([, name = ""]) =>
            name.replaceAll("<br>", ""),
          );
          for (const name of shown)
            expect(name).toMatch(/^(?:[\p{L}\p{M}\p{N} .,:_×→·-]|#\d+;)*$/u);
          expect(line.replaceAll(/"[^"]*"/g, "")).toMatch(/^[\w\s[\]()/>|=.,:#&-]*$/);
        }
      }),
      { numRuns: 60 },
    );
  });
});
