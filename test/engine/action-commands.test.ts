import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { ProcessGroup } from "../../src/engine/host.ts";
import { type Body, type More, host, tidy, trial } from "./trial.ts";

const outcome = (body: Body | undefined, more?: More) => trial(body, more).performed;
const failed = (error: object) => ({ kind: "failed", error: expect.objectContaining(error) });
const code = "MADEUS_ACTION_FAILED";

afterEach(tidy);

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
    const message = "the process does not end";
    expect(await performed).toEqual({
      kind: "cut",
      error: { code: "MADEUS_ACTION_FAILED", message },
    });
    expect(log.at(-1)).toBe("cannot tell what is left of it: the process does not end");
  });
});
