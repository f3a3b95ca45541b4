import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { heedMs } from "../../src/engine/action-ending.ts";
import type { ProcessGroup } from "../../src/engine/host.ts";
import { mark } from "../../src/engine/redaction.ts";
import { secret } from "../../src/model/secret.ts";
import { type Body, type Trial, host, trial as untidyTrial } from "./trial.ts";

const trials: Trial[] = [];
const trial: typeof untidyTrial = (body, more) => {
  const one = untidyTrial(body, more);
  trials.push(one);
  return one;
};
const outcome = (body: Body | undefined, more?: Parameters<typeof trial>[1]) =>
  trial(body, more).performed;
const failed = (error: object) => ({ kind: "failed", error: expect.objectContaining(error) });
const ended = { kind: "ended", values: {}, returned: undefined };
const code = "MADEUS_ACTION_FAILED";

afterEach(async () => {
  for (const { directory, groups } of trials.splice(0)) {
    await Promise.all(groups.map(({ group }) => host.end(group, 100)));
    await host.removeDirectory(directory);
  }
});

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

describe("a command of an action", () => {
  test("gives its output, and the log has its lines", async () => {
    const { performed, log } = trial(async ({ sh, exec }) => [
      await sh`printf 'a\nb\n\n' | tee /dev/null; echo warned >&2; echo ${"$c d"}`,
      await exec("printf", ["%s", "one 'two'"], { env: { LANG: "C" } }),
      await exec("cat", [], { stdin: "typed" }),
      await exec("pwd", [], { cwd: "/" }),
    ]);
    expect(await performed).toMatchObject({
      returned: ["a\nb\n\n$c d", "one 'two'", "typed", "/"],
    });
    expect(log).toContain("warned");
    expect(log).toContain("$c d");
    expect(log).toContain("$ printf %s 'one '\\''two'\\'''");
  });

  test("is told for which action it works", async () => {
    const { performed, directory } = trial(
      ({ sh }) =>
        sh`echo $MADEUS_INSTANCE $MADEUS_TRANSITION $MADEUS_ATTEMPT $MADEUS_KEY $MADEUS_DIRECTORY`,
    );
    expect(await performed).toMatchObject({ returned: `db start 2 db.start.1 ${directory}` });
  });

  test("fails the action with its code and its last lines", async () => {
    const body: Body = ({ sh }) => sh`echo fine; echo one >&2; echo two >&2; exit 3; echo never`;
    expect(await outcome(body)).toEqual({
      kind: "failed",
      error: {
        code,
        message: expect.stringMatching(/^"echo fine; .*" exited with code 3: two$/),
        exitCode: 3,
        tail: "one\ntwo",
      },
    });
  });

  test("that is a line of several stops at the first that fails", async () => {
    const { performed, log } = trial(
      ({ sh }) => sh`
      false
      echo went on`,
    );
    expect(await performed).toMatchObject({ kind: "failed", error: { exitCode: 1 } });
    expect(log).not.toContain("went on");
  });

  test("may begin with a dash", async () => {
    expect(await outcome(({ sh }) => sh`-x 2>/dev/null || echo no such program`)).toMatchObject({
      returned: "no such program",
    });
  });

  test("that does not exist is named", async () => {
    expect(await outcome(({ exec }) => exec("no-such-program"))).toEqual(
      failed({
        message: expect.stringMatching(
          /^"no-such-program" exited with code 127, there is no such program: /,
        ),
        exitCode: 127,
      }),
    );
  });

  test("that was killed says by what", async () => {
    expect(await outcome(({ sh }) => sh`kill -KILL $$`)).toEqual(
      failed({ message: '"kill -KILL $$" was ended by SIGKILL' }),
    );
  });

  test("may fail and be forgiven by the action, which sees the code", async () => {
    const body: Body = ({ sh }) =>
      sh`exit 4`.catch((error: { exitCode: number }) => error.exitCode);
    expect(await outcome(body)).toMatchObject({ kind: "ended", returned: 4 });
  });

  test("that fails without a word is told with what the action printed before", async () => {
    const body: Body = async ({ sh, log }) => {
      log("preparing");
      await sh`echo working; exit 1`;
    };
    expect(await outcome(body)).toEqual(failed({ tail: "preparing\nworking" }));
  });

  test("never begins if it cannot be registered", async () => {
    const { performed, directory } = trial(
      ({ sh, directory: mine }) => sh`touch ${`${mine}/marker`}`,
      { registered: () => Promise.reject(new Error("the disk is full")) },
    );
    expect(await performed).toEqual(failed({ message: "the disk is full" }));
    expect(() => readFileSync(join(directory, "marker"))).toThrow("ENOENT");
  });
});

