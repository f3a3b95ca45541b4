/** The machine that Madeus runs on, as a host. Every command has a process group of its own, known before it begins. */
import { statSync } from "node:fs";
import { mkdir, open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import {
  type Command,
  type Exit,
  type Host,
  type ProcessGroup,
  type Watch,
  stdoutBytesMax,
} from "../engine/host.ts";
import type { LocalHost } from "../model/host.ts";
import { KeptOutput } from "./kept-output.ts";
import { lines } from "./lines.ts";
import { drained } from "./local-drain.ts";
import { endGroup, groupAlive } from "./local-group.ts";
import { type Ending, type Launch, launch } from "./local-launch.ts";

/** How many lines of standard error are kept for messages. */
const tailLinesMax = 10;

export interface Patience {
  /** From SIGTERM to SIGKILL where a command is aborted; default 5000. */
  readonly graceMs?: number;
  /** From SIGKILL to the error that a process does not end; default 10 000. */
  readonly killMs?: number;
}

export function localHost(
  description: LocalHost,
  { graceMs = 5_000, killMs = 10_000 }: Patience = {},
): Host {
  const end: Host["end"] = (group, ms) => endGroup(group, ms, killMs);
  return {
    description,
    run: (command, watch) => run(command, watch, (group) => end(group, graceMs)),
    alive: groupAlive,
    end,
    async makeDirectory(path) {
      // By far the most often it is there, and to look takes a fraction of the time; an action may have removed it, too.
      if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true)
        await mkdir(path, { recursive: true });
    },
    removeDirectory: (path) => rm(path, { recursive: true, force: true }),
  };
}

type End = (group: ProcessGroup) => Promise<void>;

async function run(command: Command, watch: Watch, end: End): Promise<Exit> {
  watch.signal.throwIfAborted();
  const started = command.daemon ? await launchDaemon(command) : await launch(command, "pipe");
  const ending = new Ender(() => end(started.group));
  const abort = (): void => ending.end(watch.signal.reason);
  watch.signal.addEventListener("abort", abort);
  // It may have come while the process was made.
  if (watch.signal.aborted) abort();
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

/** The program never begins if its group could not be registered. */
async function registered(started: Launch, watch: Watch): Promise<void> {
  try {
    // An abort ends the process at its gate: then nobody waits for the registration.
    await Promise.race([Promise.resolve(watch.registered(started.group)), started.ended]);
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
    tail.push(line);
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
  const ended = await Promise.race([started.ended, ending.stuck]);
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
  readonly #end: () => Promise<void>;
  readonly #stuck = Promise.withResolvers<never>();
  #ended: Promise<void> | undefined;
  #reason: unknown;

  constructor(end: () => Promise<void>) {
    this.#end = end;
    // It is told to who waits for it; where nobody does, `settled` tells it.
    this.#stuck.promise.catch(() => {});
  }

  end(reason: unknown): void {
    if (this.#ended !== undefined) return;
    this.#reason = reason;
    this.#ended = this.#end();
    this.#ended.catch(this.#stuck.reject);
  }

  /** Rejects when a process of the command turns out to be one that cannot be ended. */
  get stuck(): Promise<never> {
    return this.#stuck.promise;
  }

  /** Throws the reason, when all processes are gone, if the command was ended. */
  async settled(): Promise<void> {
    if (this.#ended === undefined) return;
    await this.#ended;
    throw this.#reason;
  }
}
