/**
 * How fast does the engine start actions that do nothing, beside `p-graph`, which runs the same graph of promises?
 *
 *     node bench/engine.bench.ts [instances …]
 *
 * Instances of four transitions, without a connection (wide) or each waiting for the one before (chain). Making the graph is not
 * counted on either side. Each line is measured five times in turn and the best is printed: the others had company on the machine.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { PGraph } from "p-graph";
import { realClock } from "../src/engine/clock-real.ts";
import { crew } from "../src/engine/crew.ts";
import { Engine } from "../src/engine/engine.ts";
import { State, fold } from "../src/engine/fold.ts";
import type { Outcome, Performer } from "../src/engine/performer.ts";
import { localHost } from "../src/host/local.ts";
import { type AnyComponent, component } from "../src/model/component.ts";
import { local } from "../src/model/host.ts";
import { many, service } from "../src/model/port.ts";
import type { Instruction } from "../src/model/program.ts";
import { catalogOf, toEntry } from "../src/store/instruction.ts";
import type { Journal } from "../src/store/journal.ts";
import { openStateFile } from "../src/store/sqlite-file.ts";
import { sqliteJournal } from "../src/store/sqlite.ts";

type Shape = "wide" | "chain";
const rounds = 5;
const steps = ["fetch", "install", "configure", "start"];
const run = async (): Promise<void> => {};
const directory = mkdtempSync(join(tmpdir(), "madeus-bench-"));
const best = new Map<string, number>();

const Ready = service("ready");
const stage = component({
  name: "stage",
  places: ["absent", "fetched", "installed", "configured", "ready"],
  initial: "absent",
  uses: { before: { type: many(Ready, { min: 0 }), in: ["fetch"] } },
  provides: { ready: { type: Ready, in: ["ready"] } },
  behaviors: {
    deploy: {
      fetch: { from: "absent", to: "fetched", run },
      install: { from: "fetched", to: "installed", run },
      configure: { from: "installed", to: "configured", run },
      start: { from: "configured", to: "ready", run },
    },
  },
}) as AnyComponent;

try {
  const sizes = process.argv.slice(2).map(Number);
  for (const instances of sizes.length > 0 ? sizes : [250, 2_500, 25_000])
    for (const shape of ["wide", "chain"] as const) await compare(shape, instances);
} finally {
  rmSync(directory, { recursive: true });
}

async function compare(shape: Shape, instances: number): Promise<void> {
  best.clear();
  let commits = 0;
  for (let round = 0; round < rounds; round++) {
    await measure("p-graph", instances, graphOf(shape, instances));
    await measure("without journal", instances, engineOf(shape, instances, silent(), noWork));
    const journal = open(`${shape}-${instances}-${round}`);
    await measure("with journal", instances, engineOf(shape, instances, journal, noWork));
    commits = journal.commits;
    journal.close();
    if (instances <= 2_500) {
      const other = open(`crew-${shape}-${instances}-${round}`);
      await measure("with journal and crew", instances, engineOf(shape, instances, other, crewOn));
      other.close();
    }
    bareCommits(`bare-${shape}-${instances}-${round}`, 2_000);
  }
  const actions = instances * steps.length;
  console.log(
    `\n${shape}, ${actions} actions, ${(commits / actions).toFixed(2)} commits an action`,
  );
  const base = best.get("p-graph") ?? Number.NaN;
  for (const [name, us] of best) {
    const perSecond = Math.round(1e6 / us).toLocaleString("en");
    const ratio = (us / base).toFixed(2);
    console.log(
      `${name.padEnd(24)}${us.toFixed(2).padStart(8)} µs${perSecond.padStart(12)} /s${ratio.padStart(8)} × p-graph`,
    );
  }
}

/** Microseconds an action. */
async function measure(
  name: string,
  instances: number,
  work: () => Promise<unknown>,
): Promise<void> {
  globalThis.gc?.();
  const begunMs = performance.now();
  await work();
  const us = ((performance.now() - begunMs) * 1_000) / (instances * steps.length);
  best.set(name, Math.min(us, best.get(name) ?? Infinity));
}

function graphOf(shape: Shape, instances: number): () => Promise<unknown> {
  const nodes = new Map<string, { run: () => Promise<void> }>();
  const edges: [string, string][] = [];
  let before: string | undefined;
  for (let k = 0; k < instances; k++) {
    if (shape === "wide") before = undefined;
    for (const step of steps) {
      const name = `${k}.${step}`;
      nodes.set(name, { run });
      if (before !== undefined) edges.push([before, name]);
      before = name;
    }
  }
  const graph = new PGraph(nodes, edges);
  return () => graph.run();
}

/** Everything is added and connected; what is measured begins when the instances are asked to deploy. */
function engineOf(
  shape: Shape,
  instances: number,
  journal: Journal,
  performerOf: (state: State) => Performer,
): () => Promise<unknown> {
  const names = Array.from({ length: instances }, (_, k) => `stage${k}`);
  const made: Instruction[] = names.map((instance) => ({ op: "add", instance, component: stage }));
  if (shape === "chain")
    for (const [k, instance] of names.slice(1).entries())
      made.push({
        op: "connect",
        use: { instance, port: "before" },
        provide: { instance: names[k] ?? "", port: "ready" },
      });
  const state = new State(catalogOf(made));
  fold(state, { type: "program", name: "made", instructions: made.map(toEntry) });
  const engine = new Engine({ state, journal, clock: realClock, performer: performerOf(state) });
  const asked = names.map(
    (instance): Instruction => ({ op: "changeBehavior", instance, behavior: "deploy" }),
  );
  return async () => {
    engine.submit("deploy", asked);
    const outcome = await engine.run();
    if (outcome !== "done") throw new Error(`the run ended ${outcome}`);
  };
}

/** Calls the action and nothing else. */
function noWork(): Performer {
  const endedWell: Outcome = { kind: "ended", values: {} };
  return {
    perform(_work, _watcher, done) {
      void run().then(() => done(endedWell));
    },
    cut: () => {},
    recover: () => {},
  };
}

function crewOn(state: State): Performer {
  return crew({
    state,
    clock: realClock,
    hosts: { local: localHost(local()) },
    directory: join(directory, "instances"),
    log: () => {},
  });
}

function silent(): Journal {
  return {
    beginRun: () => 1,
    append: (entry) => ({ seq: 1, run: 1, atMs: 0, ...entry }),
    commit: () => {},
    records: () => [],
    close: () => {},
  };
}

function open(name: string): Journal & { readonly commits: number } {
  const file = openStateFile(join(directory, name), { mode: "create" });
  const journal = sqliteJournal(file, realClock);
  journal.beginRun();
  let commits = 0;
  const transaction = file.transaction.bind(file);
  file.transaction = (work) => {
    commits++;
    return transaction(work);
  };
  return {
    beginRun: () => journal.beginRun(),
    append: (entry) => journal.append(entry),
    commit: () => journal.commit(),
    records: () => journal.records(),
    close: () => journal.close(),
    get commits() {
      return commits;
    },
  };
}

/** The least that a commit of one row costs here. */
function bareCommits(name: string, count: number): void {
  const database = new DatabaseSync(join(directory, name));
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE step (n)");
  const insert = database.prepare("INSERT INTO step VALUES (?)");
  const begunMs = performance.now();
  for (let k = 0; k < count; k++) insert.run(k);
  const us = ((performance.now() - begunMs) * 1_000) / count;
  database.close();
  best.set("a bare commit", Math.min(us, best.get("a bare commit") ?? Infinity));
}
