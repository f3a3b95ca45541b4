/**
 * What every kind of host must do: one suite, run against each of them.
 *
 * It looks at the host through its own interface only, so that it holds for a machine far away as for this one.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import fc from "fast-check";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import {
  type Command,
  type Exit,
  type Host,
  type ProcessGroup,
  stdoutBytesMax,
} from "../../src/engine/host.ts";
import { lineBytesMax } from "../../src/host/lines.ts";

/** A host to be tried. */
export interface Subject {
  readonly name: string;
  /** The host, with a grace of at most 100 ms when a command is aborted. */
  readonly open: () => Host | Promise<Host>;
  /**
   * A script that runs one command on the host: its argument is `{ command, acknowledge }` in JSON. It prints `{ registered: group }`
   * when the group is told to it, acknowledges it or never does, and prints `{ exit }` at the end.
   */
  readonly controller: string;
  /** A new, empty directory on the host. */
  readonly directory: () => string;
}

export const command = (
  file: string,
  args: readonly string[],
  more: Partial<Command> = {},
): Command => ({
  file,
  args,
  env: {},
  cwd: undefined,
  stdin: undefined,
  daemon: false,
  log: undefined,
  ...more,
});
export const shell = (script: string, more: Partial<Command> = {}): Command =>
  command("sh", ["-c", script], more);

/** How a command went on, and what its lines were. */
export interface Story {
  readonly exit: Promise<Exit>;
  readonly group: Promise<ProcessGroup>;
  readonly lines: { readonly stdout: string[]; readonly stderr: string[] };
  /** Resolves when `text` has come as a line of standard output. */
  said(text: string): Promise<void>;
  abort(reason: Error): void;
}

export function begin(host: Host, what: Command): Story {
  const abortion = new AbortController();
  const registered = Promise.withResolvers<ProcessGroup>();
  const lines = { stdout: [] as string[], stderr: [] as string[] };
  let heard = (): void => {};
  const exit = host.run(what, {
    signal: abortion.signal,
    registered: registered.resolve,
    line(stream, text) {
      lines[stream].push(text);
      heard();
    },
  });
  exit.catch(registered.reject);
  registered.promise.catch(() => {});
  return {
    exit,
    group: registered.promise,
    lines,
    said: (text) =>
      new Promise((resolve) => {
        heard = () => lines.stdout.includes(text) && resolve();
        heard();
      }),
    abort: (reason) => abortion.abort(reason),
  };
}

