import { expect, test } from "vitest";
import { VirtualClock } from "../../src/engine/clock-virtual.ts";
import type { Instruction } from "../../src/model/program.ts";
import { assembly } from "../../src/model/assembly.ts";
import { type AnyComponent, component } from "../../src/model/component.ts";
import { data, service } from "../../src/model/port.ts";
import { deployment } from "../../src/model/program.ts";
import { catalogOf } from "../../src/store/catalog.ts";
import { memoryJournal } from "../../src/store/memory.ts";
import { byHand, failed, row } from "./by-hand.ts";
import { canonical, marking, push, replay, simulate } from "./simulation.ts";

const Sql = service("sql");
const Address = data("address", { host: String });
const database = component({
  name: "database",
  places: ["absent", "installed", "running"],
  initial: "absent",
  provides: {
    sql: { type: Sql, in: ["running"] },
    address: { type: Address, in: ["installed", "running"] },
  },
  behaviors: {
    deploy: {
      install: { from: "absent", to: "installed", durationS: 3, limits: ["apt"] },
      start: { from: "installed", to: "running", retry: { attempts: 3, delayMs: 500 } },
    },
  },
});
const web = component({
  name: "web",
  places: ["absent", "installed", "configured", "running"],
  initial: "absent",
  uses: {
    database: { type: Sql, in: ["start", "running"] },
    address: { type: Address, in: ["configure"] },
  },
  behaviors: {
    deploy: {
      install: { from: "absent", to: "installed", limits: ["apt"] },
      configure: { from: "installed", to: "configured" },
      start: { from: "configured", to: "running" },
    },
  },
});
const blog = assembly({
  name: "blog",
  components: { db: database, web },
  wires: { web: { database: "db.sql", address: "db.address" } },
});
const program = deployment(blog as never);
const failing =
  (at: string, tries: number) =>
  (work: { instance: string; transition: string; attempt: number }) =>
    `${work.instance}.${work.transition}` === at && work.attempt <= tries
      ? ({ kind: "failed", error: { code: "MADEUS_ACTION_FAILED", message: "it broke" } } as const)
      : undefined;

test("a deployment runs as fast as its dependencies allow", async () => {
  const run = await simulate({ program });
  expect(run.outcome).toBe("done");
  expect(marking(run.state)).toEqual({ db: "running", web: "running" });
  expect(
    run.tries.map(
      ({ work, startMs, endMs }) => `${work.instance}.${work.transition} ${startMs} ${endMs}`,
    ),
  ).toEqual([
    "db.install 0 1000",
    "web.install 0 1000",
    "db.start 1000 2000",
    "web.configure 1000 2000",
    "web.start 2000 3000",
  ]);
});

test("every action is on record before it begins and after it ended", async () => {
  const { records } = await simulate({ program });
  expect(records.map(({ type }) => type)).toEqual([
    "program",
    "started",
    "started",
    "ended",
    "ended",
    "started",
    "started",
    "ended",
    "ended",
    "started",
    "ended",
    "result",
  ]);
});

test("whoever is told of records hears when they are committed, all of them and nothing else", async () => {
  const kept: string[] = [];
  let told = 0;
  const commits: (readonly [told: number, kept: number])[] = [];
  await simulate({
    program: row(["a", "b"]),
    kept,
    tell() {
      expect(kept.length).toBeLessThan(++told);
    },
    committed: () => commits.push([told, kept.length]),
  });
  expect(commits.every(([of, are]) => of === are)).toBe(true);
  expect(commits.at(-1)).toEqual([told, told]);
  expect(commits.length).toBeGreaterThan(1);
});

test("a failed try is repeated after its delay, doubled each time", async () => {
  const run = await simulate({ program, becomes: failing("db.start", 2) });
  expect(run.outcome).toBe("done");
  expect(
    run.tries
      .filter(({ work }) => work.transition === "start" && work.instance === "db")
      .map(({ startMs }) => startMs),
  ).toEqual([1000, 2500, 4500]);
});

test("after a failure, drain goes on with what does not depend on it", async () => {
  const run = await simulate({ program, becomes: failing("db.start", 9) });
  expect(run.outcome).toBe("failed");
  expect(marking(run.state)).toEqual({ db: "start…", web: "(start" });
});

test("after a failure, stop starts nothing more", async () => {
  const run = await simulate({
    program,
    becomes: failing("db.install", 9),
    durationMs: ({ instance }) => (instance === "db" ? 1000 : 1500),
    onError: "stop",
  });
  expect(run.outcome).toBe("failed");
  expect(marking(run.state)).toEqual({ db: "install…", web: "(configure" });
});

test("what a failure of one instance does can differ from what those of others do", async () => {
  const setting = {
    program,
    becomes: failing("db.install", 9),
    durationMs: ({ instance }: { readonly instance: string }) => (instance === "db" ? 1000 : 1500),
  };
  const stopped = await simulate({ ...setting, onErrorOf: { db: "stop" } });
  expect(marking(stopped.state)["web"]).toBe("(configure");
  const drained = await simulate({ ...setting, onError: "stop", onErrorOf: { db: "drain" } });
  expect(drained.outcome).toBe("failed");
  expect(drained.records.map(({ type }) => type)).not.toContain("stop");
});

test("a named limit holds back the actions that name it, the more urgent one going first", async () => {
  const run = await simulate({ program, limits: { named: { apt: 1 } } });
  expect(
    run.tries
      .slice(0, 3)
      .map(({ work, startMs }) => `${work.instance}.${work.transition} ${startMs}`),
  ).toEqual(["db.install 0", "db.start 1000", "web.install 1000"]);
});

