import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  nameProblem,
  path,
  quote,
  quoteAll,
  titleProblem,
  withArticle,
} from "../../src/model/name.ts";

describe("a name", () => {
  test.each(["a", "db-2", "web server", "größe", "数据库", "constructor", "😀", "a".repeat(200)])(
    "may be %j",
    (name) => {
      expect(nameProblem(name)).toBeUndefined();
    },
  );

  test.each([
    ["", "is empty"],
    ["  ", "is empty"],
    ["a.b", 'holds a "."'],
    ["a/b", 'holds a "/"'],
    ["a\nb", "holds a control character"],
    ["a\u001b[31m", "holds a control character"],
    ["a\u2028b", "holds a control character"],
    ["a\ud800", "holds a control character"],
    ["a\u202eb", "holds a control character"],
    ["__proto__", "is a reserved word of JavaScript"],
    ["a".repeat(201), "has 201 characters, more than 200"],
  ])("may not be %j", (name, problem) => {
    expect(nameProblem(name)).toBe(problem);
  });

  test("that never stands in a wire may hold a dot, e.g. that of a host", () => {
    expect(titleProblem("db1.example.org")).toBeUndefined();
    expect(titleProblem("a/b")).toBe('holds a "/"');
    expect(titleProblem("..")).toBe("is the name of a directory on the way");
  });
});

const pieces = [
  "a",
  "😀",
  "\u0000",
  "\u001b[31m",
  "\u0085",
  "\u2028",
  "\u202e",
  "\ud800",
  "\udc00",
];

describe("a text from outside", () => {
  test("is shown in quotes", () => {
    expect(quote("web")).toBe('"web"');
    expect(path("web", "database")).toBe("web.database");
  });

  test("is cut when it is long", () => {
    expect(quote("a".repeat(10_000))).toBe(`"${"a".repeat(60)}…"`);
    expect(quote("😀".repeat(10_000))).toBe(`"${"😀".repeat(30)}…"`);
    expect(quote(`${"a".repeat(59)}😀b`)).toBe(`"${"a".repeat(59)}…"`);
  });

  test("is shown without anything that moves the cursor, colours or turns the writing round", () => {
    expect(quote("a\u001b[31m\r\n\u202eb\ud800")).toBe(
      '"a\\u{1b}[31m\\u{d}\\u{a}\\u{202e}b\\u{d800}"',
    );
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...pieces) }), (text) => {
        expect(quote(text)).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e]/u);
      }),
    );
  });
});

test.each([
  [["a"], '"a"'],
  [["a", "b"], '"a" and "b"'],
  [["a", "b", "c"], '"a", "b" and "c"'],
  [["a", "b", "c", "d", "e", "f", "g"], '"a", "b", "c", "d", "e", "f" and 1 more'],
])("%j are told as %s", (names, text) => {
  expect(quoteAll(names)).toBe(text);
});

test("a noun has the article of its first letter", () => {
  expect(["application", "store", "Edge", "web"].map(withArticle)).toEqual([
    "an application",
    "a store",
    "an Edge",
    "a web",
  ]);
});
