/**
 * What does it cost to be looked at?
 *
 * Ten thousand instances with three actions each, all at work at once, which print lines; on a journal and a crew as every run has them.
 * The processor time of this process with a live view, painted as often as it may be on a large terminal, and of the same run without. The
 * threads that write the journal to the disk are left out: they do the same in both, in system time that varies by more than all the view takes.
 */
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { LiveTerminal } from "../src/command/live-terminal.ts";
import { realClock } from "../src/engine/clock-real.ts";
import { crew } from "../src/engine/crew.ts";
import { Engine } from "../src/engine/engine.ts";
import { State } from "../src/engine/fold.ts";
import { localHost } from "../src/host/local.ts";
import { rehearse } from "../src/host/simulation.ts";
import { assembly } from "../src/model/assembly.ts";
import { component } from "../src/model/component.ts";
import { local } from "../src/model/host.ts";
import { service } from "../src/model/port.ts";
import { type Instruction, deployment } from "../src/model/program.ts";
import { Activity } from "../src/show/live/activity.ts";
import { frame } from "../src/show/live/frame.ts";
import { type Prediction, predictionOf } from "../src/show/live/prediction.ts";
import { unicode } from "../src/show/live/sign.ts";
import { coloured, printable } from "../src/show/paint.ts";
import { catalogOf } from "../src/store/catalog.ts";
import { fileJournal } from "./deployment.ts";
import { report } from "./result.ts";

const instances = 10_000;
const rounds = 5;
const program = shop();
const place = `${instances.toLocaleString("en")} instances, 30,001 actions`;

const costs: { readonly bare: Cost; readonly seen: Cost }[] = [];
// What runs first pays for what is compiled then; so the first round is not counted, and they take turns.
for (let round = 0; round <= rounds; round++) {
  const isBareFirst = round % 2 === 0;
  const first = await run(!isBareFirst);
  const second = await run(isBareFirst);
  if (round > 0)
    costs.push(isBareFirst ? { bare: first, seen: second } : { bare: second, seen: first });
}
tell();

interface Cost {
  readonly cpuMs: number;
  readonly elapsedMs: number;
  readonly paintings: number;
  readonly predictedMs: number;
}

async function run(isSeen: boolean): Promise<Cost> {
  const directory = mkdtempSync(join(tmpdir(), "madeus-bench-"));
  const journal = fileJournal(directory);
  const state = new State(catalogOf(program));
  const give = (engine: Engine): void => engine.submit("deploy", program);
  const began = performance.now();
  const prediction = isSeen ? await predicted(state, give) : undefined;
  const predictedMs = performance.now() - began;
  const view = prediction === undefined ? undefined : viewOf(new Activity(state, prediction));
  const performer = crew({
    state,
    clock: realClock,
    hosts: { local: localHost(local()) },
    directory: join(directory, "instances"),
    log: (...line) => view?.activity.heard(...line),
  });
  const engine = new Engine({
    state,
    journal,
    clock: realClock,
    performer,
    tell: (record, steps) => view?.activity.add(record, steps),
    committed: () => view?.terminal.changed(),
  });
  give(engine);
  const [beforeMs, beganMs] = [cpuMs(), performance.now()];
  const outcome = await engine.run();
  const usedMs = cpuMs() - beforeMs;
  const elapsedMs = performance.now() - beganMs;
  view?.terminal.close();
  journal.close();
  rmSync(directory, { recursive: true });
  if (outcome !== "done") throw new Error(`the run ended ${outcome}`);
  return { cpuMs: usedMs, elapsedMs, paintings: view?.count() ?? 0, predictedMs };
}

