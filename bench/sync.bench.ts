/**
 * How long does it take to bring a history to another store, beside what git itself takes for the same?
 *
 * A tree of leaves of about 110 bytes, ten to a directory; in each of 1,000 commits another leaf changes. Store and mirror are on the
 * disk, as users have them, and the other store is a bare repository on the same disk.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeCommit } from "../src/store/commit.ts";
import { type Exchange, pullBranches, pushBranch } from "../src/store/mirror/exchange.ts";
import { Mirror } from "../src/store/mirror/mirror.ts";
import type { ObjectId } from "../src/store/object-id.ts";
import { bundleOf } from "../src/store/pack/bundle.ts";
import { zlib } from "../src/store/pack/zlib.ts";
import { openStateFile } from "../src/store/sqlite-file.ts";
import { sqliteStore } from "../src/store/sqlite-store.ts";
import type { Store } from "../src/store/store.ts";
import { Tree } from "../src/store/tree.ts";
import { best, median } from "./contest.ts";
import { report } from "./result.ts";

const rounds = 3;
const commits = 1_000;
const reason = { atMs: 0, by: "bench", why: "bench" };
const root = mkdtempSync(join(tmpdir(), "madeus-bench-"));
let directories = 0;

try {
  for (const leaves of [1_000, 10_000]) await measure(leaves);
} finally {
  rmSync(root, { recursive: true });
}

async function measure(leaves: number): Promise<void> {
  const on = `${commits.toLocaleString("en")} commits, ${leaves.toLocaleString("en")} leaves`;
  const scores: Scores = { push: [], gitPush: [], next: [], pull: [], gitClone: [], clone: [] };
  let sizes = { bundle: 0, mirror: 0, state: 0 };
  for (let round = 0; round < rounds; round += 1) {
    const here = await workplace(join(root, "site.git"));
    const head = grow(here.store, leaves);
    const timed = async (name: keyof Scores, work: () => unknown): Promise<void> => {
      const beganMs = performance.now();
      await work();
      scores[name].push((performance.now() - beganMs) / 1e3);
    };
    await timed("push", () => pushBranch(here, "main"));
    const plain = join(root, "plain.git");
    git("init", "--quiet", "--bare", plain);
    await timed("gitPush", () =>
      git("--git-dir", here.mirror.directory, "push", "-q", plain, "main"),
    );
    change(here.store, head, leaves, commits);
    await timed("next", () => pushBranch(here, "main"));
    const there = await workplace(here.remote.address);
    await timed("pull", () => pullBranches(there));
    const copy = await workplace(`file://${here.remote.address}`);
    await timed("clone", () => pullBranches(copy, { branch: "main", depth: 1 }));
    await timed("gitClone", () =>
      git("clone", "-q", "--bare", `file://${plain}`, join(root, "copy.git")),
    );
    const id = there.store.branches.find("main") ?? "";
    sizes = {
      bundle: bundleOf(there.store.objects, [{ name: "main", id }], zlib).length,
      mirror: bytesIn(there.mirror.directory),
      state: bytesIn(join(there.mirror.directory, ".."), /^state\.sqlite/),
    };
    for (const place of [here, there, copy]) place.close();
    for (const name of readdirSync(root)) rmSync(join(root, name), { recursive: true });
  }
  tell(on, scores, sizes);
}

type Scores = Record<"push" | "gitPush" | "next" | "pull" | "gitClone" | "clone", number[]>;

function tell(on: string, scores: Scores, sizes: Readonly<Record<string, number>>): void {
  const say = (figure: string, seconds: readonly number[], unit: "s" | "ms" = "s"): void => {
    const factor = unit === "s" ? 1 : 1000;
    const [value, middle] = [best(seconds) * factor, median(seconds) * factor];
    report({ case: on, figure, value, median: middle, unit });
  };
  say("time to push them all", scores.push);
  report({
    case: on,
    figure: "time to push them all",
    value: best(scores.push) / best(scores.gitPush),
    unit: "×",
    ratioTo: "git's own push of the same",
  });
  say("time to push one more", scores.next, "ms");
  say("time to pull them all", scores.pull);
  report({
    case: on,
    figure: "time to pull them all",
    value: best(scores.pull) / best(scores.gitClone),
    unit: "×",
    ratioTo: "git's own clone of the same",
  });
  say("time to take the last one only", scores.clone, "ms");
  for (const [what, bytes] of Object.entries(sizes))
    report({ case: on, figure: `size of the ${what}`, value: bytes / 1e6, unit: "MB" });
}

/** A store in a state's file, with its mirror, which knows the other one as `origin`. */
async function workplace(address: string): Promise<Exchange & { close(): void }> {
  const directory = join(root, `state-${++directories}`);
  mkdirSync(directory);
  const file = openStateFile(directory, { mode: "create" });
  const mirror = await Mirror.open(join(directory, "mirror.git"));
  const remote = { name: "origin", address };
  return { store: sqliteStore(file), mirror, remote, reason, close: () => file.close() };
}

/** The first commit has all leaves. */
function grow(store: Store, leaves: number): ObjectId {
  let tree = Tree.empty;
  for (let k = 0; k < leaves; k += 1) tree = tree.set(pathOf(k), valueOf(k, 0));
  let head = commit(store, tree, undefined, 0);
  for (let k = 1; k < commits; k += 1) head = change(store, head, leaves, k);
  return head;
}

function change(store: Store, head: ObjectId, leaves: number, k: number): ObjectId {
  const object = store.objects.get(head);
  const tree = Tree.at(store.objects, object?.kind === "commit" ? object.tree : "");
  const leaf = (k * 7919) % leaves;
  return commit(store, tree.set(pathOf(leaf), valueOf(leaf, k)), head, k);
}

function commit(store: Store, tree: Tree, head: ObjectId | undefined, k: number): ObjectId {
  return store.transaction(() => {
    const id = makeCommit(store.objects, {
      tree: tree.write(store.objects),
      parents: head === undefined ? [] : [head],
      by: { name: "Bench", email: "bench@example.org" },
      atMs: k * 1000,
      message: `change ${k}`,
    });
    store.branches.move("main", head, id, reason);
    return id;
  });
}

function pathOf(leaf: number): readonly string[] {
  const [group, unit] = [Math.floor(leaf / 100), Math.floor(leaf / 10) % 10];
  return ["configuration", `group-${group}`, `unit-${unit}`, `leaf-${leaf % 10}`];
}

function valueOf(leaf: number, k: number): string {
  const words = `value ${leaf} as it was set by the change with the number ${k} `;
  return `${words.padEnd(100, "·").slice(0, 100)}${k}`;
}

function bytesIn(directory: string, named = /./): number {
  const entries = readdirSync(directory, { withFileTypes: true, recursive: named.source === "." });
  const files = entries.filter((entry) => entry.isFile() && named.test(entry.name));
  return files.reduce(
    (sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size,
    0,
  );
}

function git(...args: readonly string[]): void {
  const { status, stderr } = spawnSync("git", args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
}
