import type { StandardSchemaV1 } from "@standard-schema/spec";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { data, service } from "../../src/model/port.ts";
import { secret } from "../../src/model/secret.ts";
import { validate } from "../../src/model/value.ts";

type Check = StandardSchemaV1["~standard"]["validate"];
const described = (check: Check) =>
  data("described", { "~standard": { version: 1, vendor: "test", validate: check } });

describe("fields", () => {
  const Account = data("account", { user: String, port: Number, on: Boolean, password: secret() });
  const right = { user: "root", port: 1, on: false, password: secret({ env: "PASSWORD" }) };

  test("a right value passes", () => {
    expect(validate(Account, right)).toEqual({ value: right });
    expect(validate(Account, Object.assign(Object.create(null), right))).toEqual({ value: right });
  });

  test("what is not described does not travel", () => {
    const more = { ...right, more: "12345" };
    expect(validate(Account, more)).toEqual({ value: right });
    expect(validate(data("empty", {}), more)).toEqual({ value: {} });
  });

  test.each([
    [{ user: 1 }, 'the field "user" must be a string, but is a number'],
    [{ user: undefined }, 'the field "user" is missing'],
    [{ user: null }, 'the field "user" must be a string, but is null'],
    [{ user: ["a"] }, 'the field "user" must be a string, but is a list'],
    [{ port: "1" }, 'the field "port" must be a number, but is a string'],
    [{ port: NaN }, 'the field "port" must be a number, but is not a finite number'],
    [{ on: "yes" }, 'the field "on" must be true or false, but is a string'],
    [{ on: () => true }, 'the field "on" must be true or false, but is a function'],
    [{ user: new Date(0) }, 'the field "user" must be a string, but is an object of a class'],
    [{ port: 1n }, 'the field "port" must be a number, but is a bigint'],
  ])("%o is told", (spoilt, problem) => {
    expect(validate(Account, { ...right, ...spoilt })).toEqual({ problem });
  });

  test.each([undefined, null, "root", 1, [], [right], new Map(), Symbol("x")])(
    "%s is not an object",
    (value) => {
      expect(validate(Account, value)).toEqual({
        problem: expect.stringContaining("the value must be an object, but is"),
      });
    },
  );

  test("a secret is a reference, and what was given instead is never repeated", () => {
    for (const password of ["12345", { secret: "12345" }, { value: "12345" }, 12345]) {
      const told = JSON.stringify(validate(Account, { ...right, password }));
      expect(told).toContain('\\"password\\" is secret: it must be a reference');
      expect(told).not.toContain("12345");
    }
  });

  test("no message repeats a value", () => {
    const types = fc.constantFrom(String, Number, Boolean, secret());
    fc.assert(
      fc.property(types, fc.constantFrom("s3cr3t", ["s3cr3t"], { s3cr3t: 1 }), (type, value) => {
        const told = validate(data("any", { field: type }), { field: value });
        if ("problem" in told) expect(told.problem).not.toContain("s3cr3t");
        else expect(told.value).toEqual({ field: value });
      }),
    );
  });

  test("fields that every object inherits are missing all the same", () => {
    expect(validate(data("odd", { constructor: String }), {})).toEqual({
      problem: 'the field "constructor" is missing',
    });
  });
});

describe("a Standard Schema", () => {
  test("decides, and may change the value", () => {
    const Version = described((value) => ({ value: { major: Number(value) } }));
    expect(validate(Version, "18")).toEqual({ value: { major: 18 } });
  });

  test("says what is wrong, and where", () => {
    const issues = [
      { message: "is too short", path: ["user", { key: "name" }] },
      { message: "is odd" },
      { message: "third" },
      { message: "fourth" },
    ];
    expect(
      validate(
        described(() => ({ issues })),
        "x",
      ),
    ).toEqual({
      problem: "user.name: is too short; is odd; third",
    });
  });

  test("may be a function, as in some libraries", () => {
    const schema = Object.assign(() => {}, {
      "~standard": { version: 1 as const, vendor: "f", validate: (value: unknown) => ({ value }) },
    });
    expect(validate(data("f", schema), 1)).toEqual({ value: 1 });
  });

  test("must answer at once", () => {
    for (const answer of [
      async () => ({ value: 1 }),
      async () => Promise.reject(new Error("later")),
    ])
      expect(validate(described(answer as Check), 1)).toEqual({
        problem: "its schema is asynchronous; that of a data port must answer at once",
      });
  });

  test("that fails is told as such", () => {
    const broken = described(() => {
      throw new Error("no database");
    });
    expect(validate(broken, 1)).toEqual({ problem: "its schema failed: no database" });
    const silent = described(() => undefined as never);
    expect(validate(silent, 1)).toEqual({ problem: expect.stringContaining("its schema failed") });
  });

  test("makes plain data: it will be read from the journal", () => {
    const passing = described((value) => ({ value }));
    const circle: Record<string, unknown> = {};
    circle["self"] = circle;
    for (const good of [null, "a", 1, true, [1, [2]], { a: { b: [] }, c: undefined }])
      expect(validate(passing, good)).toEqual({ value: good });
    for (const [bad, problem] of [
      [new Date(0), "the value cannot be recorded: it is an object of a class"],
      [{ a: [1, () => 1] }, 'the field "a.1" cannot be recorded: it is a function'],
      [{ a: NaN }, 'the field "a" cannot be recorded: it is not a finite number'],
      [undefined, "the value cannot be recorded: it is missing"],
      [[undefined], 'the field "0" cannot be recorded: it is missing'],
    ])
      expect(validate(passing, bad)).toEqual({ problem });
    expect(validate(passing, circle)).toEqual({
      problem: expect.stringContaining("is nested too deeply"),
    });
  });
});

test("a service has no value to give", () => {
  expect(validate(service("sql"), {})).toEqual({ problem: "a service holds no value" });
});
