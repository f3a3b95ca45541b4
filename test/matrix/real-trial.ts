/** One trial for real: the built command line, real processes, and a look at the record and at the world afterwards. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { exit } from "../../src/command/exit.ts";
import { openSession } from "../../src/command/session.ts";
import type { Ended, Ground } from "./ground.ts";
import { type End, textOf } from "./prediction.ts";
import type { Trial } from "./trial.ts";

export interface Tried extends End {
  /** What is wrong in the world after a rollback, and after all was taken down; empty: nothing. */
  readonly blemishes: readonly string[];
}

const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

/**
 * Whatever becomes of it, nothing stays behind on this machine.
 *
 * @param host  the one that loses its power, where the fault is that; undefined: this machine
 */
export async function tried(
  ground: Ground,
  trial: Trial,
  host: string | undefined,
): Promise<Tried> {
  try {
    return await carriedOut(ground, trial, host);
  } catch (error) {
    await madeus(ground, ["down", "--set", "at=nothing"]);
    throw error;
  }
}

async function carriedOut(ground: Ground, trial: Trial, host: string | undefined): Promise<Tried> {
  const { exercise, at, fault, policy } = trial;
  if (exercise !== "deploy") await well(ground, ["deploy", "--set", "at=nothing"]);
  const begun = exercise === "deploy" ? ["deploy"] : ["reconfigure", "--program", exercise];
  const flags = ["--parallel", "1", "--on-error", policy];
  const faulty = [...flags, "--set", `at=${at}`, "--set", `fault=${fault}`];
  const isKilled = fault === "kill" && host !== undefined;
  const ran = await madeus(ground, [...begun, ...faulty], async (line) => {
    if (isKilled && line.includes(`${at} starts`)) await ground.kill(host);
  });
  const code = ran === "killed" ? await madeus(ground, ["resume", ...faulty]) : ran;
  const ended = endedIn(ground, trial, code);
  const isWhole = ended.ends === "rolled back" && !isKilled;
  const blemishes = isWhole ? await ground.blemishes(ended) : [];
  const { ends, standing } = ended;
  if (isKilled) return { ends, standing, blemishes };
  const failures = await takenDown(ground);
  const left = await ground.blemishes({ ...ended, standing: "" });
  return { ends, standing, blemishes: [...blemishes, ...failures, ...left] };
}

/** What was said of what failed meanwhile; empty: nothing did. */
async function takenDown(ground: Ground): Promise<readonly string[]> {
  const said: string[] = [];
  const code = await madeus(ground, ["down", "--set", "at=nothing"], async (line) => {
    if (line.includes("failed")) said.push(line);
  });
  return code === exit.done ? [] : [`down ended with ${code}`, ...said];
}

function endedIn({ state }: Ground, { exercise }: Trial, code: number | "killed"): Ended {
  const session = openSession({ directory: state, mode: "read" });
  try {
    const { configuration } = session.state;
    return { ends: endOf(code), standing: textOf(configuration), exercise, configuration };
  } finally {
    session.close();
  }
}

function endOf(code: number | "killed"): End["ends"] {
  if (code === exit.done) return "done";
  if (code === exit.rolledBack) return "rolled back";
  if (code === exit.failed || code === exit.host) return "failed";
  if (code === exit.violated) return "stuck";
  throw new Error(`a trial ended with ${code}`);
}

async function well(ground: Ground, args: readonly string[]): Promise<void> {
  const code = await madeus(ground, args);
  if (code !== exit.done) throw new Error(`madeus ${args.join(" ")} ended with ${code}`);
}

/** Runs a verb; gives its exit code. @param told  gets what it says, a line each */
async function madeus(
  { file, settings, state }: Ground,
  [verb = "", ...args]: readonly string[],
  told: (line: string) => Promise<void> = async () => undefined,
): Promise<number | "killed"> {
  const given = settings.flatMap((one) => ["--set", one]);
  const all = [cli, verb, file, "--state", state, "--yes", ...given, ...args];
  const child = spawn(process.execPath, all, { stdio: ["ignore", "ignore", "pipe"] });
  const ended = once(child, "exit");
  for await (const line of createInterface(child.stderr)) await told(line);
  const [code, signal] = (await ended) as [number | null, NodeJS.Signals | null];
  if (code !== null) return code;
  if (signal === "SIGKILL") return "killed";
  throw new Error(`madeus ${verb} was ended by ${signal}`);
}
