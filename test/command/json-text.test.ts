/** A line of JSON in pieces is the line that `JSON.stringify` gives. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { jsonLine } from "../../src/command/json-text.ts";

test("the pieces of any value are its JSON and the end of the line", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      expect([...jsonLine(value)].join("")).toBe(`${JSON.stringify(value)}\n`);
    }),
  );
});

test("what is undefined is left out", () => {
  expect([...jsonLine({ a: undefined, b: { c: undefined }, d: 1 })]).toEqual(['{"b":{},"d":1}\n']);
});

test("a long list comes in several pieces, a short one in one", () => {
  const list = Array.from({ length: 50_000 }, (_, k) => ({ k }));
  const pieces = [...jsonLine({ type: "result", inner: { list } })];
  expect(pieces.length).toBeGreaterThan(5);
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(100_000);
  expect(JSON.parse(pieces.join(""))).toEqual({ type: "result", inner: { list } });
  expect([...jsonLine({ list: [1, 2] })]).toEqual(['{"list":[1,2]}\n']);
});
