/**
 * Pid files: which process was started, and whether it still lives.
 *
 * A pid alone may belong to another process by now, so the file also says when the process was born. What does not match, or is a
 * zombie, is not alive: nothing here ever gives the pid of a stranger.
 */
import { execFile } from "node:child_process";
import { readFile, rename, writeFile } from "node:fs/promises";
import { promisify } from "node:util";

export interface Identity {
  readonly pid: number;
  /** When it was born, in the system's own words: compared, never read. */
  readonly born: string;
}

/** Writes this very process into `file`. */
export async function record(file: string): Promise<void> {
  const identity: Identity = { pid: process.pid, born: (await birth(process.pid)) ?? "" };
  const written = `${file}.${process.pid}`;
  await writeFile(written, JSON.stringify(identity));
  await rename(written, file);
}

/** The pid in `file`, or undefined where there is no such file or its process is dead. */
export async function living(file: string): Promise<number | undefined> {
  const identity = await identityIn(file);
  if (identity === undefined) return undefined;
  return (await birth(identity.pid)) === identity.born ? identity.pid : undefined;
}

/** When the process was born, or undefined where it is dead. A zombie is dead: nobody may ever collect it. */
export async function birth(pid: number): Promise<string | undefined> {
  return process.platform === "linux" ? birthFromProc(pid) : birthFromPs(pid);
}

async function identityIn(file: string): Promise<Identity | undefined> {
  try {
    const { pid, born } = JSON.parse(await readFile(file, "utf8")) as Partial<Identity>;
    return Number.isSafeInteger(pid) && typeof born === "string" && born !== ""
      ? { pid: pid as number, born }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Ticks since the boot and which boot: after a restart of the machine the same ticks may come again. */
async function birthFromProc(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8");
    // The second field is the program's name in brackets and may hold anything, spaces and brackets included.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [state, ticks] = [fields[0], fields[19]];
    return state === "Z" || state === "X" ? undefined : `${boot.trim()}/${ticks}`;
  } catch {
    return undefined;
  }
}

async function birthFromPs(pid: number): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)("ps", ["-o", "state=,lstart=", "-p", `${pid}`]);
    const [, state, started] = /^\s*(\S+)\s+(.*\S)\s*$/.exec(stdout) ?? [];
    return state === undefined || state.startsWith("Z") ? undefined : started;
  } catch {
    return undefined;
  }
}