describe("what an action starts ends with it:", () => {
  test("what a command leaves in the background", async () => {
    const { performed, groups, log } = trial(({ sh }) => sh`sleep 1000 & echo left`);
    expect(await performed).toMatchObject({ kind: "ended", returned: "left" });
    expect(await host.alive(groups[0]?.group as ProcessGroup)).toBe(false);
    expect(log.at(-1)).toContain("had left running");
  });

  test("a command that was not awaited, and then the action has failed", async () => {
    const { performed, groups } = trial(async ({ sh, exec }) => {
      void sh`sleep 1000`.catch(() => {});
      await exec("true");
    });
    expect(await performed).toEqual(
      failed({
        message:
          'the action ended while "sleep 1000" was still running (await it, or start it with `daemon: true`)',
      }),
    );
    expect(await host.alive(groups[0]?.group as ProcessGroup)).toBe(false);
  });

  test("but a daemon lives on, and its pid is what exec gives", async () => {
    const { performed, groups, directory } = trial(({ exec }) =>
      exec("sh", ["-c", "echo up; exec sleep 1000"], { daemon: true }),
    );
    const { group, daemon } = { ...(await performed, groups[0]) };
    expect(await performed).toMatchObject({ kind: "ended", returned: String(group?.pid) });
    expect(daemon).toBe(true);
    expect(await host.alive(group as ProcessGroup)).toBe(true);
    await vi.waitFor(() =>
      expect(readFileSync(join(directory, "daemon.log"), "utf8")).toBe("up\n"),
    );
  });

  test("unless the action fails: then the next try does not meet the daemon of this one", async () => {
    const { performed, groups } = trial(async ({ exec }) => {
      await exec("sleep", ["1000"], { daemon: true });
      throw new Error("not ready");
    });
    expect(await performed).toEqual(failed({ message: "not ready" }));
    expect(await host.alive(groups[0]?.group as ProcessGroup)).toBe(false);
  });

  test("if one of its processes cannot be ended, nothing is said of the action", async () => {
    const stubborn = {
      ...host,
      alive: () => Promise.resolve(true),
      end: () => Promise.reject(new Error("the process does not end")),
    };
    const { performed, log } = trial(
      ({ secret: fetch }) => fetch({ secret: { command: ["echo", "x"] } }),
      {
        local: stubborn,
      },
    );
    expect(await performed).toEqual({ kind: "cut" });
    expect(log.at(-1)).toBe("cannot tell what is left of it: the process does not end");
  });
});

describe("an action whose time is over", () => {
  const timeoutMs = 60_000;
  const error = { code: "MADEUS_ACTION_TIMEOUT", message: "the action did not end within 60 s" };

  test("has failed, and its commands have ended", async () => {
    const { performed, clock, logged, groups } = trial(
      ({ sh }) => sh`echo started; sleep 1000 & wait`,
      { timeoutMs },
    );
    await logged("started");
    clock.run(timeoutMs - 1);
    expect(await host.alive(groups[0]?.group as ProcessGroup)).toBe(true);
    clock.run(timeoutMs);
    expect(await performed).toEqual(failed(error));
    expect(await host.alive(groups[0]?.group as ProcessGroup)).toBe(false);
  });

  test("is told by its signal", async () => {
    const body: Body = ({ signal }) =>
      new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("told"))));
    expect(await trial(body, { timeoutMs }).inTheEnd()).toEqual(failed(error));
  });

  test("has failed though it says that it ended well", async () => {
    const body: Body = async ({ sh }) => {
      await sh`sleep 1000`.catch(() => {});
      return "all is well";
    };
    expect(await trial(body, { timeoutMs }).inTheEnd()).toEqual(failed(error));
  });

  test("can start nothing more, and is given up if it goes on regardless", async () => {
    let refusal: unknown;
    const one = trial(
      async ({ sh, signal }) => {
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
        await sh`echo late`.catch((reason: unknown) => (refusal = reason));
        await new Promise(() => {});
      },
      { timeoutMs },
    );
    expect(await one.inTheEnd()).toEqual(
      failed({
        code: "MADEUS_ACTION_TIMEOUT",
        message: expect.stringMatching(
          /^the action did not end within 60 s, and went on although its signal was aborted: it was given up \(/,
        ),
      }),
    );
    expect(one.clock.nowMs()).toBe(timeoutMs + heedMs);
    expect(refusal).toMatchObject({ code: "MADEUS_ACTION_TIMEOUT" });
    expect(one.groups).toEqual([]);
  });

  test("leaves no alarm behind if it was in time", async () => {
    const { performed, clock } = trial(() => {}, { timeoutMs });
    await performed;
    clock.run();
    expect(clock.nowMs()).toBe(0);
  });
});

describe("an action whose run is cut off", () => {
  test("is cut: its commands have ended, and nothing is said of what it did", async () => {
    const run = new AbortController();
    const { performed, logged, groups } = trial(({ sh }) => sh`echo started; sleep 1000`, {
      signal: run.signal,
    });
    await logged("started");
    run.abort();
    expect(await performed).toEqual({ kind: "cut" });
    expect(await host.alive(groups[0]?.group as ProcessGroup)).toBe(false);
  });

  test("before it began never begins", async () => {
    let begun = false;
    const body: Body = () => void (begun = true);
    const { inTheEnd } = trial(body, { signal: AbortSignal.abort() });
    expect(await inTheEnd()).toEqual({ kind: "cut" });
    expect(begun).toBe(false);
  });
});

