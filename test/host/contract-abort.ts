/** What every host must do with a command that is no longer wanted: end it with all that came of it. */
import { describe, expect, test } from "vitest";
import type { ProcessGroup } from "../../src/engine/host.ts";
import { type Stage, command, shell } from "./stage.ts";

export function endsCommands(stage: Stage): void {
  describe("ends a command that is aborted", () => {
    const reason = new Error("no longer wanted");

    test("with its children and theirs", async () => {
      const story = stage.start(
        shell("sleep 1000 & sh -c 'sleep 1000 & wait' & echo started; wait"),
      );
      await story.said("started");
      const group = await story.group;
      expect(await stage.host.alive(group)).toBe(true);
      story.abort(reason);
      await expect(story.exit).rejects.toBe(reason);
      expect(await stage.host.alive(group)).toBe(false);
    });

    test("by force if it does not heed SIGTERM", async () => {
      const story = stage.start(
        shell("trap '' TERM; (while :; do sleep 1000; done) & echo started; sleep 1000"),
      );
      await story.said("started");
      story.abort(reason);
      await expect(story.exit).rejects.toBe(reason);
      expect(await stage.host.alive(await story.group)).toBe(false);
    });

    test("before it has begun: then it never begins", async () => {
      const marker = `${stage.directory}/aborted`;
      const abortion = new AbortController();
      const exit = stage.host.run(command("touch", [marker]), {
        signal: abortion.signal,
        registered: (group) => {
          stage.groups.push(group);
          abortion.abort(reason);
          return new Promise(() => {});
        },
        line: () => {},
      });
      await expect(exit).rejects.toBe(reason);
      await expect(
        stage.host.run(command("touch", [marker]), {
          signal: abortion.signal,
          registered: () => expect.unreachable("nothing may be started after an abort"),
          line: () => {},
        }),
      ).rejects.toBe(reason);
      expect(await stage.isThere(marker)).toBe(false);
    });

    test("while it is being started", async () => {
      const story = stage.start(command("sleep", ["1000"]));
      story.abort(reason);
      await expect(story.exit).rejects.toBe(reason);
    });

    test("because who is told of its lines failed", async () => {
      const exit = stage.host.run(shell("echo one; sleep 1000"), {
        signal: new AbortController().signal,
        registered: (group) => void stage.groups.push(group),
        line: () => {
          throw reason;
        },
      });
      await expect(exit).rejects.toBe(reason);
      expect(await stage.host.alive(stage.groups.at(-1) as ProcessGroup)).toBe(false);
    });
  });
}
