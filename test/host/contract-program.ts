/** What every host must do with a program: run it as it was asked to, and tell all that it says. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stdoutBytesMax } from "../../src/engine/host.ts";
import { lineBytesMax } from "../../src/host/lines.ts";
import { type Stage, command, shell } from "./stage.ts";

export function runsPrograms(stage: Stage): void {
  describe("runs a program", () => {
    test("and tells the code it exits with", async () => {
      expect(await stage.run(shell("exit 7"))).toMatchObject({ code: 7, signal: undefined });
    });

    test("and tells the signal that ended it", async () => {
      expect(await stage.run(shell("kill -KILL $$"))).toMatchObject({
        code: undefined,
        signal: "SIGKILL",
      });
    });

    test("and gives its output by lines and as a whole", async () => {
      const story = stage.start(shell("printf 'one\\r\\ntwo\\n\\nlä'; printf 'oh\\nno\\n' >&2"));
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
      const { stdout } = await stage.run(command("printf", ["%s\\0", ...fixed]));
      expect(stdout).toBe(fixed.map((arg) => `${arg}\0`).join(""));
    });

    test("with arguments found at random, byte for byte", async () => {
      const argument = fc
        .string({ unit: "binary", maxLength: 20 })
        .filter((text) => !text.includes("\0"));
      await fc.assert(
        fc.asyncProperty(fc.array(argument, { minLength: 1, maxLength: 8 }), async (args) => {
          const { stdout } = await stage.run(command("printf", ["%s\\0", ...args]));
          expect(stdout).toBe(args.map((arg) => `${arg}\0`).join(""));
        }),
        { numRuns: 25 },
      );
    });

    test("that reads what is written to it", async () => {
      const text = "a line of text, $not `expanded`, é\n".repeat(50_000);
      expect((await stage.run(command("cat", [], { stdin: text }))).stdout).toBe(text);
    });

    test("that never reads what is written to it", async () => {
      const { code } = await stage.run(command("true", [], { stdin: "unread\n".repeat(100_000) }));
      expect(code).toBe(0);
    });

    test("that finds its input at its end if none is written", async () => {
      expect(await stage.run(command("cat", []))).toMatchObject({ code: 0, stdout: "" });
    });

    test("in the environment it is given, besides its own", async () => {
      const env = { MADEUS_KEY: "two words, $1 'quoted'\nand a line", go: "kept" };
      const { stdout } = await stage.run(
        shell('printf "%s|%s|%s" "$MADEUS_KEY" "$go" "${PATH:+path}"', { env }),
      );
      expect(stdout).toBe(`${env.MADEUS_KEY}|kept|path`);
    });

    test("in the directory it is given", async () => {
      expect((await stage.run(command("pwd", [], { cwd: "/" }))).stdout).toBe("/\n");
    });

    test("that does not exist: the code is 127 and the program is named", async () => {
      const exit = await stage.run(command("no-such-program", ["x"]));
      expect(exit.code).toBe(127);
      expect(exit.tail).toContain("no-such-program");
    });

    test("only if it is told of no strange variable and no missing directory", async () => {
      await expect(stage.run(command("true", [], { env: { "a b": "" } }))).rejects.toMatchObject({
        code: "MADEUS_COMMAND_REFUSED",
        message: 'cannot start true: "a b" is not a name of an environment variable',
      });
      await expect(stage.run(command("true", [], { cwd: "/no/such" }))).rejects.toMatchObject({
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
      const { stdout } = await stage.host.run(what, {
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
      const story = stage.start(shell("head -c 20000000 /dev/zero | tr '\\0' x; echo; echo next"));
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
}
