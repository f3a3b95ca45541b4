import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { asciiOf, cellsOf, cut, fill, signsOf } from "../../../src/show/live/cell.ts";

test.each([
  ["", 0],
  ["deploy", 6],
  ["naïve", 5],
  ["e\u0301", 1],
  ["日本語", 6],
  ["ﾃｽﾄ", 3],
  ["한국", 4],
  ["🚀", 2],
  ["👩‍💻", 2],
  ["a\u200bb", 2],
])("%j takes %i cells", (text, cells) => expect(cellsOf(text)).toBe(cells));

test("what does not fit is cut between signs, and says so", () => {
  expect(cut("nova-compute", 12, "…")).toBe("nova-compute");
  expect(cut("nova-compute", 8, "…")).toBe("nova-co…");
  expect(cut("日本語", 4, "…")).toBe("日…");
  expect(cut("nova", 2, "...")).toBe("..");
  expect(fill("日本語", 4, "…")).toBe("日… ");
});

test("whatever it is, what is cut fits and what is filled has the width", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.nat(20), (text, cells) => {
      expect(cellsOf(cut(text, cells, "…"))).toBeLessThanOrEqual(cells);
      expect(cellsOf(fill(text, cells, "…"))).toBe(cells);
    }),
  );
});

describe("text from outside", () => {
  test.each([
    ["  12 %\r  57 %\r100 %\r", "100 %"],
    ["\u001b[31mred\u001b[0m and \u001b]0;title\u0007more", "red and more"],
    ["up\u001b[2Aand\u001b[2Jaway", "upandaway"],
    ["one\ttwo", "one two"],
    ["\u202Eabc\u2066", "abc"],
    ["lone \ud800 half", "lone \ufffd half"],
    ["bell\u0007, csi \u009b5A", "bell, csi"],
  ])("%j is %j", (text, signs) => expect(signsOf(text)).toBe(signs));

  test("is one line without anything that a terminal obeys, and no longer than it may be", () => {
    const hostile = fc.array(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.constantFrom("\u001b[", "\u001b]0;", "\u009b", "\u0007", "\r", "\n", "\u202e", "\u2028"),
      ),
    );
    fc.assert(
      fc.property(hostile, (parts) => {
        const signs = signsOf(parts.join(""), 80);
        expect(signs).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
        expect(signs.length).toBeLessThanOrEqual(80);
      }),
      { numRuns: 300 },
    );
  });

  test("is ASCII where nothing else is known", () => {
    expect(asciiOf("Größe: 5 × 日本")).toBe("Gro?e: 5 ? ??");
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(asciiOf(signsOf(text))).toMatch(/^[ -~]*$/);
      }),
    );
  });
});
