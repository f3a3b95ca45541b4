/** The program git, as it is started: nothing of whoever starts it decides what it does. */
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { git, gitDone, said } from "../../../src/store/mirror/git.ts";
import { emptyDirectory, repository } from "../repository.ts";

/** Sets variables of the environment until the end of the test. */
function setting(variables: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(variables)) {
    const before = process.env[name];
    process.env[name] = value;
    onTestFinished(() => {
      if (before === undefined) delete process.env[name];
      else process.env[name] = before;
    });
  }
}

describe("git", () => {
  test("hears nothing of the environment and of settings of the user's", async () => {
    const { directory } = repository();
    const home = emptyDirectory();
    writeFileSync(join(home, ".gitconfig"), "[core]\n\tabbrev = 4\n[alias]\n\tstatus = !touch x\n");
    setting({
      HOME: home,
      GIT_DIR: "/nowhere",
      GIT_OBJECT_DIRECTORY: "/nowhere",
      GIT_INDEX_FILE: "x",
    });
    const call = { directory };
    expect((await gitDone(["rev-parse", "--git-dir"], call)).toString()).toBe(`${directory}\n`);
    expect((await git(["config", "core.abbrev"], call)).stdout.toString()).toBe("");
    expect(
      (await git(["config", "core.abbrev"], { ...call, reaches: true })).stdout.toString(),
    ).toBe("4\n");
  });

  test("runs no program of a repository's", async () => {
    const { directory, pipe, git: plain } = repository();
    const hook = join(directory, "hooks/reference-transaction");
    writeFileSync(hook, `#!/bin/sh\ntouch ${directory}/ran\nexit 1\n`);
    chmodSync(hook, 0o755);
    const tree = pipe("", "mktree").toString().trim();
    const commit = plain("commit-tree", "-m", "x", tree).trim();
    await gitDone(["update-ref", "refs/heads/main", commit], { directory });
    const main = await gitDone(["rev-parse", "main"], { directory });
    expect(main.toString().trim()).toBe(commit);
  });

  test("that fails is told in its own words", async () => {
    const { directory } = repository();
    await expect(gitDone(["rev-parse", "nothing"], { directory })).rejects.toMatchObject({
      code: "MADEUS_GIT_FAILED",
      message: expect.stringContaining("git rev-parse failed"),
    });
  });

  test("that is not there is told", async () => {
    setting({ PATH: emptyDirectory() });
    await expect(git(["version"], { directory: "/nowhere" })).rejects.toMatchObject({
      code: "MADEUS_GIT_MISSING",
    });
  });

  test("that goes before it has read all says how it ended; what breaks off on our side is thrown", async () => {
    const { directory } = repository();
    const much = new Uint8Array(2 ** 20);
    function* endless() {
      for (;;) yield much;
    }
    const end = await git(["index-pack", "--stdin"], { directory, input: endless() });
    expect(end.code).not.toBe(0);
    function* broken() {
      yield "PACK";
      throw new Error("the store is gone");
    }
    const calling = git(["index-pack", "--stdin"], { directory, input: broken() });
    await expect(calling).rejects.toThrow("the store is gone");
  });

  test("that prints more than can be held is ended, as is one that is not wanted any more", async () => {
    const { directory } = repository();
    const call = { directory, bytesMax: 10 };
    await expect(git(["version", "--build-options"], call)).rejects.toThrow(
      "git printed more than can be held",
    );
    const aborted = git(["version"], { directory, signal: AbortSignal.abort() });
    await expect(aborted).rejects.toMatchObject({ name: "AbortError" });
  });
});

test.each([
  ["remote: hi\nfatal: repository '/x' does not exist\n", "repository '/x' does not exist."],
  [
    "ssh: Could not resolve hostname x\r\nfatal: Could not read from remote repository.\n",
    "Could not read from remote repository.",
  ],
  ["warning: a\n\n", "warning: a."],
  ["", "it said nothing."],
  [
    "ERROR: \u001b[2J\u001b]0;gone\u0007 no such repository\n",
    "ERROR:  [2J ]0;gone  no such repository.",
  ],
  [`fatal: ${"x".repeat(400)}`, `${"x".repeat(300)}…`],
])("of %j is told what says why", (stderr, told) => {
  expect(said(stderr)).toBe(told);
});
