/**
 * Programs that go on running after the action that started them: started once, found again, ended for certain.
 *
 * Each has a pid file in the directory of its instance. All three functions may be called again after a crash at any moment.
 */
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Scope } from "madeus";
import { birth, living } from "./programs/pid-file.ts";

/** What an action needs to run something. */
export type Shell = Pick<Scope, "exec" | "sh" | "directory" | "instance" | "signal" | "log">;

export interface Daemon {
  readonly file: string;
  readonly args: readonly string[];
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** As whom it runs, where that is not the user of Madeus. */
  readonly user?: User | undefined;
  readonly farewell?: Farewell;
}
/** Which signals a program is sent at its end, one after the other, and how long each may take. */
export type Farewell = readonly (readonly [signal: NodeJS.Signals, waitMs: number])[];
export interface User {
  readonly uid: number;
  readonly gid: number;
}

const checkMs = 20;

/** The pid of the instance's daemon, or undefined where it does not live. */
export const daemonOf = ({ directory }: Pick<Shell, "directory">): Promise<number | undefined> =>
  living(pidFile(directory));

/**
 * Starts the instance's daemon, unless it lives, and waits until `ready` gives something.
 *
 * @returns what `ready` gave
 * @throws  where the daemon ends before that; then, and on any other failure, it is ended first
 */
export async function startDaemon<Ready>(
  shell: Shell,
  daemon: Daemon,
  ready: (pid: number) => Promise<Ready | undefined>,
): Promise<Ready> {
  const pid = (await daemonOf(shell)) ?? (await launch(shell, daemon));
  try {
    for (;;) {
      const found = await ready(pid);
      if (found !== undefined) return found;
      if ((await birth(pid)) === undefined)
        throw new Error(`${daemon.file} of ${shell.instance} ended before it was ready`);
      await pause(checkMs, undefined, { signal: shell.signal });
    }
  } catch (error) {
    await endDaemon(shell, daemon.farewell);
    throw error;
  }
}

const farewellUsual: Farewell = [
  ["SIGTERM", 5_000],
  ["SIGKILL", 5_000],
];

/** Ends the instance's daemon if it lives; returns when it is gone. */
export async function endDaemon(
  shell: Pick<Shell, "directory" | "instance">,
  farewell: Farewell = farewellUsual,
): Promise<void> {
  for (const [signal, waitMs] of farewell) {
    const untilMs = Date.now() + waitMs;
    let pid = await daemonOf(shell);
    if (pid !== undefined) send(pid, signal);
    while (pid !== undefined && Date.now() < untilMs) {
      await pause(checkMs);
      pid = await daemonOf(shell);
    }
    if (pid === undefined) return;
  }
  throw new Error(`the process of ${shell.instance} cannot be ended`);
}

/** The process may have ended of itself just now. */
function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** The arguments that run `file` through the launcher, as `user`. */
export function asUser(user: User | undefined, file: string, args: readonly string[]): string[] {
  const option = user === undefined ? [] : ["--user", `${user.uid}:${user.gid}`];
  return [launcher, ...option, "--", file, ...args];
}

const launcher = fileURLToPath(new URL("programs/launch.ts", import.meta.url));
const pidFile = (directory: string): string => `${directory}/pid`;

async function launch(
  shell: Shell,
  { file, args, user, stdin = "", env = {} }: Daemon,
): Promise<number> {
  const [launch = "", ...rest] = asUser(user, file, args);
  const launched = [launch, "--pid", pidFile(shell.directory), ...rest];
  const options = { daemon: true, stdin, env, cwd: "/" };
  return Number(await shell.exec(process.execPath, launched, options));
}
