/** Programs that outlive the action that started them, and pid files that must not lie. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { daemonOf, endDaemon } from "../../assemblies/guestbook/daemon.ts";
import { birth, living, record } from "../../assemblies/guestbook/programs/pid-file.ts";

let directory: string;
let child: ChildProcess;
let pid: number;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "daemon-"));
  const stubborn = "process.on('SIGTERM', () => {}); console.log(); setInterval(() => {}, 1000)";
  child = spawn(process.execPath, ["-e", stubborn], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout!, "data");
  pid = child.pid!;
});
afterEach(async () => {
  child.kill("SIGKILL");
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  await rm(directory, { recursive: true });
});
const write = (identity: unknown): Promise<void> =>
  writeFile(
    join(directory, "pid"),
    typeof identity === "string" ? identity : JSON.stringify(identity),
  );
const shell = () => ({ directory, instance: "child" });

test("a process is alive under its own pid and birth only", async () => {
  await write({ pid, born: await birth(pid) });
  expect(await daemonOf(shell())).toBe(pid);
  await write({ pid, born: await birth(process.pid) });
  expect(await daemonOf(shell())).toBeUndefined();
});

test("a pid file that is missing, torn or strange names nobody", async () => {
  const born = await birth(pid);
  const strange = [{ pid }, { pid: `${pid}`, born }, { pid: -1, born }, { pid, born: 1 }, null, 1];
  const named = [await daemonOf(shell())];
  for (const content of ["", "{", "\0", ...strange]) {
    await write(content);
    named.push(await daemonOf(shell()));
  }
  expect(named.filter((found) => found !== undefined)).toEqual([]);
});

test("a process that has this pid by now, but is another one, is never ended", async () => {
  await write({ pid, born: "an earlier boot/1" });
  await endDaemon(shell());
  expect(await birth(pid)).toBeDefined();
});

test("one that does not listen is ended by force", async () => {
  await write({ pid, born: await birth(pid) });
  const farewell = [
    ["SIGTERM", 50],
    ["SIGKILL", 5_000],
  ] as const;
  await endDaemon(shell(), farewell);
  expect(await birth(pid)).toBeUndefined();
});

test("one that cannot be ended is named", async () => {
  await write({ pid, born: await birth(pid) });
  await expect(endDaemon(shell(), [["SIGTERM", 50]])).rejects.toThrow(
    "the process of child cannot be ended",
  );
});

test("a process records itself", async () => {
  await record(join(directory, "pid"));
  expect(await living(join(directory, "pid"))).toBe(process.pid);
});
