import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test, vi } from "vitest";
import type { ProcessGroup } from "../../src/engine/host.ts";
import { localHost } from "../../src/host/local.ts";
import { local } from "../../src/model/host.ts";
import { begin, command } from "./stage.ts";
import { holdsContract } from "./contract.ts";

const directory = mkdtempSync(join(tmpdir(), "madeus-host-"));
const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
holdsContract({
  name: "local",
  open: () => localHost(local(), { graceMs: 100 }),
  controller: [script("local-controller.ts")],
  directory,
});
afterAll(() => localHost(local()).removeDirectory(directory));

test("a command whose arguments are longer than the system takes is refused with a way out", async () => {
  const { exit } = begin(localHost(local()), command("true", ["x".repeat(3_000_000)]));
  await expect(exit).rejects.toMatchObject({
    code: "MADEUS_COMMAND_REFUSED",
    message: "cannot start true: its arguments are too long; pass large text by stdin",
  });
});

test("a process that does not end is told, not waited for without end", async () => {
  const host = localHost(local(), { graceMs: 10, killMs: 10 });
  const story = begin(host, command("sleep", ["1000"]));
  const group = await story.group;
  const kill = vi.spyOn(process, "kill").mockReturnValue(true);
  try {
    story.abort(new Error("no longer wanted"));
    await expect(story.exit).rejects.toMatchObject({
      code: "MADEUS_PROCESS_LEFT",
      message: `process group ${group.pid} does not end`,
    });
  } finally {
    kill.mockRestore();
  }
  await host.end(group, 1_000);
});

/** The groups of all living processes whose environment holds `key`. */
function groupsWith(key: string): readonly number[] {
  return readdirSync("/proc").flatMap((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const [state, , group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const ours = readFileSync(`/proc/${pid}/environ`, "latin1").includes(key);
      return ours && state !== "Z" ? [Number(group)] : [];
    } catch {
      return [];
    }
  });
}

test("whenever the starter of many commands is killed, no process and no deed is unknown", async () => {
  const host = localHost(local());
  for (let round = 1; round <= 8; round++) {
    const place = mkdtempSync(join(directory, "crowd-"));
    const key = `key-${process.pid}-${round}`;
    const starter = spawn(process.execPath, [script("local-crowd.ts"), place, key], {
      stdio: "inherit",
    });
    const registered = (): Map<number, ProcessGroup> =>
      new Map(
        (existsSync(`${place}/registry`) ? readFileSync(`${place}/registry`, "utf8") : "")
          .split("\n")
          .slice(0, -1)
          .map((line) => [Number.parseInt(line, 10), JSON.parse(line.slice(line.indexOf(" ")))]),
      );
    // Each round kills at another moment: after so many registrations, wherever the other commands are by then.
    await vi.waitFor(() => expect(registered().size).toBeGreaterThanOrEqual(round), {
      timeout: 30_000,
      interval: 1,
    });
    starter.kill("SIGKILL");
    await once(starter, "exit");
    const known = registered();
    const pids = new Set([...known.values()].map(({ pid }) => pid));
    // What waits at its gate notices that the gate was closed, and goes.
    await vi.waitFor(() => {
      expect(groupsWith(key).filter((group) => !pids.has(group))).toEqual([]);
    });
    const made = readdirSync(place).filter((name) => name.startsWith("made-"));
    expect(made.filter((name) => !known.has(Number(name.slice(5))))).toEqual([]);
    await Promise.all([...known.values()].map((group) => host.end(group, 1_000)));
    expect(groupsWith(key)).toEqual([]);
  }
});
