/**
 * What does a durable step cost, beside DBOS, which keeps the steps of a workflow in PostgreSQL?
 *
 *     node bench/durable.bench.ts [steps]
 *
 * A thousand steps that do nothing, one after the other (chain) or all at once (wide). With us each is the action of an instance of its
 * own, performed by the crew as in a user's run; with DBOS it is a step of one workflow. Both are ready when the clock starts, and what
 * is counted is the clock: part of the work is done in other processes. DBOS has its defaults; PostgreSQL answers a commit when it is on
 * the disk, as we do with `--durable`. Beside that both are measured without waiting for the disk, which is our default.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DBOS } from "@dbos-inc/dbos-sdk";
import { type Contender, type Score, best, contest, median, ratio } from "./contest.ts";
import { crewIn, deployment, fileJournal } from "./deployment.ts";
import { assembling, deploying, stageOf } from "./graph.ts";
import { withPostgres } from "./postgres.ts";
import { report } from "./result.ts";

type Shape = "wide" | "chain";
const rounds = 3;
const steps = Number(process.argv[2] ?? 1_000);
const run = async (): Promise<void> => {};
const stage = stageOf(["go"], { waits: "go", run });
const directory = mkdtempSync(join(tmpdir(), "madeus-bench-"));
let files = 0;
// One that DBOS causes; the table is easier to read without it.
process.noDeprecation = true;

const workflows = {
  chain: DBOS.registerWorkflow(
    async () => {
      for (let k = 0; k < steps; k++) await DBOS.runStep(run, { name: `step${k}` });
    },
    { name: "chain" },
  ),
  wide: DBOS.registerWorkflow(
    async () => {
      const all = Array.from({ length: steps }, (_, k) => DBOS.runStep(run, { name: `step${k}` }));
      await Promise.all(all);
    },
    { name: "wide" },
  ),
};

// Also where it is interrupted.
process.once("exit", () => rmSync(directory, { recursive: true }));
await withPostgres(join(directory, "postgres"), async (url) => {
  for (const onDisk of [true, false]) await compare(url, onDisk);
});

/** @param onDisk  does a commit wait for the disk? */
async function compare(url: string, onDisk: boolean): Promise<void> {
  const options = onDisk ? "" : "?options=-c%20synchronous_commit%3Doff";
  DBOS.setConfig({ name: "bench", systemDatabaseUrl: url + options, logLevel: "error" });
  await DBOS.launch();
  try {
    for (const shape of ["chain", "wide"] as const) {
      const scores = await contest(rounds, [
        { name: "dbos", prepare: () => ({ run: workflows[shape].bind(undefined) }) },
        ours(shape, false),
        ours(shape, true),
      ]);
      expectSteps(await stepsOfDbos(shape));
      tell(shape, onDisk, scores);
    }
  } finally {
    await DBOS.shutdown();
  }
}

function ours(shape: Shape, durable: boolean): Contender {
  return {
    name: durable ? "durable" : "default",
    prepare() {
      const place = join(directory, `${files++}`);
      const journal = fileJournal(place, { durable });
      const before = assembling(shape, steps, stage);
      const deploy = deployment({ before, journal, performer: crewIn(place) });
      const program = deploying(steps);
      const close = (): void => {
        expectSteps([...journal.records()].filter(({ type }) => type === "ended").length);
        journal.close();
      };
      return { run: () => deploy(program), close };
    },
  };
}

/** How many steps the last workflow has on record. */
async function stepsOfDbos(workflowName: string): Promise<number> {
  const [last] = await DBOS.listWorkflows({ workflowName, sortDesc: true, limit: 1 });
  return (await DBOS.listWorkflowSteps(last?.workflowID ?? ""))?.length ?? 0;
}

/** Both sides have to have kept what they were asked to keep. */
function expectSteps(found: number): void {
  if (found !== steps) throw new Error(`${found} steps are on record instead of ${steps}`);
}

function tell(shape: Shape, onDisk: boolean, scores: ReadonlyMap<string, Score>): void {
  const on = `${shape}, ${steps.toLocaleString("en")} steps`;
  const of = (name: string): readonly number[] => scores.get(name)?.wallS ?? [];
  const dbos = onDisk ? "DBOS" : "DBOS without waiting for the disk";
  const time = (name: string, wallS: readonly number[]): void =>
    report({
      case: on,
      figure: `time of a step, ${name}`,
      value: (best(wallS) / steps) * 1e6,
      median: (median(wallS) / steps) * 1e6,
      unit: "µs",
    });
  const compared = (ratioTo: string, wallS: readonly number[], bound?: number): void =>
    report({
      case: on,
      figure: `time of a step, ${dbos}`,
      ratioTo,
      ...ratio(of("dbos"), wallS),
      unit: "×",
      ...(bound !== undefined && { bound: { atLeast: bound } }),
    });
  time(dbos, of("dbos"));
  if (onDisk) {
    time("Madeus", of("default"));
    time("Madeus with --durable", of("durable"));
    compared("Madeus", of("default"), 5);
    compared("Madeus with --durable", of("durable"));
  } else compared("Madeus", of("default"), 5);
}
