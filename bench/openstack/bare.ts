/**
 * The bare runner: follows the graph, and does nothing else. What an engine takes beyond it is the engine's own.
 *
 * One connection a host is kept open; a step begins in the turn in which the last one that it needs has ended.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import type { Step } from "./playbook.ts";

export interface Outing {
  readonly steps: readonly Step[];
  readonly needs: ReadonlyMap<string, readonly string[]>;
  /** What `ssh -F` is given; it keeps its connections open. */
  readonly sshConfig: string;
  environment(host: string): Readonly<Record<string, string>>;
}

/**
 * Runs all steps; rejects with the first that fails, once those that have begun have ended.
 *
 * @returns the seconds that each step took
 */
export async function runBare(
  { steps, needs, sshConfig, environment }: Outing,
  options: { readonly sequential: boolean },
): Promise<ReadonlyMap<string, number>> {
  const seconds = new Map<string, number>();
  const ends = new Map<string, Promise<void>>();
  let before = Promise.resolve();
  for (const step of steps) {
    const awaited = (needs.get(step.name) ?? []).flatMap((name) => ends.get(name) ?? []);
    const end = Promise.all(options.sequential ? [before] : awaited).then(async () => {
      const beganMs = performance.now();
      await runStep(sshConfig, step, environment(step.host));
      seconds.set(step.name, (performance.now() - beganMs) / 1e3);
    });
    ends.set(step.name, end);
    before = end;
  }
  const outcomes = await Promise.allSettled(ends.values());
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
  return seconds;
}

async function runStep(
  sshConfig: string,
  { name, host, shell }: Step,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const child = spawn("ssh", ["-F", sshConfig, host, 'exec bash -c "$(cat)"'], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  const exports = Object.entries(environment).map(([key, value]) => `export ${key}='${value}'\n`);
  child.stdin.end(exports.join("") + shell);
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  if (code !== 0) throw new Error(`${name} ended with ${code}:\n${out}${err}`);
}
