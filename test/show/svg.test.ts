import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { element, escaped, fitted, label, number, textWidth } from "../../src/show/svg.ts";
import { hostile } from "./sample.ts";
import { parseXml } from "./xml.ts";

const anyText = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...hostile));

describe("SVG as text", () => {
  test("is well-formed whatever it holds", () => {
    fc.assert(
      fc.property(anyText, anyText, (attribute, text) => {
        const read = parseXml(element("text", { class: attribute }, escaped(text)));
        expect(read.name).toBe("text");
        expect(read.children).toEqual([]);
      }),
    );
  });

  test("keeps every sign that a reader may see", () => {
    const text = `<a href="x">&amp;'日本 é 🚀`;
    expect(parseXml(element("text", {}, escaped(text))).text).toBe(text);
    expect(parseXml(element("text", { id: text })).attributes["id"]).toBe(text);
  });

  test("has no marks that turn round the text after them", () => {
    expect(escaped("a\u202eb\u2066c\u0000\ud800")).toBe("a\ufffdb\ufffdc\ufffd\ufffd");
  });

  test("writes numbers alike everywhere", () => {
    expect([1 / 3, -0, 2, Number.NaN, Number.POSITIVE_INFINITY].map(number)).toEqual([
      "0.3",
      "0",
      "2",
      "0",
      "0",
    ]);
  });
});

describe("a label", () => {
  test("is cut to its width, and a tooltip tells it in full", () => {
    const name = "a".repeat(200);
    const read = parseXml(label({ text: name, x: 0, y: 0, widthMax: 60 }));
    expect(read.text).toMatch(/^a+…$/);
    expect(textWidth(read.text, 12)).toBeLessThanOrEqual(60);
    expect(read.children.map(({ name, text }) => [name, text])).toEqual([["title", name]]);
  });

  test("is on one line", () => {
    expect(parseXml(label({ text: "a\n\tb", x: 0, y: 0 })).text).toBe("a b");
  });

  test("is never wider than it may be, and no character is cut in two", () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 20, max: 300 }), (text, widthMax) => {
        const shown = fitted(text, widthMax, 12);
        expect(textWidth(shown, 12)).toBeLessThanOrEqual(widthMax);
        expect(text.startsWith(shown.replace(/…$/, ""))).toBe(true);
      }),
    );
    expect(fitted("👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 100, 12)).toBe("👩‍👩‍👧‍👦…");
  });
});
