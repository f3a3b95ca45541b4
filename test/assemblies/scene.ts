/** Guestbooks on stages, what may happen to their processes, and what is left of them on this machine. */
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { homeOf } from "../../assemblies/guestbook/postgres/home.ts";
import { birth, living } from "../../assemblies/guestbook/programs/pid-file.ts";
import { guestbook } from "../../assemblies/guestbook.ts";
import { Stage } from "./stage.ts";

export const upwards = [
  "database",
  "schema",
  "balancer",
  "app1",
  "app2",
  "route1",
  "route2",
  "health",
];
export const downwards = upwards.toReversed();

/** Stages in directories of their own; `clear` takes all their guestbooks away. */
export function stages(): {
  readonly stage: () => Promise<Stage>;
  readonly clear: () => Promise<void>;
} {
  const all: Stage[] = [];
  return {
    async stage() {
      const stage = new Stage(guestbook, await mkdtemp(join(tmpdir(), "guestbook-")));
      all.push(stage);
      return stage;
    },
    async clear() {
      for (const stage of all) {
        await stage.perform("uninstall", ...downwards);
        await stage.clear();
      }
    },
  };
}

/** The process of an instance. */
export async function pidOf(stage: Stage, instance: string): Promise<number> {
  const pid = await living(join(stage.directoryOf(instance), "pid"));
  if (pid === undefined) throw new Error(`${instance} has no process`);
  return pid;
}

/** Ends the process of an instance as the system would if it had no memory left; waits until it is gone. */
export async function kill(stage: Stage, instance: string): Promise<void> {
  const pid = await pidOf(stage, instance);
  process.kill(pid, "SIGKILL");
  while ((await birth(pid)) !== undefined) await pause(5);
}

/** The instances whose place does not hold, by their probes. */
export async function lost(stage: Stage): Promise<readonly string[]> {
  const held = await Promise.all(upwards.map((instance) => stage.holds(instance)));
  return upwards.filter((_, index) => held[index] === false);
}

/** Where the database of the stage lives. */
export async function homeIn(stage: Stage): Promise<string> {
  const { path } = await homeOf({ directory: stage.directoryOf("database"), sh: async () => "0" });
  return path;
}

/** Files, homes and processes of the stage. */
export async function remains(stage: Stage): Promise<readonly string[]> {
  const home = await homeIn(stage);
  const entries = await readdir(stage.directory, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => !entry.isDirectory() && !entry.parentPath.endsWith("/logs"))
    .map(({ parentPath, name }) => join(parentPath, name));
  const lines = await commandLines();
  const commands = lines.filter((line) => line.includes(stage.directory) || line.includes(home));
  return [...files, ...(existsSync(home) ? [home] : []), ...commands];
}

/** The command lines of all processes. */
async function commandLines(): Promise<readonly string[]> {
  const pids = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
  return Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")));
}

/** The ids of the segments of shared memory on this machine. */
export async function segments(): Promise<readonly string[]> {
  const table = await readFile("/proc/sysvipc/shm", "utf8");
  return table.split("\n").map((line) => line.trim().split(/\s+/)[1] ?? "");
}
