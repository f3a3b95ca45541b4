import { expect, test } from "vitest";
import { data, isMany, many, portTypeOf, sameType, service } from "../../src/model/port.ts";
import { secret } from "../../src/model/secret.ts";

const schema = (vendor: string) => ({
  "~standard": { version: 1 as const, vendor, validate: (value: unknown) => ({ value }) },
});

test("a service has a name and no value", () => {
  expect(service("sql")).toEqual({ kind: "service", name: "sql", shape: {} });
});

test("a data type keeps its fields", () => {
  expect(data("at", { port: Number })).toEqual({
    kind: "data",
    name: "at",
    shape: { port: Number },
  });
});

test("many asks for one provider at least, or for as many as are said", () => {
  const Sql = service("sql");
  expect(many(Sql)).toEqual({ many: Sql, min: 1 });
  expect(many(Sql, { min: 0 })).toEqual({ many: Sql, min: 0 });
  expect([isMany(many(Sql)), isMany(Sql)]).toEqual([true, false]);
  expect([portTypeOf(many(Sql)), portTypeOf(Sql)]).toEqual([Sql, Sql]);
});

test.each([
  ["one type", service("a"), service("a"), true],
  ["another name", service("a"), service("b"), false],
  ["another kind", service("a"), data("a", {}), false],
  [
    "equal fields",
    data("a", { x: String, y: secret() }),
    data("a", { y: secret(), x: String }),
    true,
  ],
  ["a field of another kind", data("a", { x: String }), data("a", { x: Number }), false],
  ["a field that is secret in one", data("a", { x: String }), data("a", { x: secret() }), false],
  ["a field more", data("a", { x: String }), data("a", { x: String, y: String }), false],
  ["a field named differently", data("a", { x: String }), data("a", { y: String }), false],
  ["two schemas of one name", data("a", schema("v")), data("a", schema("w")), true],
  ["a schema and fields", data("a", schema("v")), data("a", { x: String }), false],
])("types are compared by what they say: %s", (_, one, other, same) => {
  expect(sameType(one, other)).toBe(same);
  expect(sameType(other, one)).toBe(same);
});
