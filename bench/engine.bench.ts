/**
 * How fast does the engine start actions that do nothing, beside `p-graph` and `async.auto`, which run the same graph of promises?
 *
 *     node bench/engine.bench.ts [instances …]
 *
 * Instances of four transitions, without a connection (wide) or each waiting for the one before (chain). Making the graph is not
 * counted for anyone, and all call the same asynchronous function. Seconds are those of the processor.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { auto } from "async";
import { PGraph } from "p-graph";
import type { Journal } from "../src/store/journal.ts";
import { best, type Contender, contest, median, ratio, type Score, type Trial } from "./contest.ts";
import { callsOnly, crewIn, deployment, fileJournal, noJournal } from "./deployment.ts";
import { assembling, caseOf, deploying, stageOf, steps } from "./graph.ts";
import { type Bound, report } from "./result.ts";

type Shape = "wide" | "chain";
const rounds = 5;
/** What is much slower than the others takes part with small graphs only. */
const instancesMaxOf = { crew: 2_500, auto: 1_000 };
const barePerRound = 2_000;
const bare = "the engine alone";
const journalled = "the engine with its journal";
const crewed = "the engine with journal and crew";
const commit = "a bare commit";
const run = async (): Promise<void> => {};
const stage = stageOf(steps, { waits: "fetch", run });
const directory = mkdtempSync(join(tmpdir(), "madeus-bench-"));
let files = 0;

try {
  const sizes = process.argv.slice(2).map(Number);
  for (const instances of sizes.length > 0 ? sizes : [1_000, 25_000])
    for (const shape of ["wide", "chain"] as const) await compare(shape, instances);
} finally {
  rmSync(directory, { recursive: true });
}

async function compare(shape: Shape, instances: number): Promise<void> {
  const commits: number[] = [];
  const copies = Math.ceil(8_000 / instances);
  const scores = await contest(rounds, [
    { name: "p-graph", copies, prepare: () => promiseGraph(shape, instances) },
    { name: bare, copies, prepare: () => engine(shape, instances, noJournal) },
    {
      name: journalled,
      copies,
      prepare() {
        const journal = open();
        const { run: deploy } = engine(shape, instances, journal);
        const close = (): void => {
          commits.push(journal.commits);
          journal.close();
        };
        return { run: deploy, close };
      },
    },
    { name: commit, prepare: bareCommits },
    ...slow(shape, instances),
  ]);
  tell(shape, instances, scores);
  if (shape === "chain")
    report({
      case: caseOf(shape, instances),
      figure: "commits of a link",
      value: median(commits) / (instances * steps.length),
      unit: "",
      bound: { atMost: 2 },
    });
}

function tell(shape: Shape, instances: number, scores: ReadonlyMap<string, Score>): void {
  const each = (name: string): readonly number[] => {
    const count = name === commit ? barePerRound : instances * steps.length;
    return (scores.get(name)?.cpuS ?? []).map((seconds) => seconds / count);
  };
  const on = caseOf(shape, instances);
  const compared = (one: string, ratioTo: string, bound?: Bound): void => {
    if (!scores.has(one) || !scores.has(ratioTo)) return;
    const [figure, values] = [`time of an action, ${one}`, ratio(each(one), each(ratioTo))];
    report({ case: on, figure, ratioTo, ...values, unit: "×", ...(bound && { bound }) });
  };
  compared(bare, "p-graph", { atMost: 1 });
  compared(journalled, "p-graph", ofWide(shape, { atMost: 2 }));
  compared(crewed, "p-graph");
  compared("async.auto", journalled);
  if (shape === "chain") compared(journalled, commit);
  report({
    case: on,
    figure: `actions in a second of processor time, ${journalled}`,
    value: 1 / best(each(journalled)),
    median: 1 / median(each(journalled)),
    unit: "/s",
    ...ofWide(shape, { bound: { atLeast: 100_000 } }),
  });
}

function slow(shape: Shape, instances: number): readonly Contender[] {
  const withCrew = (): Trial => {
    const journal = open();
    const performer = crewIn(join(directory, `${files}`));
    const { run: deploy } = engine(shape, instances, journal, performer);
    return { run: deploy, close: () => journal.close() };
  };
  return [
    { name: crewed, prepare: withCrew, most: instancesMaxOf.crew, rounds: 3 },
    {
      name: "async.auto",
      prepare: () => autoGraph(shape, instances),
      most: instancesMaxOf.auto,
      rounds: 2,
    },
  ].filter(({ most }) => instances <= most);
}

/** Everything is added and connected; what is counted begins when the instances are asked to deploy. */
function engine(
  shape: Shape,
  instances: number,
  journal: Journal,
  performer = callsOnly(run),
): Trial {
  const before = assembling(shape, instances, stage);
  const deploy = deployment({ before, journal, performer });
  const program = deploying(instances);
  return { run: () => deploy(program) };
}

/** The tasks in order, each with the one that it waits for. */
function* tasks(shape: Shape, instances: number): Generator<readonly [string, string | undefined]> {
  let before: string | undefined;
  for (let k = 0; k < instances; k++) {
    if (shape === "wide") before = undefined;
    for (const step of steps) {
      yield [`${k}.${step}`, before];
      before = `${k}.${step}`;
    }
  }
}

function promiseGraph(shape: Shape, instances: number): Trial {
  const nodes = new Map<string, { run: () => Promise<void> }>();
  const edges: [string, string][] = [];
  for (const [name, before] of tasks(shape, instances)) {
    nodes.set(name, { run });
    if (before !== undefined) edges.push([before, name]);
  }
  const graph = new PGraph(nodes, edges);
  return { run: () => graph.run() };
}

function autoGraph(shape: Shape, instances: number): Trial {
  const graph: Record<string, any> = {};
  for (const [name, before] of tasks(shape, instances))
    graph[name] = before === undefined ? run : [before, run];
  return { run: () => auto(graph) };
}

function open(): ReturnType<typeof fileJournal> {
  return fileJournal(join(directory, `${files++}`));
}

/** The least that a commit of one row costs here. */
function bareCommits(): Trial {
  const database = new DatabaseSync(join(directory, `${files++}.sqlite`));
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE step (n)");
  const insert = database.prepare("INSERT INTO step VALUES (?)");
  return {
    run() {
      for (let k = 0; k < barePerRound; k++) insert.run(k);
    },
    close: () => database.close(),
  };
}

/** In a chain an action cannot share a commit with another one. */
function ofWide<Value>(shape: Shape, value: Value): Value | undefined {
  return shape === "wide" ? value : undefined;
}
