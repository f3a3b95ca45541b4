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
}
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
    await endDaemon(shell);
    throw error;
  }
}

/** Which signals a program is sent, one after the other, and how long each may take. */
export type Farewell = readonly (readonly [signal: NodeJS.Signals, waitMs: number])[];
const farewell: Farewell = [
  ["SIGTERM", 5_000],
  ["SIGKILL", 5_000],
];

/** Ends the instance's daemon if it lives; returns when it is gone. */
export async function endDaemon(
  shell: Pick<Shell, "directory" | "instance">,
  signals: Farewell = farewell,
): Promise<void> {
  for (const [signal, waitMs] of signals) {
    const untilMs = Date.now() + waitMs;
    let pid = await daemonOf(shell);
    if (pid !== undefined) process.kill(pid, signal);
    while (pid !== undefined && Date.now() < untilMs) {
      await pause(checkMs);
      pid = await daemonOf(shell);
    }
    if (pid === undefined) return;
  }
  throw new Error(`the process of ${shell.instance} cannot be ended`);
}

/** The arguments that run `file` through the launcher, as `user`. */
export function asUser(user: User | undefined, file: string, args: readonly string[]): string[] {
  return [launcher, ...userOption(user), "--", file, ...args];
}

const launcher = fileURLToPath(new URL("programs/launch.ts", import.meta.url));
const pidFile = (directory: string): string => `${directory}/pid`;
const userOption = (user: User | undefined): string[] =>
  user === undefined ? [] : ["--user", `${user.uid}:${user.gid}`];

async function launch(shell: Shell, { file, args, user, stdin = "", env = {} }: Daemon): Promise<number> {
  const launched = [launcher, "--pid", pidFile(shell.directory), ...userOption(user), "--", file, ...args];
  return Number(await shell.exec(process.execPath, launched, { daemon: true, stdin, env, cwd: "/" }));
}
