/** The living processes of a trial: all that have its directory in their environment. */
import { readFile, readdir } from "node:fs/promises";
import { parseStat } from "../../src/host/local-processes.ts";

export interface LiveProcess {
  readonly pid: number;
  readonly group: number;
  readonly command: string;
}

export async function liveProcesses(directory: string): Promise<readonly LiveProcess[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid): Promise<LiveProcess | undefined> => {
      const environment = await textOf(`/proc/${pid}/environ`);
      if (!environment.includes(`=${directory}/`)) return undefined;
      const stat = await textOf(`/proc/${pid}/stat`);
      if (stat === "") return undefined;
      const { group, zombie } = parseStat(stat, "");
      const command = (await textOf(`/proc/${pid}/cmdline`)).replaceAll("\0", " ");
      return zombie ? undefined : { pid: Number(pid), group, command };
    }),
  );
  return found.filter((one) => one !== undefined);
}

/** Ends them, for certain. */
export async function endAll(directory: string): Promise<void> {
  for (
    let left = await liveProcesses(directory);
    left.length > 0;
    left = await liveProcesses(directory)
  )
    for (const { pid } of left) kill(pid);
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Empty where the process has gone. */
const textOf = (path: string): Promise<string> => readFile(path, "utf8").catch(() => "");
