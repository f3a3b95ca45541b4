/** Starts processes of their own that use a state, for tests of what happens between processes. */
import { type ChildProcessByStdio, spawn, spawnSync } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const program = fileURLToPath(new URL("./store-program.ts", import.meta.url));

/** What a process of an unprivileged user found. */
export function outcomeOf(verb: "append" | "read", directory: string, mode: string): unknown {
  const { stdout, stderr } = spawnSync(process.execPath, [program, verb, directory, mode], {
    encoding: "utf8",
  });
  return stdout === "" ? stderr : JSON.parse(stdout);
}

/** A process that is talked to in lines. */
export interface StoreProcess {
  readonly pid: number;
  /** The next line it prints, or undefined when it has ended. */
  line(): Promise<string | undefined>;
  say(text: string): void;
  /** SIGKILL; gives all lines that it had printed and that were not read yet. */
  kill(): Promise<readonly string[]>;
  ended(): Promise<void>;
}

export function startStoreProcess(
  verb: "keep-appending" | "keep-committing" | "hold",
  directory: string,
): StoreProcess {
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(
    process.execPath,
    [program, verb, directory, "create"],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = new Promise<void>((resolve) => void child.once("close", () => resolve()));
  const line = async (): Promise<string | undefined> => {
    const { value, done } = (await lines.next()) as { value?: string; done?: boolean };
    return done === true ? undefined : value;
  };
  onTestFinished(() => void child.kill("SIGKILL"));
  return {
    pid: child.pid ?? 0,
    line,
    say: (text) => void child.stdin.write(`${text}\n`),
    async kill() {
      child.kill("SIGKILL");
      const rest: string[] = [];
      for (let next = await line(); next !== undefined; next = await line()) rest.push(next);
      await ended;
      return rest;
    },
    ended: () => ended,
  };
}
