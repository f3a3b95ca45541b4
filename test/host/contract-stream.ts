/** What every host must do with what is too large to be held: pass it on, in both directions, no faster than it is taken. */
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Exit } from "../../src/engine/host.ts";
import { type Stage, command, shell } from "./stage.ts";

const chunkBytes = 64 * 1024;

/** So many chunks that are all different. */
async function* chunks(count: number): AsyncGenerator<Uint8Array> {
  for (let number = 0; number < count; number++) yield Buffer.alloc(chunkBytes, String(number));
}

export function passesStreams(stage: Stage): void {
  const take = (
    what: Parameters<Stage["run"]>[0],
    data: (chunk: Uint8Array) => void | Promise<void>,
  ) =>
    stage.host.run(what, {
      signal: new AbortController().signal,
      registered: (group) => void stage.groups.push(group),
      line: (stream) => expect(stream).toBe("stderr"),
      data,
    });

  describe("passes streams", () => {
    test("of bytes to a program, and all of its output back", async () => {
      const [sent, come] = [createHash("sha256"), createHash("sha256")];
      for await (const chunk of chunks(100)) sent.update(chunk);
      let bytes = 0;
      const exit = await take(command("cat", [], { stdin: chunks(100) }), (chunk) => {
        bytes += chunk.length;
        come.update(chunk);
      });
      expect(exit).toMatchObject({ code: 0, stdout: "" });
      expect(bytes).toBe(100 * chunkBytes);
      expect(come.digest("hex")).toBe(sent.digest("hex"));
    });

    test("and waits for who takes the output", async () => {
      let isTaking = false;
      const exit = await take(shell("head -c 300000 /dev/zero"), async () => {
        expect(isTaking).toBe(false);
        isTaking = true;
        await new Promise((resolve) => setImmediate(resolve));
        isTaking = false;
      });
      expect(exit.code).toBe(0);
    });

    test("and does not go on reading for a program that has ended", async () => {
      let read = 0;
      async function* endless(): AsyncGenerator<Uint8Array> {
        for (; ; read++) yield Buffer.alloc(chunkBytes);
      }
      expect(await stage.run(command("true", [], { stdin: endless() }))).toMatchObject({ code: 0 });
      // What it was about to read when the program ended has been read by then.
      await stage.run(command("true", []));
      const before = read;
      await stage.run(command("true", []));
      expect(read).toBe(before);
    });

    test.each<[string, () => Promise<Exit>]>([
      [
        "what is written to it",
        () =>
          stage.run(
            command("cat", [], {
              stdin: (async function* () {
                yield Buffer.from("some");
                throw new Error("the disk is gone");
              })(),
            }),
          ),
      ],
      [
        "its output",
        () =>
          take(shell("echo some; exec sleep 1000"), () =>
            Promise.reject(new Error("the disk is gone")),
          ),
      ],
    ])("and ends a program where %s fails", async (_, run) => {
      await expect(run()).rejects.toThrow("the disk is gone");
    });
  });
}
