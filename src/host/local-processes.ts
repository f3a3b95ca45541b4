/**
 * What this machine says of its processes: from `/proc` on Linux, from `ps` elsewhere.
 *
 * A process is told from a later one with the same pid by when it started.
 */
import { execFile } from "node:child_process";
import { readFile, readdir } from "node:fs/promises";
import { promisify } from "node:util";
import { withoutIdentity } from "../model/secret.ts";

export interface ProcessEntry {
  readonly pid: number;
  readonly group: number;
  /** Undefined where the machine does not tell it. */
  readonly session: number | undefined;
  /** Unique together with the pid: compared, never read. */
  readonly started: string;
  /** It has ended, and only its parent has not yet asked how. */
  readonly zombie: boolean;
}

export interface Processes {
  /** One process, or undefined if there is none with this pid. */
  entry(pid: number): Promise<ProcessEntry | undefined>;
  /** All that can be seen. O(processes of the machine). */
  all(): Promise<readonly ProcessEntry[]>;
  /** Program and arguments as one text; empty if it is ending or has ended. */
  commandLine(pid: number): Promise<string>;
}

const linux: Processes = {
  async entry(pid) {
    const stat = await readIfThere(`/proc/${pid}/stat`);
    return stat === "" ? undefined : parseStat(stat, await boot());
  },
  async all() {
    const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
    const entries = await Promise.all(pids.map((pid) => linux.entry(Number(pid))));
    return entries.filter((entry) => entry !== undefined);
  },
  commandLine: (pid) => readIfThere(`/proc/${pid}/cmdline`),
};

const elsewhere: Processes = {
  async entry(pid) {
    return (await ps("-p", String(pid), "-o", columns))
      .map(parsePs)
      .find((entry) => entry.pid === pid);
  },
  async all() {
    return (await ps("-A", "-o", columns)).map(parsePs);
  },
  async commandLine(pid) {
    const [line = ""] = await ps("-p", String(pid), "-o", "stat=,command=");
    const [state = "", ...command] = line.trim().split(/\s+/);
    return /[ZE]/.test(state) ? "" : command.join(" ");
  },
};

export const processes: Processes = process.platform === "linux" ? linux : elsewhere;

/** One `/proc/PID/stat`. The name in it may hold spaces and parentheses: what follows the last one is what counts. */
export function parseStat(stat: string, bootId: string): ProcessEntry {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state = "", , group, session] = fields;
  const threads = Number(fields[17]);
  return {
    pid: Number.parseInt(stat, 10),
    group: Number(group),
    session: Number(session),
    started: `${bootId}/${fields[19]}`,
    // Where only the main thread has ended the others still work.
    zombie: /[ZX]/.test(state) && threads <= 1,
  };
}

/** Which start of the machine a process belongs to; empty where that is not told apart. */
export const bootOf = (started: string): string => started.slice(0, started.indexOf("/") + 1);

const columns = "pid=,pgid=,stat=,lstart=";

/** One line of `ps -o pid=,pgid=,stat=,lstart=`. */
export function parsePs(line: string): ProcessEntry {
  const [pid, group, state = "", ...started] = line.trim().split(/\s+/);
  return {
    pid: Number(pid),
    group: Number(group),
    session: undefined,
    started: started.join(" "),
    zombie: state.startsWith("Z"),
  };
}

let bootId: Promise<string> | undefined;
/** After a restart of the machine all processes are others. */
function boot(): Promise<string> {
  bootId ??= readIfThere("/proc/sys/kernel/random/boot_id").then((id) => id.trim());
  return bootId;
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch {
    return "";
  }
}

async function ps(...args: string[]): Promise<readonly string[]> {
  // `lstart` is a local time in the user's language.
  const env = { ...withoutIdentity(process.env), LC_ALL: "C", TZ: "UTC0" };
  try {
    const { stdout } = await promisify(execFile)("ps", args, { env, maxBuffer: 64 * 1024 * 1024 });
    return stdout.split("\n").filter((line) => line.trim() !== "");
  } catch (error) {
    // With a pid that is not there `ps` prints nothing and exits with 1.
    if ((error as { code?: unknown }).code === 1) return [];
    throw error;
  }
}
