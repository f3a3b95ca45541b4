/** Two engines on one state file, in virtual time: whoever dies, and in whatever order they go on, it comes to what it comes to one by one. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Claimed, claimed } from "../../src/command/claim.ts";
import { behindOf } from "../../src/command/current.ts";
import { decide } from "../../src/command/decisions.ts";
import { openRun } from "../../src/command/open-run.ts";
import { resumption } from "../../src/command/resumption.ts";
import { type Session, adopt, beginRun, openSession } from "../../src/command/session.ts";
import { treeOfAll } from "../../src/command/all-that-stands.ts";
import { VirtualClock } from "../../src/engine/clock-virtual.ts";
import { Engine } from "../../src/engine/engine.ts";
import { simulated } from "../../src/host/simulated.ts";
import { type Program, deployment, programOf } from "../../src/model/program.ts";
import { canonical, start } from "../../src/semantics/explore.ts";
import { settle } from "../../src/semantics/settle.ts";
import { causeOf, makeCommit } from "../../src/store/commit.ts";
import { fsckFile } from "../../src/store/sqlite-fsck.ts";
import { deploymentIn } from "../../src/store/deployment.ts";
import { Tree } from "../../src/store/tree.ts";
import { history } from "../../src/store/history.ts";
import { mainBranch } from "../../src/store/historian.ts";
import type { Journal, RunOutcome } from "../../src/store/journal.ts";
import { leaseHolders } from "../../src/store/lease.ts";
import { commitAt } from "../../src/store/objects.ts";
import { openStateFile } from "../../src/store/sqlite-file.ts";
import { memoryObjects } from "../../src/store/memory-objects.ts";
import { stateDirectory } from "../store/state-directory.ts";
import { kinds, names, site } from "./four-webs.ts";

interface Life {
  /** Which web, and which of the programs. */
  readonly name: (typeof names)[number];
  readonly kind: number;
  /** Before which of its commits it dies; one that is past them lives. */
  readonly dies: number;
  readonly durationMs: number;
}
const lives = fc.record({
  kind: fc.nat(kinds.length - 1),
  dies: fc.integer({ min: 2, max: 12 }),
  durationMs: fc.integer({ min: 1, max: 5 }),
});

const programOn = (name: string, kind: number): Program =>
  programOf(site, kinds[kind]?.(name) ?? []);

/** Dies before a commit: nothing of it is written, and nothing after it. */
function mortal(journal: Journal, dies: number): Journal {
  let commits = 0;
  return {
    ...journal,
    beginRun: () => journal.beginRun(),
    append: (entry) => journal.append(entry),
    records: () => journal.records(),
    commit() {
      if (++commits >= dies) throw new Death("it died");
      journal.commit();
    },
  };
}
class Death extends Error {}

/** A run on a session, until its process dies or the run is over. */
function begun(
  { session }: Pick<Claimed<unknown>, "session">,
  clock: VirtualClock,
  {
    declared,
    dies,
    durationMs,
    give,
  }: {
    readonly declared: Program;
    readonly dies: number;
    readonly durationMs: number;
    readonly give: (engine: Engine) => void;
  },
): Promise<RunOutcome | "dead"> {
  const verb = session.part?.run === undefined ? "reconfigure" : "resume";
  const record = beginRun(session, { verb, declared, file: "", name: "", settings: {} }, {});
  expect(record.type).toBe("run");
  const engine = new Engine({
    state: session.state,
    journal: mortal(session.journal, dies),
    clock,
    performer: simulated(clock, { durationMs: () => durationMs }),
    tell: (one, steps) => session.historian?.note(one, steps),
  });
  give(engine);
  return engine.run().then(
    (outcome) => {
      session.close();
      return outcome;
    },
    (error: unknown) => {
      if (!(error instanceof Death)) throw error;
      bury(session);
      return "dead" as const;
    },
  );
}

/** Leaves the state as a process that was killed leaves it: its lease stays behind, and nobody holds it. */
function bury({ directory, holder, close }: Session): void {
  const other = openStateFile(directory, { mode: "write" });
  const row = other.database.prepare("SELECT * FROM lease WHERE id = ?").get(holder?.id ?? "");
  close();
  const { id, scope, first, run } = row as Record<string, string | number | null>;
  const gone = JSON.stringify({ ...holder, pid: 2 ** 22 - 1, started: "1" });
  other.database
    .prepare(
      "INSERT INTO lease (id, holder, heartbeat_ms, scope, first, run) VALUES (?, ?, 0, ?, ?, ?)",
    )
    .run(id ?? null, gone, scope ?? null, first ?? null, run ?? null);
  other.close();
}

