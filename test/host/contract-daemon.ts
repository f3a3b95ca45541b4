/** What every host must do with a program that outlives the one who started it. */
import { describe, expect, test, vi } from "vitest";
import type { ProcessGroup } from "../../src/engine/host.ts";
import { type Stage, command, shell } from "./stage.ts";

export function startsDaemons(stage: Stage): void {
  describe("starts a daemon", () => {
    const read = async (path: string): Promise<string> =>
      (await stage.run(command("cat", [path]))).stdout;

    test("which outlives who started it, and whose output goes to a file of its own", async () => {
      const log = `${stage.directory}/logs/daemon`;
      const script = "echo out; echo err >&2; read line || echo no input; exec sleep 1000";
      const { group, exit, kill } = await stage.control(shell(script, { daemon: true, log }), true);
      expect(await exit).toMatchObject({ code: 0, stdout: "", group });
      await kill();
      await vi.waitFor(async () => expect(await read(log)).toBe("out\nerr\nno input\n"));
      expect((await stage.run(command("ls", ["-l", log]))).stdout).toMatch(/^-rw-------/);
      expect(await stage.host.alive(group)).toBe(true);
      await stage.host.end(group, 1_000);
      expect(await stage.host.alive(group)).toBe(false);
    });

    test("and adds to the file that is there", async () => {
      const log = `${stage.directory}/twice`;
      for (const word of ["one", "two"]) {
        const { group } = await stage.run(command("echo", [word], { daemon: true, log }));
        await stage.gone(group);
      }
      expect(await read(log)).toBe("one\ntwo\n");
    });

    test.each(["/dev/null", "/etc/passwd"])(
      "that has files open, as the fifth %s",
      async (path) => {
        const log = `${stage.directory}/open`;
        const script = `exec 5<${path}; exec sleep 1000`;
        const { code, group } = await stage.run(shell(script, { daemon: true, log }));
        expect(code).toBe(0);
        expect(await stage.host.alive(group)).toBe(true);
        await stage.host.end(group, 1_000);
      },
    );

    test("and says so if the program does not exist", async () => {
      const log = `${stage.directory}/missing`;
      const exit = await stage.run(command("no-such-daemon", [], { daemon: true, log }));
      expect(exit.code).toBe(127);
      expect(await read(log)).toContain("no-such-daemon");
    });

    test("which is ended if it is aborted before it has begun", async () => {
      const reason = new Error("no longer wanted");
      const abortion = new AbortController();
      const exit = stage.host.run(command("sleep", ["1000"], { daemon: true }), {
        signal: abortion.signal,
        registered: (group) => {
          stage.groups.push(group);
          abortion.abort(reason);
        },
        line: () => {},
      });
      await expect(exit).rejects.toBe(reason);
      expect(await stage.host.alive(stage.groups.at(-1) as ProcessGroup)).toBe(false);
    });
  });
}