export function hostSuite(subject: Subject): void {
  describe(`a ${subject.name} host`, () => {
    let host: Host;
    const groups: ProcessGroup[] = [];
    const controllers: ChildProcess[] = [];
    const start = (what: Command): Story => {
      const story = begin(host, what);
      void story.group.then((group) => groups.push(group)).catch(() => {});
      return story;
    };
    const run = (what: Command): Promise<Exit> => start(what).exit;
    const isThere = async (path: string): Promise<boolean> =>
      (await run(command("test", ["-e", path]))).code === 0;
    const gone = (group: ProcessGroup): Promise<void> =>
      vi.waitFor(async () => expect(await host.alive(group)).toBe(false), { timeout: 20_000 });

    /** Runs a command in a process that can be killed, and waits until its group was told. */
    const control = async (what: Command, acknowledge: boolean) => {
      const process_ = spawn(
        process.execPath,
        [subject.controller, JSON.stringify({ command: what, acknowledge })],
        { stdio: ["ignore", "pipe", "inherit"] },
      );
      controllers.push(process_);
      const lines = createInterface(process_.stdout)[Symbol.asyncIterator]();
      const said = async (): Promise<any> => JSON.parse((await lines.next()).value as string);
      const { registered } = (await said()) as { registered: ProcessGroup };
      groups.push(registered);
      const kill = async (): Promise<void> => {
        process_.kill("SIGKILL");
        await once(process_, "exit");
      };
      return { group: registered, said, kill };
    };

    beforeAll(async () => {
      host = await subject.open();
    });
    afterEach(async () => {
      for (const one of controllers.splice(0)) one.kill("SIGKILL");
      await Promise.all(groups.splice(0).map((group) => host.end(group, 100)));
    });

    describe("runs a program", () => {
      test("and tells the code it exits with", async () => {
        expect(await run(shell("exit 7"))).toMatchObject({ code: 7, signal: undefined });
      });

      test("and tells the signal that ended it", async () => {
        expect(await run(shell("kill -KILL $$"))).toMatchObject({
          code: undefined,
          signal: "SIGKILL",
        });
      });

      test("and gives its output by lines and as a whole", async () => {
        const story = start(shell("printf 'one\\r\\ntwo\\n\\nlä'; printf 'oh\\nno\\n' >&2"));
        expect(await story.exit).toMatchObject({
          stdout: "one\r\ntwo\n\nlä",
          tail: "oh\nno",
        });
        expect(story.lines).toEqual({ stdout: ["one", "two", "", "lä"], stderr: ["oh", "no"] });
      });

      test("with arguments of any characters but NUL", async () => {
        const every = Array.from({ length: 0x24f }, (_, code) => String.fromCodePoint(code + 1));
        const fixed = [
          every.join(""),
          "",
          " ",
          "\n",
          "-n",
          "--",
          "$HOME",
          "`id`",
          "'",
          '"',
          "\\",
          "𝄞",
        ];
        const { stdout } = await run(command("printf", ["%s\\0", ...fixed]));
        expect(stdout).toBe(fixed.map((arg) => `${arg}\0`).join(""));
      });

      test("with arguments found at random, byte for byte", async () => {
        const argument = fc
          .string({ unit: "binary", maxLength: 20 })
          .filter((text) => !text.includes("\0"));
        await fc.assert(
          fc.asyncProperty(fc.array(argument, { minLength: 1, maxLength: 8 }), async (args) => {
            const { stdout } = await run(command("printf", ["%s\\0", ...args]));
            expect(stdout).toBe(args.map((arg) => `${arg}\0`).join(""));
          }),
          { numRuns: 25 },
        );
      });

      test("that reads what is written to it", async () => {
        const text = "a line of text, $not `expanded`, é\n".repeat(50_000);
        expect((await run(command("cat", [], { stdin: text }))).stdout).toBe(text);
      });

      test("that never reads what is written to it", async () => {
        const { code } = await run(command("true", [], { stdin: "unread\n".repeat(100_000) }));
        expect(code).toBe(0);
      });

      test("that finds its input at its end if none is written", async () => {
        expect(await run(command("cat", []))).toMatchObject({ code: 0, stdout: "" });
      });

      test("in the environment it is given, besides its own", async () => {
        const env = { MADEUS_KEY: "two words, $1 'quoted'\nand a line", go: "kept" };
        const { stdout } = await run(
          shell('printf "%s|%s|%s" "$MADEUS_KEY" "$go" "${PATH:+path}"', { env }),
        );
        expect(stdout).toBe(`${env.MADEUS_KEY}|kept|path`);
      });

      test("in the directory it is given", async () => {
        expect((await run(command("pwd", [], { cwd: "/" }))).stdout).toBe("/\n");
      });

      test("that does not exist: the code is 127 and the program is named", async () => {
        const exit = await run(command("no-such-program", ["x"]));
        expect(exit.code).toBe(127);
        expect(exit.tail).toContain("no-such-program");
      });

      test("only if it is told of no strange variable and no missing directory", async () => {
        await expect(run(command("true", [], { env: { "a b": "" } }))).rejects.toMatchObject({
          code: "MADEUS_COMMAND_REFUSED",
          message: 'cannot start true: "a b" is not a name of an environment variable',
        });
        await expect(run(command("true", [], { cwd: "/no/such" }))).rejects.toMatchObject({
          code: "MADEUS_COMMAND_REFUSED",
          message: "cannot start true: there is no directory /no/such",
        });
      });
    });

    describe("with much output", () => {
      test("passes on 100 MB by lines and keeps the end", async () => {
        let lines = 0;
        let length = 0;
        const unit = "0123456789abcdefghijklmnopqrstuvwxyz\n";
        const what = shell(`yes ${unit.trim()} | head -c 100000000`);
        const { stdout } = await host.run(what, {
          signal: new AbortController().signal,
          registered: () => {},
          line(_stream, text) {
            lines++;
            length += text.length + 1;
          },
        });
        // The last line says that not all was kept.
        expect(lines).toBe(Math.ceil(100_000_000 / unit.length) + 1);
        expect(length).toBeGreaterThan(100_000_000);
        expect(stdout).toHaveLength(stdoutBytesMax);
        expect(stdout.endsWith(unit + unit.slice(0, 100_000_000 % unit.length))).toBe(true);
      });

      test("cuts a line that has no end, and says so", async () => {
        const story = start(shell("head -c 20000000 /dev/zero | tr '\\0' x; echo; echo next"));
        await story.exit;
        expect(story.lines.stdout.map((line) => line.length)).toEqual([
          lineBytesMax,
          expect.any(Number),
          4,
        ]);
        expect(story.lines.stdout[1]).toContain("was cut");
        expect(story.lines.stderr.at(-1)).toContain(`last ${stdoutBytesMax} bytes`);
      });
    });

    describe("ends a command that is aborted", () => {
      const reason = new Error("no longer wanted");

      test("with its children and theirs", async () => {
        const story = start(shell("sleep 1000 & sh -c 'sleep 1000 & wait' & echo started; wait"));
        await story.said("started");
        const group = await story.group;
        expect(await host.alive(group)).toBe(true);
        story.abort(reason);
        await expect(story.exit).rejects.toBe(reason);
        expect(await host.alive(group)).toBe(false);
      });

      test("by force if it does not heed SIGTERM", async () => {
        const story = start(
          shell("trap '' TERM; (while :; do sleep 1000; done) & echo started; sleep 1000"),
        );
        await story.said("started");
        story.abort(reason);
        await expect(story.exit).rejects.toBe(reason);
        expect(await host.alive(await story.group)).toBe(false);
      });

      test("before it has begun: then it never begins", async () => {
        const marker = `${subject.directory()}/aborted`;
        const abortion = new AbortController();
        const exit = host.run(command("touch", [marker]), {
          signal: abortion.signal,
          registered: (group) => {
            groups.push(group);
            abortion.abort(reason);
            return new Promise(() => {});
          },
          line: () => {},
        });
        await expect(exit).rejects.toBe(reason);
        await expect(
          host.run(command("touch", [marker]), {
            signal: abortion.signal,
            registered: () => expect.unreachable("nothing may be started after an abort"),
            line: () => {},
          }),
        ).rejects.toBe(reason);
        expect(await isThere(marker)).toBe(false);
      });

      test("while it is being started", async () => {
        const story = start(command("sleep", ["1000"]));
        story.abort(reason);
        await expect(story.exit).rejects.toBe(reason);
      });

      test("because who is told of its lines failed", async () => {
        const exit = host.run(shell("echo one; sleep 1000"), {
          signal: new AbortController().signal,
          registered: (group) => void groups.push(group),
          line: () => {
            throw reason;
          },
        });
        await expect(exit).rejects.toBe(reason);
        expect(await host.alive(groups.at(-1) as ProcessGroup)).toBe(false);
      });
    });

    describe("knows every process before it begins", () => {
      test("a program whose registration was refused never runs", async () => {
        const marker = `${subject.directory()}/refused`;
        const refusal = new Error("the disk is full");
        const exit = host.run(command("touch", [marker]), {
          signal: new AbortController().signal,
          registered: (group) => {
            groups.push(group);
            return Promise.reject(refusal);
          },
          line: () => {},
        });
        await expect(exit).rejects.toBe(refusal);
        expect(await host.alive(groups.at(-1) as ProcessGroup)).toBe(false);
        expect(await isThere(marker)).toBe(false);
      });

      test("a program whose starter is killed before the registration never runs", async () => {
        const marker = `${subject.directory()}/unregistered`;
        const { group, kill } = await control(command("touch", [marker]), false);
        expect(await host.alive(group)).toBe(true);
        await kill();
        await gone(group);
        expect(await isThere(marker)).toBe(false);
      });

      test("a program whose starter is killed later is found again, and ended", async () => {
        const marker = `${subject.directory()}/running`;
        const { group, kill } = await control(
          command("sh", ["-c", 'touch "$1"; sleep 1000 & wait', "sh", marker]),
          true,
        );
        await vi.waitFor(async () => expect(await isThere(marker)).toBe(true), { timeout: 20_000 });
        await kill();
        expect(await host.alive(group)).toBe(true);
        await host.end(group, 1_000);
        expect(await host.alive(group)).toBe(false);
      });
    });

    describe("tells a group from others", () => {
      test("another process that has its number now is neither alive nor ended", async () => {
        const story = start(command("sleep", ["1000"]));
        const group = await story.group;
        const former: ProcessGroup = { ...group, started: `${group.started}0` };
        expect(await host.alive(former)).toBe(false);
        await host.end(former, 0);
        expect(await host.alive(group)).toBe(true);
        await host.end(group, 1_000);
        expect(await story.exit).toMatchObject({ code: undefined, signal: "SIGTERM" });
      });

      test("it is alive as long as one of its processes is, and only that long", async () => {
        const story = start(
          shell("(trap '' TERM; echo child; exec sleep 1000) & read never </dev/null"),
        );
        await story.exit;
        const group = await story.group;
        expect(await host.alive(group)).toBe(true);
        await host.end(group, 20);
        expect(await host.alive(group)).toBe(false);
      });

      test("it is ended gently if it heeds SIGTERM, even while it is stopped", async () => {
        const story = start(shell("trap 'echo tidied; exit 3' TERM; echo started; kill -STOP $$"));
        await story.said("started");
        await host.end(await story.group, 30_000);
        expect(await story.exit).toMatchObject({ code: 3, stdout: "started\ntidied\n" });
      });

      test("an ended one can be ended again", async () => {
        const { group } = await run(command("true", []));
        expect(await host.alive(group)).toBe(false);
        await host.end(group, 0);
      });
    });

    test("does not wait for what a program left in the background, though it holds the output", async () => {
      const story = start(shell("sleep 1000 & echo done"));
      expect(await story.exit).toMatchObject({ code: 0, stdout: "done\n" });
      expect(await host.alive(await story.group)).toBe(true);
    });

    test("does not wait for the output of what runs in the background and never falls silent", async () => {
      const story = start(shell("yes & echo done"));
      expect(await story.exit).toMatchObject({ code: 0 });
    });

    describe("starts a daemon", () => {
      const read = async (path: string): Promise<string> =>
        (await run(command("cat", [path]))).stdout;

      test("which outlives who started it, and whose output goes to a file of its own", async () => {
        const log = `${subject.directory()}/logs/daemon`;
        const script = "echo out; echo err >&2; read line || echo no input; exec sleep 1000";
        const { group, said, kill } = await control(shell(script, { daemon: true, log }), true);
        expect((await said()).exit).toMatchObject({ code: 0, stdout: "", group });
        await kill();
        await vi.waitFor(async () => expect(await read(log)).toBe("out\nerr\nno input\n"));
        expect((await run(command("ls", ["-l", log]))).stdout).toMatch(/^-rw-------/);
        expect(await host.alive(group)).toBe(true);
        await host.end(group, 1_000);
        expect(await host.alive(group)).toBe(false);
      });

      test("and adds to the file that is there", async () => {
        const log = `${subject.directory()}/twice`;
        for (const word of ["one", "two"]) {
          const { group } = await run(command("echo", [word], { daemon: true, log }));
          await gone(group);
        }
        expect(await read(log)).toBe("one\ntwo\n");
      });

      test("and says so if the program does not exist", async () => {
        const log = `${subject.directory()}/missing`;
        const exit = await run(command("no-such-daemon", [], { daemon: true, log }));
        expect(exit.code).toBe(127);
        expect(await read(log)).toContain("no-such-daemon");
      });

      test("which is ended if it is aborted before it has begun", async () => {
        const reason = new Error("no longer wanted");
        const abortion = new AbortController();
        const exit = host.run(command("sleep", ["1000"], { daemon: true }), {
          signal: abortion.signal,
          registered: (group) => {
            groups.push(group);
            abortion.abort(reason);
          },
          line: () => {},
        });
        await expect(exit).rejects.toBe(reason);
        expect(await host.alive(groups.at(-1) as ProcessGroup)).toBe(false);
      });
    });

    test("makes a directory with its parents, and removes it with all that is in it", async () => {
      const path = `${subject.directory()}/a b/c`;
      await host.makeDirectory(path);
      await host.makeDirectory(path);
      await run(command("touch", [`${path}/file`]));
      expect(await isThere(`${path}/file`)).toBe(true);
      await host.removeDirectory(`${subject.directory()}/a b`);
      await host.removeDirectory(`${subject.directory()}/a b`);
      expect(await isThere(path)).toBe(false);
    });
  });
}
