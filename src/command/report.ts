/** `madeus report`: what a run took, beside what was to be expected; also of one that is at work, failed or was cut off. */
import type { Interruption } from "../engine/interruption.ts";
import type { Report, Timing } from "../engine/report.ts";
import { transitionName } from "../model/name.ts";
import { gantt } from "../show/gantt.ts";
import { sumText } from "../show/progress.ts";
import type { JournalRecord } from "../store/journal.ts";
import { holdersAtWork } from "./at-work.ts";
import { tellBehind } from "./current.ts";
import type { ReportEnding } from "./ending.ts";
import { type Exit, exit, exitOfOutcome } from "./exit.ts";
import { type Flags, count } from "./flags.ts";
import { timesOf } from "./forecast-ending.ts";
import { chartOf, seconds, tellTimes, words } from "./forecast.ts";
import { pastInterruptions } from "./interruption-past.ts";
import { interruptionLines } from "./interruption-told.ts";
import { type Output, paint } from "./output.ts";
import { writePage } from "./page-file.ts";
import { expectationOf, measuredOf, pastRun } from "./past-run.ts";
import { openSession } from "./session.ts";
import { target } from "./target.ts";
import type { Call, Verb } from "./verb.ts";
import { writeWhole } from "./whole-file.ts";

interface ReportFlags extends Flags {
  readonly run?: number;
  readonly svg?: string;
  readonly html?: string;
}

export const reportVerb: Verb<ReportFlags, "report"> = {
  name: "report",
  summary: "say what a run took, beside what was expected of it",
  args: {
    "[file]": "the file that was deployed (default: assembly.ts)",
    "[export]": "which assembly, where several were deployed from it",
  },
  flags: (command) =>
    command
      .option("--run <n>", "which run of the state (default: the last)", count)
      .option("--svg <file>", "draw it as a Gantt chart")
      .option("--html <file>", "write the page of `madeus ui` as one file, to be opened offline"),
  examples: {
    "madeus report": "the last run, also while it is at work",
    "madeus report site.ts --run 3": "an earlier one",
    "madeus report --svg run.svg": "as a picture, with the plan as outlines",
    "madeus report --html run.html": "as a page: graph, chart, reasons, logs and history",
  },
  notes: [
    "Expected is what `madeus plan` would have said before the run: by earlier runs of this state, else by what",
    "the file declared. Reads the record only; ends with the code of the run, with 4 where it was cut off, and with 0",
    "while it is at work. How long services were away is told to its end, be that in the run that went on with it.",
  ],
  perform: report,
};

async function report({ args, flags, to }: Call<ReportFlags>): Promise<ReportEnding> {
  const session = openSession({ directory: (await target(args, flags)).directory, mode: "read" });
  try {
    tellBehind(to, session);
    const parts = pastRun(session, flags.run);
    const { before, own, run } = parts;
    const isGoingOn = holdersAtWork(session.file).some((holder) => holder.run === run.run);
    const measured = measuredOf(session, parts, isGoingOn);
    const expected = await expectationOf(session, parts);
    const title = `run ${run.run}, ${run.verb} of ${run.assembly}`;
    const components = new Map(
      before.concat(own).flatMap((one) => (one.type === "program" ? addedIn(one) : [])),
    );
    // Whoever takes something down knows that it goes away.
    const interruptions = run.verb === "down" ? [] : pastInterruptions(session.records, own);
    const measuredChart = chartOf(title, measured, components);
    const chart = { ...measuredChart, planned: expected.transitions, interruptions };
    if (flags.svg !== undefined) writeWhole(flags.svg, gantt(chart));
    if (flags.html !== undefined) await writePage(flags.html, session.directory, run.run);
    const open = isGoingOn ? "at work" : "cut off";
    tellTimes(to, title, measured, components, { planned: expected.transitions, open });
    // What was adopted ran before: nothing was to be expected of that.
    if (run.verb !== "adopt") tellBeside(to, measured, expected);
    const sum = sumText(measured);
    if (sum !== "") to.result(`${paint.bold("actions say")}${sum}`);
    const { outcome } = measured;
    if (run.verb !== "down") tellInterruptions(to, interruptions, expected);
    return {
      ...timesOf(measured),
      exitCode: outcome === "open" ? openExit(isGoingOn) : exitOfOutcome[outcome],
      run: run.run,
      of: run.verb,
      startedMs: run.startedMs,
      sum: { changed: measured.changed, unchanged: measured.unchanged },
      interruptions,
      planned: {
        outcome: expected.outcome,
        makespanS: expected.makespanS,
        criticalPath: expected.criticalPath,
        transitions: expected.transitions,
        interruptions: expected.interruptions,
      },
    };
  } finally {
    session.close();
  }
}

function tellInterruptions(
  to: Output,
  found: readonly Interruption[],
  { interruptions }: Pick<Report, "interruptions">,
): void {
  if (found.length === 0) return;
  const lines = interruptionLines(found, interruptions, "has not come back");
  for (const line of lines) to.result(line);
}

/** One that was cut off has not done what it was to do. */
const openExit = (isGoingOn: boolean): Exit => (isGoingOn ? exit.done : exit.failed);

const addedIn = ({
  instructions,
}: JournalRecord & { type: "program" }): readonly (readonly [string, string])[] =>
  instructions.flatMap((one) => (one.op === "add" ? [[one.instance, one.component]] : []));

function tellBeside(to: Output, measured: Report, expected: Report): void {
  const differsS = measured.makespanS - expected.makespanS;
  const more = `; it took ${seconds(Math.abs(differsS))} ${differsS < 0 ? "less" : "more"}`;
  const was = `${words[expected.outcome]} after ${seconds(expected.makespanS)}`;
  // Of what ended otherwise the times say nothing.
  const beside = measured.outcome === expected.outcome ? more : "";
  to.result(`${paint.bold("expected")}: ${was}${beside}`);
  const planned = new Map(expected.transitions.map((one) => [nameOf(one), one]));
  const deviations = measured.transitions
    .filter(({ ended }) => ended !== "open")
    .map((one) => ({ one, byS: lasted(one) - lasted(planned.get(nameOf(one)) ?? one) }))
    .filter(({ byS }) => Math.abs(byS) >= deviationMinS)
    .toSorted((a, b) => Math.abs(b.byS) - Math.abs(a.byS));
  for (const { one, byS } of deviations.slice(0, deviationsMax)) {
    const how = `${seconds(Math.abs(byS))} ${byS < 0 ? "shorter" : "longer"}`;
    to.result(`  ${nameOf(one)} took ${seconds(lasted(one))}, ${how}`);
  }
}
const deviationMinS = 0.05;
const deviationsMax = 5;

const lasted = ({ startS, endS }: Timing): number => endS - startS;
const nameOf = (one: Timing): string =>
  one.attempt === 1 ? transitionName(one) : `${transitionName(one)} (try ${one.attempt})`;
