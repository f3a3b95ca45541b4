/** What every host must know of processes: all of them from before they begin, and each from others with its number. */
import { describe, expect, test, vi } from "vitest";
import type { ProcessGroup } from "../../src/engine/host.ts";
import { type Stage, command, shell } from "./stage.ts";

export function knowsGroups(stage: Stage): void {
  describe("knows every process before it begins", () => {
    test("a program whose registration was refused never runs", async () => {
      const marker = `${stage.directory}/refused`;
      const refusal = new Error("the disk is full");
      const exit = stage.host.run(command("touch", [marker]), {
        signal: new AbortController().signal,
        registered: (group) => {
          stage.groups.push(group);
          return Promise.reject(refusal);
        },
        line: () => {},
      });
      await expect(exit).rejects.toBe(refusal);
      expect(await stage.host.alive(stage.groups.at(-1) as ProcessGroup)).toBe(false);
      expect(await stage.isThere(marker)).toBe(false);
    });

    test("a program whose starter is killed before the registration never runs", async () => {
      const marker = `${stage.directory}/unregistered`;
      const { group, kill } = await stage.control(command("touch", [marker]), false);
      expect(await stage.host.alive(group)).toBe(true);
      await kill();
      await stage.gone(group);
      expect(await stage.isThere(marker)).toBe(false);
    });

    test("a program whose starter is killed later is found again, and ended", async () => {
      const marker = `${stage.directory}/running`;
      const { group, kill } = await stage.control(
        command("sh", ["-c", 'touch "$1"; sleep 1000 & wait', "sh", marker]),
        true,
      );
      await vi.waitFor(async () => expect(await stage.isThere(marker)).toBe(true), {
        timeout: 20_000,
      });
      await kill();
      expect(await stage.host.alive(group)).toBe(true);
      await stage.host.end(group, 1_000);
      expect(await stage.host.alive(group)).toBe(false);
    });
  });

  describe("tells a group from others", () => {
    test("another process that has its number now is neither alive nor ended", async () => {
      const story = stage.start(command("sleep", ["1000"]));
      const group = await story.group;
      const former: ProcessGroup = { ...group, started: `${group.started}0` };
      expect(await stage.host.alive(former)).toBe(false);
      await stage.host.end(former, 0);
      expect(await stage.host.alive(group)).toBe(true);
      await stage.host.end(group, 1_000);
      expect(await story.exit).toMatchObject({ code: undefined, signal: "SIGTERM" });
    });

    test("it is alive as long as one of its processes is, and only that long", async () => {
      const story = stage.start(
        shell("(trap '' TERM; echo child; exec sleep 1000) & read never </dev/null"),
      );
      await story.exit;
      const group = await story.group;
      expect(await stage.host.alive(group)).toBe(true);
      await stage.host.end(group, 20);
      expect(await stage.host.alive(group)).toBe(false);
    });

    test("it is ended gently if it heeds SIGTERM, even while it is stopped", async () => {
      const story = stage.start(
        shell("trap 'echo tidied; exit 3' TERM; echo started; kill -STOP $$"),
      );
      await story.said("started");
      await stage.host.end(await story.group, 30_000);
      expect(await story.exit).toMatchObject({ code: 3, stdout: "started\ntidied\n" });
    });

    test("an ended one can be ended again", async () => {
      const { group } = await stage.run(command("true", []));
      expect(await stage.host.alive(group)).toBe(false);
      await stage.host.end(group, 0);
    });
  });

  test("does not wait for what a program left in the background, though it holds the output", async () => {
    const story = stage.start(shell("sleep 1000 & echo done"));
    expect(await story.exit).toMatchObject({ code: 0, stdout: "done\n" });
    expect(await stage.host.alive(await story.group)).toBe(true);
  });

  test("does not take what a former program left behind for the output of the next", async () => {
    const stray =
      "trap '' PIPE; until [ -e $0/stray ]; do sleep 0.01; done; echo stray; echo stray >&2; touch $0/said";
    const leave = 'setsid sh -c "$1" "$2" & true';
    await stage.run(command("sh", ["-c", leave, "sh", stray, stage.directory]));
    const next = "touch $0/stray; until [ -e $0/said ]; do sleep 0.01; done; echo clean";
    const exit = await stage.run(command("sh", ["-c", next, stage.directory]));
    expect(exit).toMatchObject({ stdout: "clean\n", tail: "" });
  });

  test("does not wait for the output of what runs in the background and never falls silent", async () => {
    const story = stage.start(shell("yes & echo done"));
    expect(await story.exit).toMatchObject({ code: 0 });
  });
}
