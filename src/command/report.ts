/** `madeus report`: what a run took, beside what was to be expected; also of one that is at work, failed or was cut off. */
import { realClock } from "../engine/clock-real.ts";
import { DurationHistory } from "../engine/duration-history.ts";
import type { Engine } from "../engine/engine.ts";
import type { Interruption } from "../engine/interruption.ts";
import { type State, fold } from "../engine/fold.ts";
import { partOfRun } from "../engine/part.ts";
import { Chronicle, type Report, type Timing } from "../engine/report.ts";
import { rehearse } from "../host/simulation.ts";
import { MadeusError } from "../model/code.ts";
import { transitionName } from "../model/name.ts";
import { gantt } from "../show/gantt.ts";
import type { Entry, JournalRecord } from "../store/journal.ts";
import { sumText } from "../show/progress.ts";
import { type RunSummary, lastRun } from "../store/run.ts";
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
import { type Session, openSession, replayed } from "./session.ts";
import { target } from "./target.ts";
import type { Call, Verb } from "./verb.ts";
import { writeWhole } from "./whole-file.ts";

interface ReportFlags extends Flags {
  readonly run?: number;
  readonly svg?: string;
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
      .option("--svg <file>", "draw it as a Gantt chart"),
  examples: {
    "madeus report": "the last run, also while it is at work",
    "madeus report site.ts --run 3": "an earlier one",
    "madeus report --svg run.svg": "as a picture, with the plan as outlines",
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
    const parts = parted(session, flags.run);
    const { before, own, run } = parts;
    const isGoingOn = holdersAtWork(session.file).some((holder) => holder.run === run.run);
    const measured = measuredOf(session, parts, isGoingOn);
    const expected = await expectationOf(session, parts);
    const title = `run ${run.run}, ${run.verb} of ${run.assembly}`;
    const components = new Map(
      before.concat(own).flatMap((one) => (one.type === "program" ? addedIn(one) : [])),
    );
    const chart = { ...chartOf(title, measured, components), planned: expected.transitions };
    if (flags.svg !== undefined) writeWhole(flags.svg, gantt(chart));
    const open = isGoingOn ? "at work" : "cut off";
    tellTimes(to, title, measured, components, { planned: expected.transitions, open });
    // What was adopted ran before: nothing was to be expected of that.
    if (run.verb !== "adopt") tellBeside(to, measured, expected);
    const sum = sumText(measured);
    if (sum !== "") to.result(`${paint.bold("actions say")}${sum}`);
    const { outcome } = measured;
    const interruptions = pastInterruptions(session.records, own);
    // Whoever takes something down knows that it goes away.
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

interface Parted {
  readonly before: readonly JournalRecord[];
  readonly own: readonly JournalRecord[];
  readonly run: RunSummary;
}

/** The records of one run, and those before it. */
function parted({ records, directory }: Session, wanted: number | undefined): Parted {
  const runs = records.reduce((last, { run }) => Math.max(last, run), 0);
  const number = wanted ?? runs;
  const ofRun = records.filter((record) => record.run === number);
  // What probes found afterwards stands behind its end.
  const own = ofRun.slice(0, ofRun.findIndex(({ type }) => type === "result") + 1 || ofRun.length);
  const run = lastRun(own);
  if (run === undefined)
    throw runs === 0 && wanted === undefined
      ? new MadeusError("MADEUS_NO_STATE", `Nothing was run in ${directory} yet.`)
      : new MadeusError("MADEUS_NO_STATE", `There is no run ${number} in ${directory}.`, {
          hint:
            runs === 0
              ? "It has none yet."
              : runs === 1
                ? "It has one run."
                : `It has ${runs} runs.`,
        });
  const first = records.findIndex((record) => record.run === number);
  return { before: records.slice(0, first), own, run };
}

/** What the run took, until now if it is at work. */
function measuredOf({ file }: Session, { before, own, run }: Parted, isGoingOn: boolean): Report {
  const whole = replayed(before, file.path);
  const begun = begunBy(own);
  for (const record of begun) fold(whole, record);
  const chronicle = new Chronicle(stateOf(whole, run), run.limits ?? {});
  for (const record of begun) chronicle.add(record, []);
  for (const record of own.slice(begun.length)) chronicle.add(record, fold(whole, record).list());
  if (isGoingOn) chronicle.until(realClock.nowMs());
  return chronicle.report(run.outcome ?? "open");
}

/** What comes before a run's first word, and that. */
const begunBy = (own: readonly JournalRecord[]): readonly JournalRecord[] =>
  own.slice(0, own.findIndex(({ type }) => type === "run") + 1);

/** What the run works on: all, or the part that it has in hand. */
const stateOf = (whole: State, { run }: RunSummary): State => partOfRun(whole, run)?.state ?? whole;

/** What was to be expected of the run before it began. */
async function expectationOf({ file }: Session, { before, own, run }: Parted): Promise<Report> {
  const { limits, onError, onErrorOf } = run;
  const whole = replayed(before, file.path);
  for (const record of own)
    if (record.type === "declaration" || record.type === "run") fold(whole, record);
  const state = stateOf(whole, run);
  const given = own.slice(0, own.findIndex(({ type }) => begins.has(type)) + 1 || own.length);
  const give = (engine: Engine): void => {
    for (const record of given) if (isOrder(record)) engine.post(entryOf(record));
  };
  return rehearse(state, give, {
    limits,
    onError,
    onErrorOf,
    history: new DurationHistory(before),
  });
}
/** What an operator, or the command, says to the engine; and what the engine answers first. */
const orders: ReadonlySet<string> = new Set(["program", "go", "refire", "withdraw", "abandon"]);
const begins: ReadonlySet<string> = new Set(["started", "result"]);
const isOrder = (record: JournalRecord): boolean =>
  orders.has(record.type) || (record.type === "ended" && record.skipped === true);

function entryOf({ seq: _seq, run: _run, atMs: _atMs, ...entry }: JournalRecord): Entry {
  return entry;
}

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
