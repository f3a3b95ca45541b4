/**
 * The program of a life: runs a crash assembly on a real journal with a real crew; goes on with what it finds, until it is done or
 * dies. `crash-program.ts LIFE`, where LIFE is JSON.
 *
 * Prints `begin`, and in the end its last words.
 */
import { writeSync } from "node:fs";
import { flushCompileCache } from "node:module";
import { join } from "node:path";
import { realClock } from "../../src/engine/clock-real.ts";
import { crew } from "../../src/engine/crew.ts";
import { Engine } from "../../src/engine/engine.ts";
import { State, fold } from "../../src/engine/fold.ts";
import type { Host } from "../../src/engine/host.ts";
import { localHost } from "../../src/host/local.ts";
import { local } from "../../src/model/host.ts";
import { canonical } from "../../src/semantics/explore.ts";
import { catalogOf } from "../../src/store/catalog.ts";
import type { Journal } from "../../src/store/journal.ts";
import { takeLease } from "../../src/store/lease.ts";
import { type StateFile, openStateFile } from "../../src/store/sqlite-file.ts";
import { sqliteJournal } from "../../src/store/sqlite.ts";
import { crashAssembly } from "./crash-assembly.ts";
import { type LastWords, type Life, type Point, marksIn, points, stateIn } from "./crash-life.ts";

type Pass = (point: Point) => void;

await live(JSON.parse(process.argv[2] ?? "") as Life);

async function live(life: Life): Promise<void> {
  // One that is killed leaves no time for it.
  flushCompileCache();
  writeSync(1, "begin\n");
  const cutter = cutterOf(life);
  const file = openStateFile(stateIn(life.directory), { mode: "create" });
  const lease = takeLease(file, realClock, { command: "a life" });
  const journal = cutting(sqliteJournal(file, realClock), file, cutter.pass);
  const { instructions } = crashAssembly(life.seed, life.instances, marksIn(life.directory));
  const state = new State(catalogOf(instructions));
  for (const record of journal.records()) fold(state, record);
  const engine = engineOn(life, state, journal, cutter.pass);
  journal.beginRun();
  const verb = life.decide ? "decide" : "resume";
  journal.append({ type: "run", verb, assembly: "", file: "", export: "", declaration: "" });
  if (state.configuration.program.length === 0) engine.submit("crash", instructions);
  else engine.post({ type: "go" });
  if (life.decide) decide(engine);
  const outcome = await engine.run();
  lease.release();
  journal.close();
  const words: LastWords = {
    outcome,
    canonical: canonical(state.configuration),
    points: cutter.passed,
  };
  writeSync(1, `${JSON.stringify(words)}\n`);
}

function engineOn({ directory }: Life, state: State, journal: Journal, pass: Pass): Engine {
  const performer = crew({
    state,
    clock: realClock,
    hosts: { local: gated(localHost(local()), pass) },
    directory: join(directory, "instances"),
    log: () => {},
  });
  return new Engine({ state, journal, clock: realClock, performer, limits: { total: 5 } });
}

function decide(engine: Engine): void {
  const { tasks, configuration: c } = engine.state;
  for (const { state, instance, transition } of tasks.values())
    if (state === "unknown")
      engine.post({
        type: "refire",
        instance: c.names[instance] ?? "",
        transition: c.life(instance).transitions[transition]?.name ?? "",
      });
}

/** Counts the points that are passed, and dies at the one where it is to die. */
function cutterOf({ dies }: Life): { readonly pass: Pass; readonly passed: LastWords["points"] } {
  const passed = Object.fromEntries(points.map((point) => [point, 0])) as Record<Point, number>;
  const all = (): number => Object.values(passed).reduce((sum, count) => sum + count);
  const pass: Pass = (point) => {
    passed[point]++;
    if (dies === undefined || (dies.at !== "any" && dies.at !== point)) return;
    if (dies.n === (dies.at === "any" ? all() : passed[point]))
      process.kill(process.pid, "SIGKILL");
  };
  return { pass, passed };
}

function cutting(journal: Journal, file: StateFile, pass: Pass): Journal {
  const transaction = file.transaction.bind(file);
  file.transaction = (work) =>
    transaction(() => {
      const result = work();
      pass("in commit");
      return result;
    });
  return {
    beginRun: () => journal.beginRun(),
    append(entry) {
      pass("append");
      const record = journal.append(entry);
      pass("appended");
      return record;
    },
    commit() {
      pass("commit");
      journal.commit();
      pass("committed");
    },
    records: () => journal.records(),
    close: () => journal.close(),
  };
}

/** Between `registered` and what follows the gate is still closed. */
function gated(host: Host, pass: Pass): Host {
  const run: Host["run"] = (command, watch) =>
    host.run(command, {
      ...watch,
      async registered(group) {
        pass("register");
        await watch.registered(group);
        pass("registered");
      },
    });
  return { ...host, run };
}