const opening = (directory: string) => ({ directory, mode: "write", command: "test" }) as const;

function claimedFor(directory: string, declared: Program): Claimed<undefined> {
  return claimed(opening(directory), (found) => {
    adopt(found, { declared, components: [], knows: "moving" });
    return { due: undefined, touches: declared.instructions };
  });
}

async function deployed(directory: string): Promise<void> {
  const session = openSession({ directory, mode: "create", command: "test" });
  adopt(session, { declared: site, components: [] });
  const clock = new VirtualClock();
  beginRun(session, { verb: "deploy", declared: site, file: "", name: "", settings: {} }, {});
  const engine = new Engine({
    state: session.state,
    journal: session.journal,
    clock,
    performer: simulated(clock, { durationMs: () => 1 }),
    tell: (one, steps) => session.historian?.note(one, steps),
  });
  engine.submit("deploy", deployment(site));
  const ended = engine.run();
  clock.run();
  expect(await ended).toBe("done");
  session.close();
}

/** Goes on with a run until it is done. */
async function goOn(
  directory: string,
  run: number,
  { name, kind, durationMs }: Life,
): Promise<void> {
  const declared = programOn(name, kind);
  const { session } = claimed(opening(directory), (found) => ({
    due: undefined,
    touches: openRun(found, run) ?? [],
  }));
  adopt(session, { declared, components: [] });
  const clock = new VirtualClock();
  const decisions = decide(session.state, { refire: [], skip: [], give: [], withdraw: [] });
  const give = resumption(session.state, decisions);
  const ended = begun({ session }, clock, { declared, dies: Infinity, durationMs, give });
  clock.run();
  expect(await ended).toBe("done");
}

/** The instances by name, whatever came first. */
const standing = (text: string): readonly string[] => text.split("\n").slice(1).toSorted();

/** Both run at once, and those that died are gone on with, in this order or turned; gives how many died. */
async function livedThrough(
  directory: string,
  both: readonly Life[],
  isTurned: boolean,
): Promise<number> {
  const clock = new VirtualClock();
  const running = both.map(({ name, kind, ...life }) => {
    const declared = programOn(name, kind);
    const held = claimedFor(directory, declared);
    const give = (engine: Engine): void => engine.submit(name, declared.instructions);
    return begun(held, clock, { declared, ...life, give });
  });
  clock.run();
  const outcomes = await Promise.all(running);
  const left = outcomes.flatMap((outcome, k) => (outcome === "dead" ? [k] : []));
  for (const k of isTurned ? left.toReversed() : left) {
    const life = both[k];
    const begunAs = openSession({ directory, mode: "read" });
    const isOpen = begunAs.open.some(({ runs }) => runs[0] === k + 2);
    begunAs.close();
    // One that died before its first commit has begun nothing.
    if (life !== undefined && isOpen) await goOn(directory, k + 2, life);
  }
  return left.length;
}

/** It stands as if they had come one after the other, and so says the last commit. */
function expectAsOneByOne(session: Session, both: readonly Life[]): void {
  const { records, state, store, file } = session;
  expect(new Set(records.map(({ seq }) => seq)).size).toBe(records.length);
  expect(state.parts.size).toBe(0);
  // The naive way: one after the other, and all that has begun.
  const reference = start([]);
  settle(reference, { type: "program", instructions: deployment(site) });
  for (const [k, { name, kind }] of both.entries())
    if (records.some((record) => record.type === "program" && record.run === k + 2))
      settle(reference, {
        type: "program",
        instructions: programOn(name, kind).instructions,
      });
  expect(standing(canonical(state.configuration))).toEqual(standing(canonical(reference)));
  const head = store.branches.find(mainBranch) ?? "";
  expect(commitAt(store.objects, head).tree).toBe(treeOfAll(state, records).write(memoryObjects()));
  const causes = history(store.objects, [head]).map(({ commit }) => causeOf(commit)?.run);
  expect(new Set(causes).size).toBeGreaterThan(1);
  expect(fsckFile(file).findings).toEqual([]);
}

