/** Commits of runs: each shows what a replay of the journal up to its record gives, and none is missing. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { State, fold } from "../../src/engine/fold.ts";
import { component } from "../../src/model/component.ts";
import { service } from "../../src/model/port.ts";
import type { Instruction } from "../../src/model/program.ts";
import { type Cause, causeOf, subjectOf } from "../../src/store/commit.ts";
import { treeOf } from "../../src/store/deployment-tree.ts";
import { type HistoryEntry, history } from "../../src/store/history.ts";
import { Historian, mainBranch } from "../../src/store/historian.ts";
import { type Catalog, catalogOf } from "../../src/store/catalog.ts";
import type { JournalRecord } from "../../src/store/journal.ts";
import { memoryObjects } from "../../src/store/memory-objects.ts";
import type { Objects } from "../../src/store/objects.ts";
import { type Store, memoryStore } from "../../src/store/store.ts";
import { livesOf, ordeals } from "./ordeal.ts";
import { add, push, simulate } from "./simulation.ts";

const ann = { name: "ann", email: "ann@build1" };
const around = { assembly: "site", limits: { total: 2 } };

/** Of a run whose records begin after `last`. */
function historianOn(store: Store, state: State, last: number): Historian {
  const historian = new Historian({ ...store, state, id: "5ca1ab1e", last, by: ann });
  const file = { file: "", export: "", declaration: "" };
  historian.begin({ type: "run", verb: "deploy", ...around, ...file, seq: last, run: 1, atMs: 0 });
  return historian;
}

/** Oldest first. */
function commitsOf({ objects, branches }: Store): readonly (HistoryEntry & Cause)[] {
  const head = branches.find(mainBranch);
  return (head === undefined ? [] : history(objects, [head])).toReversed().map((entry) => {
    const cause = causeOf(entry.commit);
    if (cause === undefined) throw new Error("a commit has no cause");
    return { ...entry, ...cause };
  });
}

/** The tree after so many records. */
function replayedTo(records: readonly JournalRecord[], count: number, catalog: Catalog): string {
  const state = new State(catalog);
  for (const record of records.slice(0, count)) fold(state, record);
  const { configuration, versions, on } = state;
  return treeOf({ configuration, versions, on, ...around }).write(memoryObjects());
}

describe("commits of a run with crashes", () => {
  test("show what a replay up to their record gives, at each stop of the program and at the end", async () => {
    await fc.assert(
      fc.asyncProperty(ordeals, async (ordeal) => {
        let store = memoryStore();
        const begun: number[] = [];
        const lives = await livesOf(ordeal, (kept) => ({
          historian(state) {
            store = cutAt(store, kept);
            begun.push(kept);
            return historianOn(store, state, kept);
          },
        }));
        const { records } = lives.at(-1)?.run ?? { records: [] };
        const catalog = lives.at(-1)?.catalog ?? catalogOf([]);
        const commits = commitsOf(store);
        for (const { commit, record = 0 } of commits)
          expect(replayedTo(records, record, catalog)).toBe(commit.tree);
        expect(commits.map(({ record }) => record)).toEqual(stopsIn(records, begun, catalog));
      }),
      { numRuns: 60 },
    );
  });

  /** What a crash leaves of a store whose journal ends at a record: they are written together. */
  function cutAt({ objects, branches }: Store, last: number): Store {
    const store = { ...memoryStore(), objects };
    const head = branches.find(mainBranch);
    const left = (head === undefined ? [] : history(objects, [head])).find(
      ({ commit }) => (causeOf(commit)?.record ?? 0) <= last,
    );
    if (left !== undefined)
      store.branches.move(mainBranch, undefined, left.id, { atMs: 0, by: "", why: "" });
    return store;
  }

  /** The records after which there must be a commit; a life that does not begin at one knows of none before it. */
  function stopsIn(
    records: readonly JournalRecord[],
    begun: readonly number[],
    catalog: Catalog,
  ): readonly number[] {
    const stops: number[] = [];
    const state = new State(catalog);
    let position: number | undefined;
    for (const [before, record] of records.entries()) {
      if (begun.includes(before) && stops.at(-1) !== before) {
        position = undefined;
        if (before > 0 && stops.length === 0 && state.configuration.numbers.size > 0) {
          stops.push(before);
          position = state.configuration.position;
        }
      }
      fold(state, record);
      const c = state.configuration;
      const isBlocked = c.position !== position && c.position < c.program.length;
      if (record.type !== "result" && !isBlocked) continue;
      stops.push(record.seq);
      position = c.position;
    }
    return stops;
  }
});

