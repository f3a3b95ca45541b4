/**
 * How much longer than its critical path does a deployment take?
 *
 * OpenStack as it was really deployed, a hundred times as fast: its 31 actions sleep for the times that were measured, with the timers of
 * the system. What is counted is the clock, from the demand to deploy until the run has ended; the critical path is what the same
 * deployment takes in virtual time.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fine } from "../assemblies/openstack-trace/fine.ts";
import { replay } from "../assemblies/openstack-trace/replay.ts";
import { simulate } from "../src/host/simulation.ts";
import { deployment as deploymentOf } from "../src/model/program.ts";
import { best, contest, median } from "./contest.ts";
import { crewIn, deployment, fileJournal } from "./deployment.ts";
import { report } from "./result.ts";

const rounds = 5;
const scale = 1 / 100;
const durations = new URL(
  "../assemblies/openstack-trace/durations/cached-dag_nt4.json",
  import.meta.url,
);

const openstack = fine(replay(JSON.parse(readFileSync(durations, "utf8")), scale));
const { makespanS: criticalPathS, transitions } = await simulate(openstack);
const instructions = deploymentOf(openstack);
const before = instructions.filter(({ op }) => op === "add" || op === "connect");
const program = instructions.filter((instruction) => !before.includes(instruction));
const directory = mkdtempSync(join(tmpdir(), "madeus-bench-"));
try {
  let files = 0;
  const scores = await contest(rounds, [
    {
      name: "replay",
      prepare() {
        const place = join(directory, `${files++}`);
        const journal = fileJournal(place);
        const deploy = deployment({ before, journal, performer: crewIn(place) });
        return { run: () => deploy(program), close: () => journal.close() };
      },
    },
  ]);
  const { wallS = [] } = scores.get("replay") ?? {};
  const on = `OpenStack, ${transitions.length} actions, 1/100 time`;
  report({ case: on, figure: "critical path", value: criticalPathS, unit: "s" });
  report({
    case: on,
    figure: "makespan",
    ratioTo: "critical path",
    value: best(wallS) / criticalPathS,
    median: median(wallS) / criticalPathS,
    unit: "×",
    bound: { atMost: 1.01 },
  });
} finally {
  rmSync(directory, { recursive: true });
}
