import { expect, test } from "vitest";
import { isSecretMark, isSecretReference, secret } from "../../src/model/secret.ts";

test("without a source, secret() marks a field of a data port", () => {
  expect(isSecretMark(secret())).toBe(true);
  expect(isSecretReference(secret())).toBe(false);
});

test.each([
  { env: "PASSWORD" },
  { file: "/run/secret" },
  { command: ["pass", "show", "db"] as [string, ...string[]] },
  { age: "secrets/db.age" },
  { age: "secrets/site.env.age", key: "DB", identity: { file: "age.txt" } },
])("secret(%j) is a reference", (source) => {
  expect(secret(source)).toEqual({ secret: source });
  expect(isSecretReference(secret(source))).toBe(true);
  expect(isSecretMark(secret(source))).toBe(false);
});

test.each([
  undefined,
  null,
  "12345",
  { secret: null },
  { secret: "12345" },
  { secret: true },
  { secret: {} },
  { secret: { env: "" } },
  { secret: { env: 1 } },
  { secret: { value: "12345" } },
  { secret: { env: "A", file: "b" } },
  { secret: { command: [] } },
  { secret: { age: "" } },
  { secret: { age: "a.age", key: "" } },
  { secret: { age: "a.age", env: "A" } },
  { secret: { age: "a.age", identity: "AGE-SECRET-KEY-1" } },
  { secret: { age: "a.age", identity: { age: "b.age" } } },
  { secret: { command: "pass show db" } },
  { secret: { command: ["pass", 1] } },
  { secret: { env: "A" }, value: "12345" },
])("%j is no reference", (value) => {
  expect(isSecretReference(value)).toBe(false);
});
