import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { mark } from "../../src/engine/redaction.ts";
import { secret } from "../../src/model/secret.ts";
import { type Body, type More, tidy, trial } from "./trial.ts";

const outcome = (body: Body | undefined, more?: More) => trial(body, more).performed;
const failed = (error: object) => ({ kind: "failed", error: expect.objectContaining(error) });
const ended = { kind: "ended", values: {}, returned: undefined };

afterEach(tidy);

describe("a secret", () => {
  const value = "pl4nted-s3cret";
  const reference = secret({ env: "MADEUS_TEST_SECRET" });
  const withSecret = async (body: Body, more?: More) => {
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
