/** A state that cannot be written or not be read: said in one sentence, what runs is ended, and nothing is lost. */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  closeSync,
  openSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { type Project, type Ran, cli, hasStack, project } from "./project.ts";

/** Many actions, each with a value of 20 kB for the journal; each leaves a mark outside the state. One goes on for ever. */
const filling = `
const Url = data("url", { url: String });
const steps = Object.fromEntries(Array.from({ length: 40 }, (_, k) => ["s" + k, async ({ sh, give }) => {
  await sh\`echo s\${k} >> marks\`;
  give("url", { url: "x".repeat(20_000) + k });
}]));
const long = ({ sh }) => sh\`echo $$ > pid; test -e go || exec sleep 600\`;
export const main = assembly({ name: "site", components: {
  fill: chain("fill", steps, { provides: { url: { type: Url, in: ["p40"] } } }),
  long: chain("long", { wait: long }),
} });
`;

/** May this user mount a file system of its own? Else the size of files is limited, which to a program is nearly the same. */
const mayMount = succeeds("unshare", ["-m", "mount", "-t", "tmpfs", "none", "/mnt"]);

test(`a disk that runs full (${mayMount ? "a mount" : "a limit"})`, async () => {
  const site = project(filling);
  site.write("full.sh", mayMount ? onSmallMount : underLimit);
  const args = ["-c", ". ./full.sh", process.execPath, cli];
  const ran = await site.spawn(mayMount ? "unshare" : "sh", mayMount ? ["-m", "sh", ...args] : args)
    .ended;
  const [full = "", room = ""] = ran.stderr.split("== room\n");
  expect(full).toMatch(
    /^error MADEUS_STATE_UNWRITABLE: The state .* cannot be written: .*\.\n {2}.*$/m,
  );
  expect(full).toMatch(/== 11$/m);
  expect(hasStack(ran)).toBe(false);
  expect(ran.stdout).toMatch(/^long is gone$/m);
  // An action whose end could not be written down runs again; no other one does, and none is left out.
  expect(room).toMatch(/long\.wait starts on local \(try 2\)/);
  expect(room).toMatch(/resume of site is done/);
  const marks = site.read("marks").trim().split("\n");
  expect(new Set(marks).size).toBe(40);
  expect(marks.length).toBeLessThanOrEqual(41);
});

const report = `"$0" "$1" deploy --state small/state; echo "== $?" >&2
  if kill -0 $(cat pid) 2>/dev/null; then echo long lives; else echo long is gone; fi
  echo "== room" >&2; touch go`;
const onSmallMount = `mkdir small; mount -t tmpfs -o size=320k none small
  ${report}; mount -o remount,size=8m small; "$0" "$1" resume --state small/state`;
const underLimit = `(ulimit -f 300; ${report}); "$0" "$1" resume --state small/state`;

test("a directory that this user may not write to", async () => {
  const site = project(`export const main = lone({ go: () => {} });`);
  const fresh = await unprivileged(site, "deploy");
  expect(fresh).toMatchObject({ code: 11, stdout: "" });
  expect(fresh.stderr).toMatch(
    /^error MADEUS_STATE_UNWRITABLE: The state .*state\.sqlite cannot be written: this user may not write there\.\n {2}Become the user/,
  );
  expect(hasStack(fresh)).toBe(false);
  await site.madeus("deploy");
  const before = readFileSync(site.path(".madeus/site/state.sqlite"));
  const changing = await unprivileged(site, "down --yes");
  expect(changing).toMatchObject({ code: 11, stdout: "" });
  expect(changing.stderr).toMatch(/^error MADEUS_STATE_UNWRITABLE: /);
  const reading = await unprivileged(site, "status --no-probe");
  expect(reading).toMatchObject({ code: 0, stdout: "one: p1\nthe last run, deploy, is done\n" });
  expect(readFileSync(site.path(".madeus/site/state.sqlite")).equals(before)).toBe(true);
});

