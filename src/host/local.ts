/** The machine that Madeus runs on, as a host. Every command has a process group of its own, known before it begins. */
import { mkdir, open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { type Command, type Exit, type Host, type Watch, stdoutBytesMax } from "../engine/host.ts";
import type { LocalHost } from "../model/host.ts";
import { KeptOutput } from "./kept-output.ts";
import { lines } from "./lines.ts";
import { drained } from "./local-drain.ts";
import { endGroup, groupAlive } from "./local-group.ts";
import { type Ending, type Launch, launch } from "./local-launch.ts";

/** How many lines of standard error are kept for messages, and how much of each. */
const tailLinesMax = 10;
const tailLineLengthMax = 500;

/** @param options.graceMs  from SIGTERM to SIGKILL where a command is aborted; default 5000 */
export function localHost(
  description: LocalHost,
  options: { readonly graceMs?: number } = {},
): Host {
  const graceMs = options.graceMs ?? 5_000;
  return {
    description,
    run: (command, watch) => run(command, watch, graceMs),
    alive: groupAlive,
    end: endGroup,
    async makeDirectory(path) {
      await mkdir(path, { recursive: true });
    },
    removeDirectory: (path) => rm(path, { recursive: true, force: true }),
  };
}

async function run(command: Command, watch: Watch, graceMs: number): Promise<Exit> {
  watch.signal.throwIfAborted();
  const started = command.daemon ? await launchDaemon(command) : await launch(command, "pipe");
  const ending = new Ender(started, graceMs);
  const abort = (): void => ending.end(watch.signal.reason);
  watch.signal.addEventListener("abort", abort);
  try {
    await registered(started, watch);
    if (!watch.signal.aborted) started.open();
    const exit = command.daemon ? await begin(started) : await attend(started, watch, ending);
    await ending.settled();
    return exit;
  } finally {
    watch.signal.removeEventListener("abort", abort);
  }
}

/** The program never begins if its group could not be registered, or while that was awaited an abort came. */
async function registered(started: Launch, watch: Watch): Promise<void> {
  try {
    await watch.registered(started.group);
  } catch (error) {
    started.close();
    await started.ended;
    throw error;
  }
}

async function launchDaemon(command: Command): Promise<Launch> {
  const path = command.log ?? "/dev/null";
  await mkdir(dirname(path), { recursive: true });
  const log = await open(path, "a", 0o600);
  try {
    return await launch(command, log.fd);
  } finally {
    await log.close();
  }
}

async function begin(started: Launch): Promise<Exit> {
  const ended = await started.begun();
  started.detach();
  return exitOf(started, ended ?? { code: 0, signal: undefined }, "", "");
}

/** Passes the output on and keeps its end, until the program has ended. */
async function attend(started: Launch, watch: Watch, ending: Ender): Promise<Exit> {
  const stdout = new KeptOutput(stdoutBytesMax);
  const tail: string[] = [];
  const out = lines((line) => watch.line("stdout", line));
  const err = lines((line) => {
    tail.push(line.slice(0, tailLineLengthMax));
    if (tail.length > tailLinesMax) tail.shift();
    watch.line("stderr", line);
  });
  // An error of who is told the lines must not be lost in an event: it ends the command.
  const take = (use: () => void): void => {
    try {
      use();
    } catch (error) {
      ending.end(error);
    }
  };
  started.stdout?.on("data", (chunk: Buffer) => {
    stdout.push(chunk);
    take(() => out.push(chunk));
  });
  started.stderr?.on("data", (chunk: Buffer) => take(() => err.push(chunk)));
  const ended = await started.ended;
  await drained([started.stdout, started.stderr]);
  take(() => {
    out.end();
    err.end();
    if (stdout.cut)
      watch.line("stderr", `(only the last ${stdoutBytesMax} bytes of the output were kept)`);
  });
  return exitOf(started, ended, stdout.text(), tail.join("\n"));
}

const exitOf = ({ group }: Launch, ended: Ending, stdout: string, tail: string): Exit => ({
  ...ended,
  stdout,
  tail,
  group,
});

/** Ends a command before its time, once, and remembers why. */
class Ender {
  readonly #started: Launch;
  readonly #graceMs: number;
  #ended: Promise<void> | undefined;
  #reason: unknown;

  constructor(started: Launch, graceMs: number) {
    this.#started = started;
    this.#graceMs = graceMs;
  }

  end(reason: unknown): void {
    if (this.#ended !== undefined) return;
    this.#reason = reason;
    this.#ended = endGroup(this.#started.group, this.#graceMs);
    // Told by `settled`, which comes later.
    this.#ended.catch(() => {});
  }

  /** Throws the reason, when all processes are gone, if the command was ended. */
  async settled(): Promise<void> {
    if (this.#ended === undefined) return;
    await this.#ended;
    throw this.#reason;
  }
}