const Sql = service("sql");
const db = component({
  name: "db",
  places: ["absent", "running"],
  initial: "absent",
  provides: { sql: { type: Sql, in: ["running"] } },
  behaviors: { deploy: { start: { from: "absent", to: "running" } } },
});
const web = component({
  name: "web",
  places: ["absent", "running"],
  initial: "absent",
  uses: { database: { type: Sql, in: ["running"] } },
  behaviors: {
    deploy: { start: { from: "absent", to: "running" } },
    suspend: { stop: { from: "running", to: "absent" } },
  },
});
const wait = (...instances: string[]): Instruction => ({ op: "wait", instances });
const wired = (op: "connect" | "disconnect", user: string): Instruction => ({
  op,
  use: { instance: user, port: "database" },
  provide: { instance: "db", port: "sql" },
});

const recordedRun = async (program: readonly Instruction[], store: Store) =>
  simulate({ program, historian: (state) => historianOn(store, state, 0) });

test("a commit says in words where the program stands, and by whom it was made", async () => {
  const store = memoryStore();
  const program = [add("db", db), add("web", web), wired("connect", "web"), push("db", "deploy")];
  await recordedRun(
    [
      ...program,
      wait("db"),
      push("web", "deploy"),
      wait(),
      push("web", "suspend"),
      wired("disconnect", "web"),
      { op: "del", instance: "web" },
      wait(),
    ],
    store,
  );
  const commits = commitsOf(store);
  expect(commits.map(({ commit }) => subjectOf(commit))).toEqual([
    "site: deploy waits for db",
    "site: deploy waits for all",
    "site: deploy waits to delete web",
    "site: deploy is done",
  ]);
  expect(commits[0]?.commit.author).toEqual({ ...ann, atS: 0, zone: "+0000" });
  expect(commits.map(({ run, instruction }) => [run, instruction])).toEqual([
    [1, 4],
    [1, 6],
    [1, 9],
    [1, 11],
  ]);
});

test("a failure is named, and a run that goes nowhere says so", async () => {
  const store = memoryStore();
  const failing = {
    kind: "failed",
    error: { code: "MADEUS_ACTION_FAILED", message: "no" },
  } as const;
  await simulate({
    program: [add("db", db), push("db", "deploy"), wait()],
    becomes: () => failing,
    historian: (state) => historianOn(store, state, 0),
  });
  const subjects = commitsOf(store).map(({ commit }) => subjectOf(commit));
  expect(subjects).toEqual(["site: deploy waits for all", "site: deploy has failed: db.start"]);
});

test("what was not touched since the last commit is not written again", async () => {
  const store = memoryStore();
  /** Of each commit, itself included. */
  const puts: number[] = [];
  let since = 0;
  const counted: Objects = {
    ...store.objects,
    put(object, like) {
      since += 1;
      if (object.kind === "commit") puts.push(since);
      if (object.kind === "commit") since = 0;
      return store.objects.put(object, like);
    },
  };
  const names = Array.from({ length: 1000 }, (_, k) => `web${k}`);
  const program = [
    add("db", db),
    ...names.flatMap((name) => [add(name, web), wired("connect", name)]),
    push("db", "deploy"),
    wait(),
    ...names.slice(0, 100).flatMap((name) => [push(name, "deploy"), wait(name)]),
  ];
  await recordedRun(program, { ...store, objects: counted });
  const [first = 0, ...others] = puts;
  expect(others).toHaveLength(101);
  expect(first).toBeGreaterThan(1000);
  // The commit, four directories on the way, those of what has moved, and of the program its position and what is left.
  expect(Math.max(...others)).toBeLessThanOrEqual(14);
});

test("what stood before there were commits becomes the first one", async () => {
  const kept: string[] = [];
  await simulate({ kept, program: [add("db", db), push("db", "deploy"), wait()] });
  const store = memoryStore();
  const program = [add("web", web), wired("connect", "web"), push("web", "deploy"), wait()];
  await simulate({
    kept,
    program,
    catalog: catalogOf([add("db", db), ...program]),
    historian: (state) => historianOn(store, state, kept.length),
  });
  expect(commitsOf(store).map(({ commit }) => subjectOf(commit))).toEqual([
    "site: as it stood before deploy",
    "site: deploy waits for all",
    "site: deploy is done",
  ]);
});

test("a head that cannot be read is drawn anew, and stays the parent", async () => {
  const kept: string[] = [];
  const store = memoryStore();
  await simulate({
    kept,
    program: [add("db", db), push("db", "deploy"), wait()],
    historian: (state) => historianOn(store, state, 0),
  });
  const [head] = commitsOf(store).toReversed();
  store.objects.drop([head?.commit.tree ?? ""]);
  const run = await simulate({
    kept,
    program: [push("db", "deploy"), wait()],
    catalog: catalogOf([add("db", db)]),
    historian: (state) => historianOn(store, state, kept.length),
  });
  expect(run.outcome).toBe("done");
  const last = commitsOf(store).at(-1);
  expect(last?.commit.tree).toBe(
    replayedTo(run.records, last?.record ?? 0, catalogOf([add("db", db)])),
  );
  expect(commitsOf(store).map(({ id }) => id)).toContain(head?.id);
});
