import { describe, expect, test } from "vitest";
import { CommandError, failureOf, stackOf } from "../../src/engine/failure.ts";
import { Redactor, mark } from "../../src/engine/redaction.ts";
import { MadeusError } from "../../src/model/code.ts";

const messageOf = (thrown: unknown): string => failureOf(thrown, new Redactor(), "").message;
const code = "MADEUS_ACTION_FAILED";

describe("whatever is thrown becomes a failure:", () => {
  const hostile = new Proxy(
    {},
    {
      get: () => expect.unreachable("this proxy throws"),
      has: () => expect.unreachable("this proxy throws"),
      getPrototypeOf: () => expect.unreachable("this proxy throws"),
    },
  );
  const cyclic: Record<string, unknown> = {};
  cyclic["self"] = cyclic;
  test.each([
    ["an error", new Error("no space\nleft"), "no space"],
    ["an error without a message", new TypeError(), "TypeError"],
    ["a text", "no space", 'the action threw "no space", which is not an Error'],
    ["undefined", undefined, "the action threw undefined, which is not an Error"],
    ["null", null, "the action threw null, which is not an Error"],
    ["a symbol", Symbol("x"), "the action threw Symbol(x), which is not an Error"],
    ["an object", { status: 404 }, 'the action threw {"status":404}, which is not an Error'],
    ["an object that cannot be shown", cyclic, "the action threw something that cannot be shown"],
    ["an object that resists", hostile, "the action threw something that cannot be shown"],
  ])("%s", (_what, thrown, message) => {
    expect(failureOf(thrown, new Redactor(), "")).toEqual({ code, message });
  });
});

test("a stack is told with the causes", () => {
  const refused = new Error("connect ECONNREFUSED 127.0.0.1:80");
  const error = new TypeError("fetch failed", { cause: refused });
  const [stack, ...causes] = stackOf(error);
  expect(stack).toMatch(/^TypeError: fetch failed\n +at /);
  expect(causes).toEqual(["caused by: connect ECONNREFUSED 127.0.0.1:80"]);
  const hidden = Object.defineProperty(new Error("x"), "cause", {
    get: () => {
      throw new Error("no");
    },
  });
  expect(stackOf(hidden)).toEqual([]);
});

test("causes are told, once each", () => {
  const refused = Object.assign(new Error(""), { code: "ECONNREFUSED" });
  const cause = new AggregateError([refused], "");
  expect(messageOf(new TypeError("fetch failed", { cause }))).toBe(
    "fetch failed: AggregateError: ECONNREFUSED",
  );
  expect(messageOf(new Error("cannot read: gone", { cause: new Error("gone") }))).toBe(
    "cannot read: gone",
  );
  const endless = new Error("again");
  endless.cause = new Error("and again", { cause: endless });
  expect(messageOf(endless)).toBe("again: and again");
});

test("an error of ours keeps its code and says its hint", () => {
  const error = new MadeusError("MADEUS_SCOPE_PORT", "no such port", { hint: "there is one" });
  expect(failureOf(error, new Redactor(), "")).toEqual({
    code: "MADEUS_SCOPE_PORT",
    message: "no such port (there is one)",
  });
});

test("a command tells its code and its own last lines, others the action's", () => {
  const error = new CommandError("apt exited with code 100", 100, "E: no\nE: way");
  expect(failureOf(error, new Redactor(), "other lines")).toEqual({
    code,
    message: "apt exited with code 100",
    exitCode: 100,
    tail: "E: no\nE: way",
  });
  expect(failureOf(new Error("no"), new Redactor(), "last lines").tail).toBe("last lines");
});

test("no secret is in any part of it, though one stands across the cut", () => {
  const redactor = new Redactor();
  redactor.add("s3cret\nof two lines");
  const error = new CommandError("psql s3cret\nof two lines", 1, "got s3cret");
  expect(failureOf(error, redactor, "")).toEqual({
    code,
    message: `psql ${mark}`,
    exitCode: 1,
    tail: `got ${mark}`,
  });
});

test("long lines are cut, but never before the secrets in them were hidden", () => {
  const redactor = new Redactor();
  redactor.add("s3cret-password");
  const line = `${"x".repeat(490)}s3cret-password`;
  const { message, tail } = failureOf(new CommandError(line, 1, line), redactor, "");
  expect(message).toBe(`${"x".repeat(490)}${mark}`);
  expect(tail).toBe(message);
  const long = failureOf(new Error("x".repeat(10_000)), redactor, "").message;
  expect(long).toBe(`${"x".repeat(499)}…`);
});
