/**
 * What do commits cost a run? A deployment of 10,000 transitions that do nothing, with its journal alone, and with its commits beside it.
 *
 *     node bench/history.bench.ts [instances …]
 */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realClock } from "../src/engine/clock-real.ts";
import { Engine } from "../src/engine/engine.ts";
import { State } from "../src/engine/fold.ts";
import type { Performer } from "../src/engine/performer.ts";
import type { Instruction } from "../src/model/program.ts";
import { Historian, recordedJournal } from "../src/store/historian.ts";
import { catalogOf } from "../src/store/catalog.ts";
import { openStateFile } from "../src/store/sqlite-file.ts";
import { sqliteStore } from "../src/store/sqlite-store.ts";
import { sqliteJournal } from "../src/store/sqlite.ts";
import { type Trial, best, contest, median, ratio } from "./contest.ts";
import { callsOnly, crewIn } from "./deployment.ts";
import { type Shape, assembling, caseOf, deploying, stageOf, steps } from "./graph.ts";
import { report } from "./result.ts";

const rounds = 15;
const directory = mkdtempSync(join(tmpdir(), "madeus-bench-"));
let files = 0;

try {
  const sizes = process.argv.slice(2).map(Number);
  for (const instances of sizes.length > 0 ? sizes : [2_500])
    for (const shape of ["wide", "chain", "stratified"] as const) await compare(shape, instances);
  await measureSize(1_000);
} finally {
  rmSync(directory, { recursive: true });
}

async function compare(shape: Shape, instances: number): Promise<void> {
  const scores = await contest(rounds, [
    { name: "journal alone", prepare: () => run(shape, instances, false) },
    { name: "with commits", prepare: () => run(shape, instances, true) },
  ]);
  const each = (name: string): readonly number[] =>
    (scores.get(name)?.cpuS ?? []).map((seconds) => seconds / (instances * steps.length));
  const on = caseOf(shape, instances);
  for (const name of scores.keys())
    report({
      case: on,
      figure: `time of a transition, ${name}`,
      value: best(each(name)) * 1e6,
      median: median(each(name)) * 1e6,
      unit: "µs",
    });
  report({
    case: on,
    figure: "time of a run, with commits",
    ratioTo: "journal alone",
    ...ratio(each("with commits"), each("journal alone")),
    bound: { atMost: 1.1 },
    unit: "×",
  });
}

/** How much larger the state is for its commits: one for each instance, which has moved since the one before. */
async function measureSize(instances: number): Promise<void> {
  const stage = stageOf(steps, { waits: steps[0], run: () => undefined });
  const names = deploying(instances);
  const program: readonly Instruction[] = [
    ...assembling("stratified", instances, stage),
    ...names.flatMap((one) => [one, { op: "wait", instances: [] } as const]),
  ];
  const bytes = async (isCommitted: boolean): Promise<number> => {
    const { directory: folder, trial } = runOf(
      program,
      isCommitted,
      callsOnly(async () => {}),
    );
    await trial.run();
    trial.close?.();
    return statSync(join(folder, "state.sqlite")).size;
  };
  const alone = await bytes(false);
  report({
    case: caseOf("stratified", instances),
    figure: `size of ${instances.toLocaleString("en")} commits`,
    value: ((await bytes(true)) - alone) / 1e6,
    bound: { atMost: 2 },
    unit: "MB",
  });
}

/** All of a deployment: its instances are added, connected, asked to deploy, and awaited. */
function run(shape: Shape, instances: number, isCommitted: boolean): Trial {
  const stage = stageOf(steps, { waits: steps[0], run: () => undefined });
  const program: readonly Instruction[] = [
    ...assembling(shape, instances, stage),
    ...deploying(instances),
    { op: "wait", instances: [] },
  ];
  return runOf(program, isCommitted).trial;
}

interface Prepared {
  readonly directory: string;
  readonly trial: Trial;
}

/** @param performer  as a user's run has it, where none is given */
function runOf(
  program: readonly Instruction[],
  isCommitted: boolean,
  performer?: (state: State) => Performer,
): Prepared {
  const folder = join(directory, `${files++}`);
  const file = openStateFile(folder, { mode: "create" });
  const bare = sqliteJournal(file, realClock);
  const state = new State(catalogOf(program));
  const by = { name: "ann", email: "ann@build1" };
  const historian = new Historian({ ...sqliteStore(file), state, id: file.id, last: 0, by });
  const journal = isCommitted ? recordedJournal(bare, historian) : bare;
  const origin = { assembly: "site", file: "", export: "", declaration: "" };
  const begun = { type: "run", verb: "deploy", ...origin } as const;
  journal.beginRun();
  historian.begin({ ...journal.append(begun), ...begun });
  const engine = new Engine({
    state,
    journal,
    clock: realClock,
    performer: (performer ?? crewIn(folder))(state),
    tell: (record, steps) => isCommitted && historian.note(record, steps),
  });
  engine.submit("deploy", program);
  const trial = { run: async () => engine.run(), close: () => journal.close() };
  return { directory: folder, trial };
}