test("two that run at once, die, and are gone on with in either order", {
  timeout: 60_000,
}, async () => {
  let dead = 0;
  const numbers = new Set<number>();
  await fc.assert(
    fc.asyncProperty(
      lives,
      lives,
      fc.shuffledSubarray([...names], { minLength: 2, maxLength: 2 }),
      fc.boolean(),
      async (one, other, [first = "web1", second = "web2"], isTurned) => {
        const directory = stateDirectory();
        await deployed(directory);
        const both: Life[] = [
          { name: first, ...one },
          { name: second, ...other },
        ];
        dead += await livedThrough(directory, both, isTurned);
        const session = openSession({ directory, mode: "read" });
        for (const { seq } of session.records) numbers.add(Math.floor(seq / 1e9));
        expectAsOneByOne(session, both);
        session.close();
      },
    ),
    { numRuns: 12 },
  );
  expect(dead).toBeGreaterThan(4);
  expect([...numbers]).toContain(1);
});

test("two commits that are written at once leave what others have put on main between", async () => {
  const directory = stateDirectory();
  await deployed(directory);
  const clock = new VirtualClock();
  const renewed = (...webs: readonly string[]): Program =>
    programOf(site, [
      ...webs.map((web) => ({ op: "changeBehavior", instance: web, behavior: "renew" }) as const),
      ...webs.map((web) => ({ op: "wait", instances: [web] }) as const),
    ]);
  const running = [
    { declared: renewed("web1", "web3", "web4"), durationMs: 4 },
    { declared: renewed("web2"), durationMs: 2 },
  ].map(({ declared, durationMs }) => {
    const give = (engine: Engine): void => engine.submit("renew", declared.instructions);
    return begun(claimedFor(directory, declared), clock, {
      declared,
      dies: Infinity,
      durationMs,
      give,
    });
  });
  clock.run();
  expect(await Promise.all(running)).toEqual(["done", "done"]);
  const session = openSession({ directory, mode: "read" });
  const { records, state, store } = session;
  const head = store.branches.find(mainBranch) ?? "";
  expect(commitAt(store.objects, head).tree).toBe(treeOfAll(state, records).write(memoryObjects()));
  const renewedIn = history(store.objects, [head]).map(({ commit }) =>
    [...deploymentIn(Tree.at(store.objects, commit.tree)).instances]
      .filter(([, { places }]) => places.includes("new"))
      .map(([name]) => name),
  );
  // The last first: of two that are written at once the first knows of one more, the second of another one.
  expect(renewedIn.filter((names) => names.includes("web1"))).toEqual([
    ["web1", "web2", "web3", "web4"],
    ["web1", "web2", "web3"],
    ["web1", "web2"],
  ]);
  session.close();
});

/** One run on one web, from its beginning to its end. */
async function renewedAlone(directory: string, name: string): Promise<void> {
  const clock = new VirtualClock();
  const declared = programOn(name, 0);
  const give = (engine: Engine): void => engine.submit(name, declared.instructions);
  const more = { declared, dies: Infinity, durationMs: 1, give };
  const ended = begun(claimedFor(directory, declared), clock, more);
  clock.run();
  expect(await ended).toBe("done");
}

test("what runs commit while somebody reads is not taken for the work of another state", async () => {
  const directory = stateDirectory();
  await deployed(directory);
  const reader = openSession({ directory, mode: "read" });
  await renewedAlone(directory, "web1");
  expect(behindOf(reader)).toBeUndefined();
  reader.close();
});

test("main that others have moved before the lease is taken is seen", async () => {
  const directory = stateDirectory();
  await deployed(directory);
  const declared = programOn("web1", 0);
  let times = 0;
  const pulled = (): void => {
    const { store, close } = openSession({ directory, mode: "write" });
    const { objects, branches } = store;
    const head = branches.find(mainBranch) ?? "";
    const by = { name: "bob", email: "bob@build2" };
    const cause = { state: "b0bb0bb0bb0b", run: 1, instruction: 0, record: 1 };
    const draft = { tree: commitAt(objects, head).tree, parents: [head], by, atMs: 0, cause };
    const made = makeCommit(objects, { ...draft, message: "bob was here" });
    branches.move(mainBranch, head, made, { atMs: 0, by: by.email, why: "pull" });
    close();
  };
  const claim = () =>
    claimed(opening(directory), (found) => {
      adopt(found, { declared, components: [], knows: "moving" });
      if (times++ === 0) pulled();
      return { due: undefined, touches: declared.instructions };
    });
  expect(claim).toThrow(expect.objectContaining({ code: "MADEUS_STATE_BEHIND" }));
  expect(times).toBe(1);
  const file = openStateFile(directory, { mode: "read" });
  expect(leaseHolders(file)).toEqual([]);
  file.close();
});
