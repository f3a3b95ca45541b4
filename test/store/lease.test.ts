import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { thisProcess } from "../../src/store/lease-process.ts";
import {
  type LeaseHolder,
  formatHolder,
  isStale,
  leaseHolders,
  silenceMsMax,
  takeLease,
  takeOverLease,
} from "../../src/store/lease.ts";
import { openStateFile } from "../../src/store/sqlite-file.ts";
import { sqliteJournal } from "../../src/store/sqlite.ts";
import { stateDirectory } from "./state-directory.ts";
import { startStoreProcess } from "./store-process.ts";
import { manualClock, stateOf, twoViews } from "./two-views.ts";

test("of two processes that make a state and take its lease at once exactly one wins, every time", async () => {
  for (let round = 0; round < 6; round += 1) {
    const directory = join(stateDirectory(), ".madeus");
    const racers = [startStoreProcess("hold", directory), startStoreProcess("hold", directory)];
    for (const racer of racers) expect(await racer.line()).toBe("ready");
    for (const racer of racers) racer.say("go");
    const results = await Promise.all(racers.map((racer) => racer.line()));
    expect(results.filter((result) => result === "held")).toHaveLength(1);
    const winner = racers[results.indexOf("held")];
    const told = JSON.parse(results.find((result) => result !== "held") ?? "") as object;
    // Where the winner is still at it after the longest wait for the file, nobody can say yet who it is.
    expect(told).toEqual({
      code: "MADEUS_STATE_LOCKED",
      message: expect.stringMatching(
        new RegExp(
          `^The state in ${directory} is in use by \\S.* on \\S+ \\(pid ${winner?.pid}, madeus deploy blog\\.ts, since \\d{4}-.*Z\\)\\.$|^Another process is writing to the state ${directory}/`,
        ),
      ),
      hint: expect.stringMatching(
        new RegExp(`: madeus unlock --state ${directory}$|run the same command again`),
      ),
    });
    winner?.say("end");
    await Promise.all(racers.map((racer) => racer.ended()));
  }
});

test("the lease of a killed process is free at once", async () => {
  const directory = stateDirectory();
  const holder = startStoreProcess("hold", directory);
  await holder.line();
  holder.say("go");
  expect(await holder.line()).toBe("held");
  const file = openStateFile(directory, { mode: "write" });
  expect(() => takeLease(file, manualClock(), claim)).toThrow(locked);
  await holder.kill();
  expect(leaseHolders(file)[0]?.pid).toBe(holder.pid);
  takeLease(file, manualClock(), claim).release();
  expect(leaseHolders(file)[0]).toBeUndefined();
  file.close();
});

test("a lease given back can be taken, one that is held cannot, not even by its own process", () => {
  const { file, other } = twoViews();
  const clock = manualClock();
  const lease = takeLease(file, clock, claim);
  expect(leaseHolders(other)[0]).toEqual(lease.holder);
  expect(() => takeLease(other, clock, claim)).toThrow(locked);
  lease.release();
  takeLease(other, clock, claim).release();
  expect(clock.waiting()).toBe(0);
});

test("the heartbeat is written every ten seconds until the lease is given back", () => {
  const { file, other } = twoViews();
  const clock = manualClock();
  const lease = takeLease(file, clock, claim);
  clock.advance(9_999);
  expect(leaseHolders(other)[0]?.heartbeatMs).toBe(0);
  clock.advance(25_001);
  expect(leaseHolders(other)[0]).toEqual({ ...lease.holder, heartbeatMs: 30_000 });
  lease.release();
  expect(clock.waiting()).toBe(0);
});

test("one from whom the lease was taken over can commit no more, and is told once", () => {
  const { file, other } = twoViews();
  const clock = manualClock();
  const told: string[] = [];
  const lease = takeLease(file, clock, {
    command: "one",
    lost: (error) => told.push(error.message),
  });
  const journal = sqliteJournal(file, clock);
  journal.beginRun();
  journal.append({ type: "stop" });
  journal.commit();
  const taken = takeOverLease(other, clock, { command: "other" });
  journal.append({ type: "go" });
  expect(() => journal.commit()).toThrow(locked);
  expect(() => journal.commit()).toThrow("was taken over by");
  expect([...journal.records()]).toHaveLength(1);
  clock.advance(60_000);
  expect(told).toEqual([
    `The state in ${stateOf(file)} was taken over by ${formatHolder(taken.holder)}.`,
  ]);
  lease.release();
  expect(leaseHolders(other)[0]?.id).toBe(taken.holder.id);
  taken.release();
});

test("what other processes write beside it does not cost the holder its lease", () => {
  const { file, other } = twoViews();
  const lease = takeLease(file, manualClock(), claim);
  other.transaction(() => other.database.exec("UPDATE lease SET heartbeat_ms = 7"));
  file.transaction(() => undefined);
  expect(leaseHolders(file)[0]?.id).toBe(lease.holder.id);
  lease.release();
});

test("a disk that is full for a while does not end the lease", () => {
  const { file, other } = twoViews();
  const clock = manualClock();
  const told: unknown[] = [];
  const lease = takeLease(file, clock, { command: "one", lost: (error) => told.push(error) });
  file.database.exec("PRAGMA query_only = 1");
  clock.advance(10_000);
  expect(leaseHolders(other)[0]?.heartbeatMs).toBe(0);
  file.database.exec("PRAGMA query_only = 0");
  clock.advance(10_000);
  expect(leaseHolders(other)[0]?.heartbeatMs).toBe(20_000);
  expect(told).toEqual([]);
  lease.release();
});

test("a holder on this machine is stale when its process has ended or its pid is another's", () => {
  const ended = spawnSync(process.execPath, ["-e", ""]).pid;
  expect(isStale(holderWith({}), 1e15)).toBe(false);
  expect(isStale(holderWith({ pid: ended }), 0)).toBe(true);
  expect(isStale(holderWith({ started: "" }), 0)).toBe(false);
  // Where the machine does not say when a process started, its pid must do.
  expect(isStale(holderWith({ started: "1" }), 0)).toBe(existsSync("/proc/self/stat"));
});

test("a holder that has ended is stale even while its parent has not asked for its end", async () => {
  const parent = spawn("sh", ["-c", ": & echo $!; exec cat"]);
  onTestFinished(() => void parent.kill());
  const pid = await new Promise((resolve) => parent.stdout.once("data", resolve));
  await vi.waitFor(() =>
    expect(isStale(holderWith({ pid: Number(pid), started: "" }), 0)).toBe(true),
  );
});

test("a holder on another machine is stale after thirty seconds of silence", () => {
  const elsewhere = holderWith({ machine: "another", heartbeatMs: 1_000 });
  expect(isStale(elsewhere, 1_000 + silenceMsMax)).toBe(false);
  expect(isStale(elsewhere, 1_001 + silenceMsMax)).toBe(true);
});

const claim = { command: "madeus deploy" };
const locked = expect.objectContaining({ code: "MADEUS_STATE_LOCKED" }) as Error;

function holderWith(more: Partial<LeaseHolder>): LeaseHolder {
  const names = { id: "1", user: "ann", host: "build1", command: "madeus deploy" };
  return { ...thisProcess(), ...names, sinceMs: 0, heartbeatMs: 0, ...more };
}
