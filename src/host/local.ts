/** The machine that Madeus runs on, as a host. Every command has a process group of its own, known before it begins. */
import { statSync } from "node:fs";
import { mkdir, open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { Command, Exit, Host, ProcessGroup, Watch } from "../engine/host.ts";
import type { LocalHost } from "../model/host.ts";
import { Ender } from "./ender.ts";
import { drained } from "./local-drain.ts";
import { endGroup, groupAlive } from "./local-group.ts";
import { type Ending, type Launch, launch } from "./local-launch.ts";
import { Output } from "./output.ts";
import { passOn } from "./passage.ts";

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
    close() {},
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
  const output = new Output(watch);
  const { stdout, stderr } = started;
  // An error of who is told the output must not be lost in an event: it ends the command.
  const fail = (error: unknown): void => ending.end(error);
  if (stdout !== null) passOn(stdout, (chunk) => output.push("stdout", chunk), fail);
  if (stderr !== null) passOn(stderr, (chunk) => output.push("stderr", chunk), fail);
  started.fed.catch(fail);
  const ended = await Promise.race([started.ended, ending.stuck]);
  await drained([stdout, stderr]);
  await output.end().catch(fail);
  return exitOf(started, ended, output.stdout, output.tail);
}

const exitOf = ({ group }: Launch, ended: Ending, stdout: string, tail: string): Exit => ({
  ...ended,
  stdout,
  tail,
  group,
});
