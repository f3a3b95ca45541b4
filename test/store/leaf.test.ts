import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Json, leafBytes, leafText, readLeaf } from "../../src/store/leaf.ts";

describe("a leaf", () => {
  test("is written with its keys in order, without spaces, and ends with a newline", () => {
    const value: Json = { b: [1, { d: null, c: "é\n" }], a: true, __proto__x: 0 };
    expect(leafText(value)).toBe('{"__proto__x":0,"a":true,"b":[1,{"c":"é\\n","d":null}]}\n');
    expect(leafText(-0)).toBe("0\n");
  });

  test("gives back any value, and equal values are written alike", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = value as Json;
        const read = readLeaf(leafBytes(json));
        expect(read).toEqual(JSON.parse(JSON.stringify(value)));
        expect(leafText(read)).toBe(leafText(json));
        expect(leafText(reversed(json))).toBe(leafText(json));
      }),
      { numRuns: 200 },
    );
  });

  test("is read however it is spaced, and refused where it is not JSON", () => {
    const read = (text: string | Uint8Array): Json => readLeaf(new Uint8Array(Buffer.from(text)));
    expect(read('{ "a" : 1 }')).toEqual({ a: 1 });
    for (const text of ["", "{", "a", "[1,]", new Uint8Array([0x22, 0xff, 0x22])])
      expect(() => read(text)).toThrow("A leaf is damaged: it is not JSON.");
  });

  test("is refused where it could not be written again", () => {
    const nested = (depth: number): Uint8Array =>
      new Uint8Array(Buffer.from("[".repeat(depth) + "]".repeat(depth)));
    expect(leafBytes(readLeaf(nested(500)))).toHaveLength(1001);
    expect(() => readLeaf(nested(100_000))).toThrow("it is nested deeper than 500");
    for (const text of ["1e999", '{"a":[1,-1e999]}'])
      expect(() => readLeaf(new Uint8Array(Buffer.from(text)))).toThrow(
        "it holds a number that is too great",
      );
  });

  test("holds no number that JSON has not", () => {
    for (const number of [Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => leafText([number])).toThrow(`a leaf cannot hold ${number}`);
  });
});

/** The same with the keys of its objects in another order. */
function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}