/** Of all threads but those of libuv. Linux counts in hundredths of a second. */
function cpuMs(): number {
  const tasks = "/proc/self/task";
  const ticks = readdirSync(tasks).map((id) => {
    if (readFileSync(`${tasks}/${id}/comm`, "utf8").startsWith("libuv")) return 0;
    const stat = readFileSync(`${tasks}/${id}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return Number(fields[11]) + Number(fields[12]);
  });
  return 10 * ticks.reduce((sum, each) => sum + each, 0);
}

async function predicted(state: State, give: (engine: Engine) => void): Promise<Prediction> {
  return predictionOf(await rehearse(state.clone(), give, {}), () => "declared");
}

/** On a terminal that takes everything at once. */
function viewOf(activity: Activity) {
  const write = (_chunk: unknown, _encoding: unknown, done: () => void): void => done();
  const screen = Object.assign(new Writable({ write }), { isTTY: true, columns: 160, rows: 50 });
  const heading = {
    title: "deploy of shop",
    limits: "",
    goOn: "madeus resume",
    logs: "madeus logs",
    timeOfDay: (atMs: number) => new Date(atMs).toISOString(),
  };
  let count = 0;
  const compose = (size: { columns: number; rows: number }): readonly string[] => {
    count++;
    const options = { ...size, signs: unicode, paint: coloured };
    const lines = frame(activity, heading, realClock.nowMs(), options);
    return lines.map((line) => printable(line, true));
  };
  const none = (): boolean => false;
  const parts = { clock: realClock, screen, others: [], env: {}, isAsked: none, isLent: none };
  const failed = (error: unknown): never => {
    throw error;
  };
  return { activity, terminal: new LiveTerminal(parts, compose, failed), count: () => count };
}

/** Webs that wait for a database half of the time. */
function shop(): readonly Instruction[] {
  const Sql = service("sql");
  const lasting = (s: number) => ({
    durationS: s,
    run: async ({ log, instance }: { log: (line: string) => void; instance: string }) => {
      log(`begins to work on ${instance}`);
      // No two take the same time.
      await pause(
        1000 *
          s *
          (0.75 + ((instance.length * instance.charCodeAt(instance.length - 1)) % 50) / 100),
      );
      log(`has worked on ${instance}`);
    },
  });
  const db = component({
    name: "db",
    places: ["off", "on"],
    initial: "off",
    provides: { sql: { type: Sql, in: ["on"] } },
    behaviors: { deploy: { start: { from: "off", to: "on", ...lasting(12) } } },
  });
  const web = component({
    name: "web",
    places: ["off", "fetched", "set", "on"],
    initial: "off",
    uses: { sql: { type: Sql, in: ["start", "on"] } },
    behaviors: {
      deploy: {
        fetch: { from: "off", to: "fetched", ...lasting(4) },
        set: { from: "fetched", to: "set", ...lasting(4) },
        start: { from: "set", to: "on", ...lasting(4) },
      },
    },
  });
  const names = Array.from({ length: instances }, (_, k) => `web${k}`);
  const all = assembly({
    name: "shop",
    components: { db, ...Object.fromEntries(names.map((name) => [name, web])) },
    wires: Object.fromEntries(names.map((name) => [name, { sql: "db.sql" }])),
  });
  return deployment(all);
}

function tell(): void {
  const sorted = (of: (one: (typeof costs)[number]) => number): number[] =>
    costs.map(of).toSorted((a, b) => a - b);
  const best = (values: readonly number[]) => ({
    value: values[0] ?? Number.NaN,
    median: values[Math.floor(values.length / 2)] ?? Number.NaN,
  });
  // Of a difference the least would be that of the round in which the run without was disturbed most: so it is the middle one.
  const middle = (values: readonly number[]): number => best(values).median;
  const share = middle(
    sorted(({ bare, seen }) => (100 * (seen.cpuMs - bare.cpuMs)) / seen.elapsedMs),
  );
  const ratio = middle(sorted(({ bare, seen }) => seen.cpuMs / bare.cpuMs));
  const rates = sorted(({ seen }) => (1000 * seen.paintings) / seen.elapsedMs);
  const times = sorted(({ seen }) => seen.predictedMs / 1000);
  const on = { case: place };
  report({
    ...on,
    figure: "processor time of the live view",
    value: share,
    median: share,
    unit: "%",
    bound: { atMost: 3 },
  });
  report({
    ...on,
    figure: "processor time with a live view",
    value: ratio,
    median: ratio,
    unit: "×",
    ratioTo: "the same run without",
  });
  report({
    ...on,
    figure: "paintings a second",
    ...best(rates),
    unit: "1/s",
    bound: { atMost: 10 },
  });
  report({ ...on, figure: "time of the prediction", ...best(times), unit: "s" });
}
