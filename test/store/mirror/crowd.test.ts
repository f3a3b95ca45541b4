/** Several at one repository at the same time: nobody's work is lost, whoever comes first. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { pullBranches, pushBranch } from "../../../src/store/mirror/exchange.ts";
import { Mirror } from "../../../src/store/mirror/mirror.ts";
import { last, line, reason } from "../pack/growth.ts";
import { emptyDirectory, repository } from "../repository.ts";
import { clerk } from "./pair.ts";

const program = fileURLToPath(new URL("crowd-program.ts", import.meta.url));

/** Runs one of them to its end, and gives how often it was refused. */
async function worker(...args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let [printed, said] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (printed += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(said);
  return Number(printed);
}

test("two processes work on one branch, and all that they did is in it", async () => {
  const { directory, git } = repository();
  const rounds = 4;
  const names = ["ann", "bob"];
  await Promise.all(
    names.map((name) =>
      worker(directory, join(emptyDirectory(), "mirror.git"), name, String(rounds)),
    ),
  );
  const leaves = git("ls-tree", "--name-only", "main").trim().split("\n");
  const all = names.flatMap((name) => Array.from({ length: rounds }, (_, k) => `${name}-${k + 1}`));
  expect(leaves).toEqual(all);
  expect(git("fsck", "--strict")).toBe("");
});

test("two processes that share a store and its mirror do not get in each other's way", async () => {
  const { directory, git } = repository();
  const one = await clerk({ directory });
  const names = Array.from({ length: 6 }, (_, k) => `try-${k}`);
  const commits = line(one.store.objects, 7);
  for (const [k, name] of names.entries())
    one.store.branches.move(name, undefined, commits[k + 1], reason);
  one.store.branches.move("main", undefined, last(commits), reason);
  const again = { ...one, mirror: await Mirror.open(one.mirror.directory) };
  await Promise.all(
    ["main", ...names].flatMap((name) => [pushBranch(one, name), pushBranch(again, name)]),
  );
  expect(git("for-each-ref", "--format=%(refname:short)").trim().split("\n")).toEqual([
    "main",
    ...names,
  ]);
  const other = await clerk({ directory });
  expect(await pullBranches(other)).toHaveLength(7);
});
