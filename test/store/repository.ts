/** A bare repository of the real git in a directory of its own, which goes with the test. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

export interface Repository {
  readonly directory: string;
  /** What git prints. @throws Error  with what git said, where it ends badly */
  git(...args: readonly string[]): string;
  /** The same with bytes in and out. */
  pipe(input: Uint8Array | string, ...args: readonly string[]): Buffer;
}

/** What git is given of the surroundings: nothing of whoever runs the test. */
export const gitEnvironment: NodeJS.ProcessEnv = {
  PATH: process.env["PATH"],
  TZ: "UTC",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "Bob",
  GIT_AUTHOR_EMAIL: "bob@example.org",
  GIT_COMMITTER_NAME: "Bob",
  GIT_COMMITTER_EMAIL: "bob@example.org",
};

export function repository(): Repository {
  const directory = emptyDirectory();
  const pipe = (input: Uint8Array | string, ...args: readonly string[]): Buffer => {
    const ran = spawnSync("git", args, {
      cwd: directory,
      env: gitEnvironment,
      input,
      maxBuffer: 2 ** 28,
    });
    if (ran.status !== 0)
      throw new Error(`git ${args.join(" ")}: ${String(ran.error ?? ran.stderr)}`);
    return ran.stdout;
  };
  const git = (...args: readonly string[]): string => pipe("", ...args).toString("utf8");
  git("init", "--quiet", "--bare", "--initial-branch=main", ".");
  return { directory, git, pipe };
}

export function emptyDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "madeus-git-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}