test("the first stage of a cancellation lets running actions end, the second makes them unknown", async () => {
  const first = await simulate({
    program,
    meanwhile: (engine, clock) => void clock.after(500, () => engine.stop()),
  });
  expect(first.outcome).toBe("cancelled");
  expect(marking(first.state)).toEqual({ db: "(start", web: "(configure" });
  const second = await simulate({
    program,
    meanwhile: (engine, clock) => void clock.after(500, () => engine.abort()),
  });
  expect(second.outcome).toBe("cancelled");
  expect(marking(second.state)).toEqual({ db: "install…", web: "install…" });
  expect(second.records.filter(({ type }) => type === "unknown")).toHaveLength(2);
});

test("a run that cannot go on ends at once", async () => {
  const run = await simulate({
    program: program.filter((one) => one.op !== "changeBehavior" || one.instance !== "db"),
  });
  expect(run.outcome).toBe("stuck");
  expect(run.clock.nowMs()).toBe(1000);
});

test("cut after any record, a resumed run ends in the same configuration, and no finished action runs again", async () => {
  const whole = await simulate({ program, becomes: failing("db.start", 1) });
  for (let cut = 1; cut < whole.records.length; cut++) {
    const kept = whole.records.slice(0, cut).map((record) => JSON.stringify(record));
    const journal = memoryJournal(new VirtualClock(), kept);
    const finished = whole.records
      .slice(0, cut)
      .flatMap((one) => (one.type === "ended" ? [`${one.instance}.${one.transition}`] : []));
    const catalog = catalogOf(program);
    const before = replay(journal, catalog);
    const again = await simulate({ kept, catalog });
    expect(again.outcome, `cut after ${cut}`).toBe("done");
    expect(canonical(again.state.configuration)).toBe(canonical(whole.state.configuration));
    expect(canonical(replay(journal, catalog).configuration)).toBe(
      canonical(again.state.configuration),
    );
    expect(
      again.tries.filter(({ work }) => finished.includes(`${work.instance}.${work.transition}`)),
    ).toEqual([]);
    const keys = [...before.tasks.values()]
      .filter(({ state }) => state === "at-work")
      .map(({ key }) => key);
    expect(again.records.filter((one) => one.type === "unknown")).toHaveLength(keys.length);
    for (const { key } of before.tasks.values())
      expect(again.tries.map(({ work }) => work.key)).toContain(key);
  }
});

test("a try that waits for its pause does not keep a run that is stopped", async () => {
  const pausing = row(["a", "b"], { retry: { attempts: 9, delayMs: 3_600_000 } });
  const cancelled = byHand({ program: pausing });
  cancelled.end("a.go", failed);
  cancelled.end("b.go");
  cancelled.engine.stop();
  cancelled.clock.run(0);
  await Promise.resolve();
  expect(cancelled.outcome()).toBe("cancelled");
  expect(cancelled.records().filter(({ type }) => type === "result")).toHaveLength(1);
  const last = row(["z"]);
  const failing = byHand({ program: [...pausing, ...last], onError: "stop" });
  expect(failing.begun).toEqual(["a.go 1", "b.go 1", "z.go 1"]);
  failing.end("a.go", failed);
  failing.end("b.go", failed);
  failing.end("z.go", failed);
  await Promise.resolve();
  expect(failing.outcome()).toBe("failed");
});

test("an action that is run again has all its tries again", () => {
  const run = byHand({ program: row(["a", "b"], { retry: { attempts: 2, delayMs: 1 } }) });
  run.end("a.go", failed);
  run.clock.run();
  run.end("a.go", failed);
  run.engine.post({ type: "refire", instance: "a", transition: "go" });
  run.clock.run();
  run.end("a.go", failed);
  run.clock.run();
  expect(run.begun).toEqual(["a.go 1", "b.go 1", "a.go 2", "a.go 3", "a.go 4"]);
});

test("a limit that admits nothing ends the run instead of holding it for ever", async () => {
  const run = byHand({ program: row(["a"]), limits: { total: 0 } });
  await Promise.resolve();
  expect(run.outcome()).toBe("stuck");
});

test("where the journal cannot be written nothing more begins, what runs is ended, then the run rejects", async () => {
  const full = new Error("the disk is full");
  let isFull = false;
  const run = byHand({
    program: row(["a", "b", "c"], { retry: { attempts: 2, delayMs: 3_600_000 } }),
    limits: { total: 2 },
    journal: (journal) => ({
      ...journal,
      commit() {
        if (isFull) throw full;
        journal.commit();
      },
    }),
  });
  isFull = true;
  run.end("a.go", failed);
  await Promise.resolve();
  expect(run.cuts()).toBe(1);
  expect(run.error()).toBeUndefined();
  run.end("b.go", failed);
  await Promise.resolve();
  expect(run.error()).toBe(full);
  expect(run.begun).toEqual(["a.go 1", "b.go 1"]);
});

test("an instance moves to another host when it is added there, and not before", async () => {
  const [first] = row(["a"]);
  const { component: one } = first as { component: AnyComponent };
  const moving: Instruction[] = [
    { op: "add", instance: "a", component: one, on: "h1" },
    push("a", "deploy"),
    { op: "wait", instances: [] },
    { op: "del", instance: "a" },
    { op: "add", instance: "a", component: one, on: "h2" },
    push("a", "deploy"),
    { op: "wait", instances: [] },
    { op: "del", instance: "a" },
    { op: "add", instance: "a", component: one },
    push("a", "deploy"),
  ];
  const { outcome, tries } = await simulate({ program: moving });
  expect(outcome).toBe("done");
  expect(tries.map(({ work }) => work.host)).toEqual(["h1", "h2", "local"]);
  expect(new Set(tries.map(({ work }) => work.key)).size).toBe(3);
});