const state = ".madeus/site/state.sqlite";
const damages: Readonly<Record<string, readonly [says: RegExp, damage: (path: string) => void]>> = {
  "cut in the middle": [
    /MADEUS_STATE_DAMAGED: The state .* is damaged: (its end is missing|it holds what .*)\.\n {2}Put a backup/,
    (path) => truncateSync(path, 8192),
  ],
  empty: [
    /MADEUS_STATE_DAMAGED: The state .* is damaged: it is empty\./,
    (path) => truncateSync(path, 0),
  ],
  "of garbage": [
    /MADEUS_STATE_FOREIGN: .* is not a state of Madeus: it is not an SQLite file\./,
    (path) => writeFileSync(path, "garbage ".repeat(2_000)),
  ],
  "garbled inside": [/MADEUS_STATE_(DAMAGED|FOREIGN): /, (path) => garble(path, 4096, 8_000)],
  "lacking a record": [
    /MADEUS_STATE_DAMAGED: The state .* is damaged: record 5 is missing\./,
    (path) => change(path, "DELETE FROM journal WHERE first = 5"),
  ],
  "with a record that cannot be read": [
    /MADEUS_STATE_DAMAGED: The state .* is damaged: record 5 cannot be read\./,
    (path) => change(path, `UPDATE journal SET records = '[{"type":' WHERE first = 5`),
  ],
  "with a record that does not fit": [
    /MADEUS_STATE_DAMAGED: The state .* is damaged: record 5 does not follow from those before it\./,
    (path) =>
      change(
        path,
        `UPDATE journal SET records = replace(records, '"one"', '"two"') WHERE first = 5`,
      ),
  ],
  "of a newer version": [
    /MADEUS_STATE_NEWER: The state .* was written by a newer Madeus \(version 99 .*\n {2}Install that Madeus/,
    (path) => change(path, "PRAGMA user_version = 99"),
  ],
  "of another program": [
    /MADEUS_STATE_FOREIGN: .* is not a state of Madeus: another program made it\./,
    (path) => change(path, "PRAGMA application_id = 1"),
  ],
};

test("a state that is damaged, foreign or newer is left as it is", async () => {
  const site = project(`export const main = lone({ go: () => {}, then: () => {} });`);
  await site.madeus("deploy");
  const whole = readFileSync(site.path(state));
  for (const [what, [says, damage]] of Object.entries(damages)) {
    for (const suffix of ["-wal", "-shm"]) rmSync(site.path(state + suffix), { force: true });
    writeFileSync(site.path(state), whole);
    damage(site.path(state));
    const before = content(site.path(state));
    const ran = await site.madeus("resume");
    expect(ran, what).toMatchObject({ code: 11, stdout: "" });
    expect(ran.stderr, what).toMatch(says);
    expect(hasStack(ran), what).toBe(false);
    expect(content(site.path(state)), what).toBe(before);
  }
});

test("a state without its log is refused until it is said that what was in it is given up", async () => {
  const site = project(`export const main = lone({ go: () => {}, then: () => {} });`);
  await site.madeus("deploy");
  // So it is found where a command is at work, or was killed.
  change(site.path(state), "UPDATE log SET expected = 1");
  for (const verb of ["status", "resume", "fsck"]) {
    const ran = await site.madeus(verb);
    expect(ran, verb).toMatchObject({ code: 11, stdout: "" });
    expect(ran.stderr, verb).toMatch(
      /^error MADEUS_STATE_DAMAGED: The state .* is damaged: its log, state\.sqlite-wal, is not beside it\.\n {2}Put the log back: .*madeus fsck --accept-loss/,
    );
  }
  expect(await site.madeus("fsck --accept-loss")).toMatchObject({ code: 0, stderr: "" });
  expect(await site.madeus("resume")).toMatchObject({ code: 0 });
});

/** The records, or where they cannot be read all there is. */
function content(path: string): string {
  const database = new DatabaseSync(path);
  try {
    return JSON.stringify(database.prepare("SELECT * FROM journal").all());
  } catch {
    return readFileSync(path, "latin1");
  } finally {
    database.close();
  }
}

function change(path: string, sql: string): void {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
}

function garble(path: string, from: number, length: number): void {
  const handle = openSync(path, "r+");
  writeSync(handle, Buffer.alloc(length, 0x5a), 0, length, from);
  closeSync(handle);
}

/** Permissions do not bind root: then the command becomes nobody once its modules, and the user's file, are loaded. */
async function unprivileged(site: Project, args: string): Promise<Ran> {
  if (process.getuid?.() !== 0) {
    const folders = ["", ".madeus", ".madeus/site", state].filter((name) => site.has(name));
    for (const name of folders) chmodSync(site.path(name), 0o555);
    return site.madeus(args).finally(() => {
      for (const name of folders) chmodSync(site.path(name), 0o755);
    });
  }
  site.write(
    "nobody.mjs",
    `import { main } from ${JSON.stringify(cli.replace("cli.js", "command/main.js"))};
     await import("./assembly.ts");
     process.setgroups([]);
     process.setgid(65534);
     process.setuid(65534);
     process.exitCode = await main(process.argv.slice(2));`,
  );
  return site.spawn(process.execPath, ["nobody.mjs", ...args.split(" ")]).ended;
}

function succeeds(file: string, args: readonly string[]): boolean {
  try {
    execFileSync(file, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