describe("a secret", () => {
  const value = "pl4nted-s3cret";
  const reference = secret({ env: "MADEUS_TEST_SECRET" });
  const withSecret = async (body: Body, more?: Parameters<typeof trial>[1]) => {
    vi.stubEnv("MADEUS_TEST_SECRET", value);
    const one = trial(body, more);
    const performed = await one.performed.finally(() => vi.unstubAllEnvs());
    return { performed, log: one.log, written: JSON.stringify([performed, one.log]) };
  };

  test("is fetched from the environment, a file or a command", async () => {
    const { performed } = await withSecret(async ({ secret: fetch, directory }) => {
      const at = (name: string): string => join(directory, name);
      writeFileSync(at("word"), "from a file\n");
      writeFileSync(at("key"), "line one\nline two\n");
      const found = [
        await fetch(reference),
        await fetch(secret({ file: at("word") })),
        await fetch(secret({ file: at("key") })),
        await fetch(secret({ command: ["printf", "%s\\n", "from a command"] })),
      ];
      return found.map((one) => one.length);
    });
    expect(performed).toMatchObject({ returned: [14, 11, 18, 14] });
  });

  test("is nowhere in what is written, whatever is printed, thrown or run with it", async () => {
    const { performed, written } = await withSecret(async ({ secret: fetch, sh, exec, log }) => {
      const password = await fetch(reference);
      log(`the password is ${password}`);
      await exec("cat", [], { stdin: `${password}\n` });
      await sh`echo ${password} >&2; printf '%s' ${`${password}!`}`;
      await sh`echo ${password} >&2; exit 1`.catch(() => {});
      throw new Error(`cannot log in with ${password}`);
    });
    expect(performed).toEqual(failed({ message: `cannot log in with ${mark}` }));
    expect(written).not.toContain(value);
  });

  test("that a command prints while it is fetched is not logged", async () => {
    const { log, written } = await withSecret(({ secret: fetch }) =>
      fetch(secret({ command: ["sh", "-c", `echo pl4nted-s3cret`] })).then(() => {}),
    );
    expect(log).toEqual([]);
    expect(written).not.toContain(value);
  });

  test("is hidden in messages before they are cut", async () => {
    const { performed, written } = await withSecret(async ({ secret: fetch, sh }) => {
      const filler = "x".repeat(40);
      await sh`false ${filler} ${await fetch(reference)}`;
    });
    expect(performed).toEqual(failed({ exitCode: 1 }));
    expect(written).not.toContain(value.slice(0, 5));
  });

  test("among arguments is warned of: they can be seen by all", async () => {
    const { log } = await withSecret(async ({ secret: fetch, exec }) => {
      await exec("true", [await fetch(reference)]);
    });
    expect(log).toEqual([`$ true ${mark}`, expect.stringContaining("give it by stdin or env")]);
  });

  test("is hidden from other actions of the run too", async () => {
    const { performed, log } = await withSecret(async (scope) => {
      const password = await scope.secret(reference);
      scope.log(`it is ${password}`);
    });
    expect(performed).toEqual(ended);
    expect(log).toEqual([`it is ${mark}`]);
  });

  test("travels through a port as a reference only", async () => {
    const { performed } = await withSecret(({ give }) =>
      give("login", { url: "sql://db", password: reference }),
    );
    expect(performed).toMatchObject({
      values: { login: { url: "sql://db", password: reference } },
    });
  });

  test("cannot be given in a value, neither before nor after it was fetched", async () => {
    const error = {
      code: "MADEUS_SECRET_GIVEN",
      message: expect.stringContaining(
        "db.login cannot be given: the value holds a secret, which would be kept in the journal",
      ),
    };
    const login = { url: `sql://user:${value}@db`, password: reference };
    const after = await withSecret(async ({ secret: fetch, give }) => {
      await fetch(reference);
      give("login", login);
    });
    expect(after.performed).toEqual(failed(error));
    const before = await withSecret(async ({ secret: fetch, give }) => {
      give("login", login);
      await fetch(reference);
    });
    expect(before.performed).toEqual(failed(error));
    expect(after.written + before.written).not.toContain(value);
  });

  test.each([
    [{ env: "MADEUS_NO_SUCH" }, 'there is no secret in the environment variable "MADEUS_NO_SUCH"'],
    [{ file: "/no/such" }, 'the file "/no/such" of a secret cannot be read: ENOENT'],
    [{ command: ["true"] }, 'there is no secret in the output of the command "true"'],
  ] as const)("that is not at %o is missed", async (source, message) => {
    expect(await outcome((scope) => scope.secret(secret(source as never)))).toEqual(
      failed({ code: "MADEUS_SECRET_MISSING", message }),
    );
  });

  test("whose command fails is missed, with what the command said", async () => {
    const reference = secret({ command: ["sh", "-c", "echo locked >&2; exit 2"] });
    expect(await outcome((scope) => scope.secret(reference))).toEqual(
      failed({
        message: 'the command "sh" exited with code 2: locked',
        exitCode: 2,
        tail: "locked",
      }),
    );
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
