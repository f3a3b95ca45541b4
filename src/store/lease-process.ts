/** Which process holds a lease, and whether it still lives: a pid alone says neither once it has been given to another. */
import { readFileSync, readlinkSync } from "node:fs";
import { hostname, userInfo } from "node:os";

export interface ProcessIdentity {
  /** Within it a pid means one process: the machine since it was started, and the container. */
  readonly machine: string;
  readonly pid: number;
  /** When it started, in the machine's own words; empty where the machine does not say. */
  readonly started: string;
}

export function thisProcess(): ProcessIdentity {
  return { machine: thisMachine(), pid: process.pid, started: startOf(process.pid) ?? "" };
}

/** Who started it, and where. */
export const thisOperator = (): { readonly user: string; readonly host: string } => ({
  user: userName(),
  host: hostname(),
});

/** Undefined where only its own machine can tell. */
export function isAlive({ machine, pid, started }: ProcessIdentity): boolean | undefined {
  if (machine !== thisMachine()) return undefined;
  const found = startOf(pid);
  return found !== undefined && (found === started || found === "" || started === "");
}

/** When the process with this pid started: undefined if there is none, empty if there is one but no more is known. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The name, in parentheses, may hold anything; after it come the state and, 19 fields later, the start in clock ticks.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" || fields[0] === "X" ? undefined : fields[19];
  } catch {
    return existsUnseen(pid) ? "" : undefined;
  }
}

/** There may be no /proc, or one that hides the processes of other users. */
function existsUnseen(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: unknown }).code === "EPERM";
  }
}

function thisMachine(): string {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();
    return `${boot} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return hostname();
  }
}

/** A user without an entry in the system's list, as in some containers, is known by number. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? "?"}`;
  }
}
