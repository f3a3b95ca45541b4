import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { daemon, noDaemon } from "../../src/actions/daemon.ts";
import { directory, performed, twice } from "./stage.ts";

const pidIn = (at: string): number =>
  Number(readFileSync(`${at}/sleeper.pid`, "utf8").split(" ")[0]);
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const sleeper = (seconds = 1000) =>
  daemon({ name: "sleeper", command: ["sh", "-c", 'sleep "$0" & sleep "$0"', String(seconds)] });

test("a daemon is started once, and lives on", async () => {
  const at = directory();
  expect(await twice(sleeper(), { at })).toEqual(["daemon sleeper: start"]);
  expect(isAlive(pidIn(at))).toBe(true);
});

test("a daemon that has ended is started again", async () => {
  const at = directory();
  await performed(sleeper(), { at });
  process.kill(-pidIn(at), "SIGKILL");
  expect(await twice(sleeper(), { at })).toEqual(["daemon sleeper: start"]);
});

test("a daemon that is to be another is ended and started anew", async () => {
  const at = directory();
  await performed(sleeper(), { at });
  const before = pidIn(at);
  expect(await twice(sleeper(2000), { at })).toEqual(["daemon sleeper: restart"]);
  expect([isAlive(before), isAlive(pidIn(at))]).toEqual([false, true]);
});

test("a later process with the pid of a daemon is not taken for it, and is left alone", async () => {
  const at = directory();
  await performed(sleeper(), { at });
  const [pid, , sort] = readFileSync(`${at}/sleeper.pid`, "utf8").trim().split(" ");
  writeFileSync(`${at}/sleeper.pid`, `${pid} 1@another-boot ${sort}\n`);
  expect((await performed(noDaemon("sleeper"), { at })).changed).toEqual([]);
  expect(isAlive(Number(pid))).toBe(true);
});

test("a daemon is ended with all of its group, and nothing is left of it", async () => {
  const at = directory();
  await performed(sleeper(), { at });
  const pid = pidIn(at);
  expect(await twice(noDaemon("sleeper"), { at })).toEqual(["no daemon sleeper: stop"]);
  expect(isAlive(-pid)).toBe(false);
});

test("what a daemon has left of its group is ended, too", async () => {
  const at = directory();
  await performed(sleeper(), { at });
  const pid = pidIn(at);
  process.kill(pid, "SIGKILL");
  expect(isAlive(-pid)).toBe(true);
  expect(await twice(noDaemon("sleeper"), { at })).toEqual(["no daemon sleeper: stop"]);
  expect(isAlive(-pid)).toBe(false);
});
