import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import type { Scope } from "../../src/model/scope.ts";
import { thisProcess } from "../../src/store/lease-process.ts";
import {
  type LeaseClock,
  type LeaseHolder,
  editionOf,
  formatHolder,
  isStale,
  leaseHolders,
  silenceMsMax,
  takeLease,
  takeOverLease,
} from "../../src/store/lease.ts";
import { type StateFile, openStateFile } from "../../src/store/sqlite-file.ts";
import { sqliteJournal } from "../../src/store/sqlite.ts";
import { stateDirectory } from "./state-directory.ts";
import { startStoreProcess } from "./store-process.ts";

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

const about = (...instances: string[]): Scope => ({ instances, beside: ["db"], hosts: instances });

test("leases whose scopes do not meet stand side by side, and one without a scope keeps all out", () => {
  const { file, other } = twoViews();
  const clock = manualClock();
  const web1 = takeLease(file, clock, { ...claim, scope: about("web1") });
  const web2 = takeLease(other, clock, { ...claim, scope: about("web2") });
  expect([web1.isBeside, web2.isBeside]).toEqual([false, true]);
  expect(leaseHolders(file)).toEqual([web1.holder, web2.holder]);
  for (const scope of [about("web1"), about("web3", "db"), undefined])
    expect(() => takeLease(other, clock, { ...claim, scope })).toThrow(locked);
  expect(() => takeLease(other, clock, { ...claim, scope: about("web3", "web2") })).toThrow(
    `The instance "web2" of the state in ${stateOf(file)} is in use by ${formatHolder(web2.holder)}.`,
  );
  const sameHost = { instances: ["web4"], beside: [], hosts: ["web1"] };
  expect(() => takeLease(other, clock, { ...claim, scope: sameHost })).toThrow('The host "web1"');
  web1.release();
  expect(leaseHolders(file)).toEqual([web2.holder]);
  web2.release();
  const whole = takeLease(file, clock, claim);
  expect(() => takeLease(other, clock, { ...claim, scope: about("web1") })).toThrow(locked);
  whole.release();
});

test("each writes in a block of numbers of its own, and is read by itself, whoever wrote when", () => {
  const { file, other } = twoViews();
  const clock = manualClock();
  const leases = [
    takeLease(file, clock, { ...claim, scope: about("web1") }),
    takeLease(other, clock, { ...claim, scope: about("web2") }),
  ] as const;
  const [one, two] = [
    sqliteJournal(file, clock, leases[0]),
    sqliteJournal(other, clock, leases[1]),
  ];
  expect([one.beginRun(), two.beginRun()]).toEqual([1, 2]);
  for (const entry of ["stop", "go", "stop"] as const)
    for (const journal of [two, one]) {
      journal.append({ type: entry });
      journal.commit();
    }
  expect(leaseHolders(file).map(({ run }) => run)).toEqual([1, 2]);
  expect(one.beginRun()).toBe(3);
  one.append({ type: "abandon" });
  one.commit();
  const far = 1_000_000_000;
  const read = [...two.records()].map(({ seq, run, type }) => [seq, run, type]);
  expect(read).toEqual([
    [1, 1, "stop"],
    [2, 1, "go"],
    [3, 1, "stop"],
    [4, 3, "abandon"],
    [far + 1, 2, "stop"],
    [far + 2, 2, "go"],
    [far + 3, 2, "stop"],
  ]);
  for (const lease of leases) lease.release();
  const next = takeLease(file, clock, claim);
  expect([next.first, next.beginRun()]).toEqual([far + 4, 4]);
  next.release();
  file.database.exec(`DELETE FROM journal WHERE first = ${far + 2}`);
  expect(() => [...two.records()]).toThrow(`record ${far + 2} is missing`);
  file.database.exec("DELETE FROM journal WHERE first = 2");
  expect(() => [...two.records()]).toThrow("record 2 is missing");
});

test("one who has read before somebody began or ended is told to read again", () => {
  const { file, other } = twoViews();
  const clock = manualClock();
  const claimed = { ...claim, scope: about("web1") };
  const before = editionOf(file, clock.nowMs());
  const web2 = takeLease(other, clock, { ...claim, scope: about("web2") });
  expect(takeLease(file, clock, { ...claimed, edition: before })).toBeUndefined();
  const beside = editionOf(file, clock.nowMs());
  web2.release();
  expect(takeLease(file, clock, { ...claimed, edition: beside })).toBeUndefined();
  const alone = editionOf(file, clock.nowMs());
  const lease = takeLease(file, clock, { ...claimed, edition: alone });
  expect(leaseHolders(other)).toEqual([lease?.holder]);
  lease?.release();
});

test("what those write that are at work all the time makes nothing read again", () => {
  const { file, other } = twoViews();
  const clock = manualClock();
  const web2 = takeLease(other, clock, { ...claim, scope: about("web2") });
  const journal = sqliteJournal(other, clock, web2);
  journal.beginRun();
  journal.append({ type: "go" });
  journal.commit();
  const edition = editionOf(file, clock.nowMs());
  journal.append({ type: "stop" });
  journal.commit();
  const lease = takeLease(file, clock, { ...claim, scope: about("web1"), edition });
  expect(lease?.isBeside).toBe(true);
  lease?.release();
  web2.release();
});

test("one is taken over, and the other one writes on", () => {
  const { file, other } = twoViews();
  const clock = manualClock();
  const web1 = takeLease(file, clock, { ...claim, scope: about("web1") });
  const web2 = takeLease(other, clock, { ...claim, scope: about("web2") });
  const third = openStateFile(stateOf(file), { mode: "write" });
  takeOverLease(third, clock, { command: "madeus unlock" }, web1.holder).release();
  third.close();
  expect(() => file.transaction(() => undefined)).toThrow("was taken over by another process");
  other.transaction(() => undefined);
  expect(leaseHolders(other)).toEqual([web2.holder]);
  web1.release();
  web2.release();
});

const claim = { command: "madeus deploy" };
const locked = expect.objectContaining({ code: "MADEUS_STATE_LOCKED" }) as Error;

function holderWith(more: Partial<LeaseHolder>): LeaseHolder {
  const names = { id: "1", user: "ann", host: "build1", command: "madeus deploy" };
  return { ...thisProcess(), ...names, sinceMs: 0, heartbeatMs: 0, ...more };
}

/** Two connections to one state, as two processes have them. */
function twoViews(): { readonly file: StateFile; readonly other: StateFile } {
  const directory = stateDirectory();
  const file = openStateFile(directory, { mode: "create" });
  const other = openStateFile(directory, { mode: "write" });
  onTestFinished(() => [file, other].forEach((view) => view.close()));
  return { file, other };
}

const stateOf = (file: StateFile): string => file.path.replace(/\/state\.sqlite$/, "");

/** Time that passes when it is told to. */
function manualClock(): LeaseClock & { advance(ms: number): void; waiting(): number } {
  let now = 0;
  const timers = new Set<{ readonly atMs: number; readonly wake: () => void }>();
  return {
    nowMs: () => now,
    after(delayMs, wake) {
      const timer = { atMs: now + delayMs, wake };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance(ms) {
      const end = now + ms;
      for (;;) {
        const next = [...timers].sort((a, b) => a.atMs - b.atMs)[0];
        if (next === undefined || next.atMs > end) break;
        timers.delete(next);
        now = next.atMs;
        next.wake();
      }
      now = end;
    },
    waiting: () => timers.size,
  };
}
