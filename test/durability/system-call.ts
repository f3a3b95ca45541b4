/**
 * Runs a process under strace, which counts its system calls, and at one of them kills it or answers with an error.
 *
 * Only the thread in which SQLite works is traced. A process that is killed at a call does not make it any more.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A system call that changes a file or a directory, or has it reach the disk. */
export interface Call {
  readonly name: string;
  /** It is the n-th of this name. */
  readonly n: number;
  /** As strace tells it: `pwrite64(3</tmp/a>, "\x41", 1, 0) = 1`. */
  readonly text: string;
}
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Lines that it printed. */
  readonly lines: readonly string[];
  readonly stderr: string;
}
export type Injection = "signal=SIGKILL" | "error=ENOSPC" | "error=EIO";

const names = [
  "write",
  "pwrite64",
  "ftruncate",
  "fallocate",
  "fsync",
  "fdatasync",
  "openat",
  "mkdir",
  "link",
  "rename",
  "unlink",
  "close",
];
const program = fileURLToPath(new URL("./work-program.ts", import.meta.url));
const cache = fileURLToPath(new URL("../../node_modules/.cache/durability", import.meta.url));

/** Runs a work to its end; gives its calls in their order, with all that was written. */
export function recorded(args: readonly string[]): Ended & { readonly calls: readonly Call[] } {
  const place = mkdtempSync(join(tmpdir(), "madeus-calls-"));
  try {
    const into = join(place, "calls");
    const flags = ["-y", "-xx", "-s", String(2 ** 20), "-e", `trace=${names.join()}`, "-o", into];
    const ended = run(flags, args);
    return { ...ended, calls: callsIn(readFileSync(into, "latin1")) };
  } finally {
    rmSync(place, { recursive: true });
  }
}

/** @param on  from here on with `+`, else only here */
export function interrupted(
  args: readonly string[],
  { name, n }: Call,
  injection: Injection,
  on: "" | "+" = "",
): Ended {
  const inject = `inject=${name}:${injection}:when=${n}${on}`;
  return run(["-e", `trace=${name}`, "-e", inject, "-o", "/dev/null"], args);
}

function run(flags: readonly string[], args: readonly string[]): Ended {
  const { error, status, signal, stdout, stderr } = spawnSync(
    "strace",
    [...flags, process.execPath, program, ...args],
    { encoding: "utf8", env: { ...process.env, NODE_COMPILE_CACHE: cache } },
  );
  if (error !== undefined) throw error;
  return { code: status, signal, lines: stdout.split("\n").slice(0, -1), stderr };
}

function callsIn(text: string): readonly Call[] {
  const counts = new Map<string, number>();
  return text.split("\n").flatMap((line): Call[] => {
    const name = /^(\w+)\(/.exec(line)?.[1];
    if (name === undefined) return [];
    const n = (counts.get(name) ?? 0) + 1;
    counts.set(name, n);
    return [{ name, n, text: line }];
  });
}
