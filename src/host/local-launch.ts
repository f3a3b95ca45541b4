/**
 * Starts a program in two steps, so that no process can exist that nobody knows of.
 *
 * First a small shell that waits at a gate, a pipe from this process; once its process group has been registered the gate is
 * opened, and the shell becomes the program. If this process dies before, the gate closes and the shell ends: the program never ran.
 */
import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { stat } from "node:fs/promises";
import type { Duplex, Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { Command, ProcessGroup } from "../engine/host.ts";
import { MadeusError } from "../model/code.ts";
import { withoutIdentity } from "../model/secret.ts";
import { groupOf } from "./local-group.ts";
import { processes } from "./local-processes.ts";
import { feed } from "./passage.ts";

/** How a process ended: by a code or by a signal. */
export interface Ending {
  readonly code: number | undefined;
  readonly signal: string | undefined;
}

/** A program that has not begun. */
export interface Launch {
  readonly group: ProcessGroup;
  /** Undefined where the output goes to a file. */
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;
  readonly ended: Promise<Ending>;
  /** Rejects with the error of where its input comes from. */
  readonly fed: Promise<void>;
  /** Lets the program begin. */
  open(): void;
  /** The program never begins. */
  close(): void;
  /** Waits until the program has begun; gives its ending if it has ended by then, or could not begin. */
  begun(): Promise<Ending | undefined>;
  /** This process may end before the program does. */
  detach(): void;
}

/** The redirection closes the gate for the program: the shell keeps its own copy only until it has become the program. */
const gate = 'read -r MADEUS_GO <&3 || exit 125; exec "$@" 3<&-';

/**
 * @param output  where the output goes: to this process or to an open file
 * @throws MADEUS_COMMAND_REFUSED if the system starts no process
 */
export async function launch(command: Command, output: "pipe" | number): Promise<Launch> {
  refuseStrangeNames(command);
  const input = command.stdin === undefined ? "ignore" : "pipe";
  const child = await spawned(command, [input, output, output, "pipe"]);
  const ended = new Promise<Ending>((resolve) => {
    child.once("exit", (code, signal) =>
      resolve({ code: code ?? undefined, signal: signal ?? undefined }),
    );
  });
  const opening = child.stdio[3] as Duplex;
  const closed = new Promise<void>((resolve) => opening.once("close", resolve));
  // A program that never reads its input, or ends before its gate opens, tells so by how it ends.
  for (const stream of [opening, child.stdin]) stream?.on("error", () => {});
  // A stream that is not read does not notice its end.
  opening.resume();
  const group = await groupOf(child.pid as number).catch((error: unknown) => {
    opening.destroy();
    throw error;
  });
  const fed = Promise.withResolvers<void>();
  fed.promise.catch(() => {});
  return {
    group,
    stdout: child.stdout,
    stderr: child.stderr,
    ended,
    fed: fed.promise,
    open() {
      opening.write("go\n");
      if (child.stdin !== null) fed.resolve(feed(child.stdin, command.stdin ?? ""));
    },
    close: () => opening.destroy(),
    begun: () => Promise.race([ended, closed.then(() => becoming(group.pid, ended))]),
    detach: () => child.unref(),
  };
}

/** The gate has closed: the shell has become the program, is about to, or is ending. */
async function becoming(pid: number, ended: Promise<Ending>): Promise<Ending | undefined> {
  for (let delayMs = 1; ; delayMs = Math.min(2 * delayMs, 50)) {
    const line = await processes.commandLine(pid);
    if (line !== "" && !line.includes(gate)) return undefined;
    // In the middle of becoming the program it has no command line, as if it had ended.
    if (line === "" && (await processes.entry(pid))?.zombie !== false) return ended;
    await sleep(delayMs);
  }
}

/** In a session of its own, without a terminal: a question asked by the program fails instead of waiting for nobody. */
async function spawned(command: Command, stdio: StdioOptions): Promise<ChildProcess> {
  const { file, args, cwd } = command;
  const env = { ...withoutIdentity(process.env), ...command.env };
  try {
    const child = spawn("/bin/sh", ["-c", gate, "madeus", file, ...args], {
      detached: true,
      env,
      stdio,
      ...(cwd === undefined ? {} : { cwd }),
    });
    await new Promise((resolve, reject) => child.once("spawn", resolve).once("error", reject));
    return child;
  } catch (error) {
    throw new MadeusError(
      "MADEUS_COMMAND_REFUSED",
      `cannot start ${file}: ${await reason(error, cwd)}`,
      {
        cause: error,
      },
    );
  }
}

async function reason(error: unknown, cwd: string | undefined): Promise<string> {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "E2BIG") return "its arguments are too long; pass large text by stdin";
  const directory = cwd === undefined ? undefined : await stat(cwd).catch(() => undefined);
  if (cwd !== undefined && directory?.isDirectory() !== true) return `there is no directory ${cwd}`;
  return message;
}

/** A shell drops variables whose names are not its own kind of name, so they would not reach the program. */
function refuseStrangeNames({ file, env }: Command): void {
  const strange = Object.keys(env).find((name) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name));
  if (strange === undefined) return;
  throw new MadeusError(
    "MADEUS_COMMAND_REFUSED",
    `cannot start ${file}: ${JSON.stringify(strange)} is not a name of an environment variable`,
  );
}
