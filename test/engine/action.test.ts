import { afterEach, describe, expect, test } from "vitest";
import { type Body, type More, host, tidy, trial } from "./trial.ts";

const outcome = (body: Body | undefined, more?: More) => trial(body, more).performed;
const failed = (error: object) => ({ kind: "failed", error: expect.objectContaining(error) });
const ended = { kind: "ended", values: {}, returned: undefined };
const code = "MADEUS_ACTION_FAILED";

afterEach(tidy);

describe("an action", () => {
  test("without code ends well at once", async () => {
    expect(await outcome(undefined)).toEqual(ended);
  });

  test("gives values, chooses a station and returns what a probe answers", async () => {
    const body: Body = ({ give, choose }) => {
      give("port", { number: 1 });
      give("port", { number: 2, extra: "dropped" });
      choose("running");
      choose("broken");
      return "done";
    };
    expect(await outcome(body)).toEqual({
      kind: "ended",
      station: "broken",
      values: { port: { number: 2 } },
      returned: "done",
    });
  });

  test("gives a value as it was when it was given", async () => {
    const value = { number: 1 };
    const body: Body = ({ give }) => {
      give("port", value);
      value.number = 2;
    };
    expect(await outcome(body)).toMatchObject({ values: { port: { number: 1 } } });
  });

  test("knows who and where it is", async () => {
    const { performed, directory } = trial(({ instance, host: where, attempt, key, ...scope }) => [
      instance,
      where,
      attempt,
      key,
      scope.directory,
      scope.signal.aborted,
    ]);
    expect(await performed).toMatchObject({
      returned: ["db", host.description, 2, "db.start.1", directory, false],
    });
  });

  test("reads what its transition uses", async () => {
    expect(await outcome(({ read }) => read("address"))).toMatchObject({
      returned: { host: "10.0.0.1" },
    });
  });
});

describe("a misuse of the scope is a failure with a code and a sentence:", () => {
  const hint = 'it can read "address"';
  test.each<[string, Body, object]>([
    [
      "reading a port of another transition",
      ({ read }) => read("unused"),
      {
        code: "MADEUS_SCOPE_PORT",
        message: `db.unused cannot be read: db.start does not use its value (${hint})`,
      },
    ],
    [
      "reading a port that is not there",
      ({ read }) => read("toString"),
      {
        code: "MADEUS_SCOPE_PORT",
        message: `db.toString cannot be read: db has no such use port (${hint})`,
      },
    ],
    [
      "giving to a port that is not there",
      ({ give }) => give("logn", {}),
      {
        code: "MADEUS_SCOPE_PORT",
        message: 'db.logn cannot be given: there is no such port (did you mean "login"?)',
      },
    ],
    [
      "giving to a service",
      ({ give }) => give("sql", {}),
      { code: "MADEUS_SCOPE_VALUE", message: "db.sql cannot be given: a service holds no value" },
    ],
    [
      "giving what the port does not describe",
      ({ give }) => give("port", { number: "5432" }),
      {
        code: "MADEUS_SCOPE_VALUE",
        message: 'db.port cannot be given: the field "number" must be a number, but is a string',
      },
    ],
    [
      "choosing a station of another transition",
      ({ choose }) => choose("runing"),
      {
        code: "MADEUS_SCOPE_STATION",
        message: 'db.start cannot end at "runing" (did you mean "running"?)',
      },
    ],
    [
      "a value in quotes",
      ({ sh }) => sh`echo "${"x"}"`,
      {
        code: "MADEUS_COMMAND_LINE",
        message: expect.stringContaining("stands inside quotes (take the quotes away"),
      },
    ],
    [
      "an argument that is none",
      ({ exec }) => exec("echo", ["a", undefined as never]),
      { code, message: expect.stringContaining("argument 2 of exec is undefined") },
    ],
    [
      "a secret that is no reference",
      (scope) => scope.secret("password" as never),
      { code, message: "secret takes a reference, e.g. secret({ env: NAME })" },
    ],
  ])("%s", async (_what, body, error) => {
    expect(await outcome(body)).toEqual(failed(error));
  });
});

test("the log says where an error came from, the failure does not", async () => {
  const { performed, log } = trial(() => {
    throw new TypeError("no such property");
  });
  const result = await performed;
  expect(result).toEqual(failed({ message: "no such property" }));
  expect(JSON.stringify(result)).not.toContain("action.test.ts");
  expect(log.join("\n")).toContain("action.test.ts");
});
