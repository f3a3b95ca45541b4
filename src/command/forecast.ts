/** A forecast in words: the chart, what takes so long, what costs time, what goes wrong. */
import type { Forecast, LimitCost, Spread } from "../host/forecast.ts";
import type { Report, Timing } from "../engine/report.ts";
import { transitionName } from "../model/name.ts";
import { tell } from "../semantics/why.ts";
import type { GanttChart } from "../show/chart.ts";
import { gantt } from "../show/gantt.ts";
import { ganttText } from "../show/gantt-text.ts";
import { duration } from "../show/progress.ts";
import { comparison, failedOf } from "./forecast-ending.ts";
import { type Output, paint } from "./output.ts";
import { writeWhole } from "./whole-file.ts";

export function tellForecast(to: Output, title: string, expected: Forecast): void {
  const { report, limits, without, spread } = expected;
  tellTimes(to, title, report, expected.components);
  for (const one of limits) to.result(limitLine(one, report));
  if (without !== undefined) tellWithout(to, report, without);
  if (spread !== undefined) tellSpread(to, spread);
  tellSources(to, expected.sources);
}

function limitLine({ limit, tries, waitedS, costsS }: LimitCost, { makespanS }: Report): string {
  const flag = flags[limit] ?? `--${limit}`;
  const one = tries === 1;
  const wait = `${actions(tries)} ${one ? "waits" : "wait"} for a free slot, ${seconds(waitedS)} in all`;
  if (costsS === undefined) return `${paint.bold(flag)}: ${wait}`;
  const cost =
    Math.abs(costsS) < differenceMinS
      ? "costs no time"
      : `without this limit: ${seconds(makespanS - costsS)}`;
  return `${paint.bold(flag)}: ${wait}; ${cost}`;
}
const flags: Readonly<Record<string, string>> = { total: "--parallel", perHost: "--per-host" };
/** Less is not told. */
const differenceMinS = 0.0005;

/** Draws the chart into a file, if one is asked for. */
export function writePicture(
  file: string | undefined,
  title: string,
  { report, components }: Pick<Forecast, "report" | "components">,
): void {
  if (file !== undefined) writeWhole(file, gantt(chartOf(title, report, components)));
}

export const chartOf = (
  title: string,
  { makespanS, transitions, criticalPath, interruptions }: Report,
  components: ReadonlyMap<string, string>,
): GanttChart => ({ title, makespanS, bars: transitions, criticalPath, interruptions, components });

/** What else there is to say of a run that took place. */
interface Beside {
  readonly planned?: readonly Timing[];
  /** How to say that it has no end. */
  readonly open?: string;
}

/** The chart, the critical path, and what came of it. */
export function tellTimes(
  to: Output,
  title: string,
  report: Report,
  components: Forecast["components"],
  { planned, open = words.open }: Beside = {},
): void {
  const { outcome, makespanS, transitions, criticalPath, because } = report;
  const beside = planned === undefined ? {} : { planned };
  const chart = { ...chartOf(title, report, components), ...beside };
  for (const line of ganttText(chart, columns(), { paint })) to.result(line);
  const colour = outcome === "done" ? paint.green : paint.red;
  const word = outcome === "open" ? open : words[outcome];
  to.result(`${colour(word)} after ${seconds(makespanS)}, ${actions(transitions.length)}`);
  tellLines(
    to,
    tell(because).map((line) => `  ${line}`),
    becauseMax,
  );
  if (criticalPath.length > 0) to.result(paint.bold("what takes so long:"));
  tellLines(to, criticalPath.map(stretch), pathMax);
}
const becauseMax = 20;
const pathMax = 40;

/** Of very many the first. */
function tellLines(to: Output, lines: readonly string[], max: number): void {
  for (const line of lines.slice(0, max)) to.result(line);
  if (lines.length > max) to.result(`  … and ${lines.length - max} more (--json has them all)`);
}

/** One try of the critical path. */
function stretch(one: Timing): string {
  const { attempt, startS, endS } = one;
  const times = `${seconds(startS).padStart(9)} ${`+${seconds(endS - startS)}`.padStart(9)}`;
  const notes = [
    ...(attempt === 1 ? [] : [`try ${attempt}`]),
    ...(one.waitedFor === undefined ? [] : [waitNote(one)]),
  ];
  const told = notes.length === 0 ? "" : ` (${notes.join(", ")})`;
  return `${times}  ${transitionName(one)}${told}`;
}

/** What a try waited for, and how long. */
export function waitNote({ waitedFor = "", dueS, startS }: Timing): string {
  const where = waitedFor === "total" ? "" : ` of ${waitedFor}`;
  return `waited ${seconds(startS - dueS)} for a free slot${where}`;
}

function columns(): number {
  const told = process.stdout.columns ?? Number(process.env["COLUMNS"]);
  return told > 0 ? Math.min(told, columnsMax) : columnsDefault;
}
const columnsMax = 160;
const columnsDefault = 100;

export const words: Readonly<Record<Report["outcome"], string>> = {
  done: "done",
  failed: "failed",
  stuck: "stuck",
  cancelled: "cancelled",
  timeout: "out of time",
  open: "not at its end",
};

function tellWithout(to: Output, report: Report, without: Report): void {
  const { missing } = comparison(report, without);
  const end = `${paint.bold("without the fault")}: ${words[without.outcome]} after ${seconds(without.makespanS)}`;
  const longerS = report.makespanS - without.makespanS;
  if (missing.length > 0)
    to.result(`${end}; the fault costs ${actions(missing.length)}: ${some(missing)}`);
  else if (Math.abs(longerS) < differenceMinS) to.result(`${end}; the fault costs nothing`);
  else to.result(`${end}; the fault costs ${seconds(longerS)}`);
  const failed = failedOf(report);
  if (failed.length > 0) to.result(`  failed: ${some(failed)}`);
}

function tellSpread(to: Output, { runs, done, makespan: at, critical }: Spread): void {
  const ended = `${paint.bold(`${runs} ${runs === 1 ? "run" : "runs"} by chance`)}: ${done} done`;
  if (at === undefined) return to.result(ended);
  const shares = [
    ["half", at.medianS],
    ["90 %", at.p90S],
    ["95 %", at.p95S],
  ] as const;
  const within = shares.map(([share, s]) => `${share} within ${seconds(s)}`).join(", ");
  to.result(`${ended}, after ${seconds(at.minS)} to ${seconds(at.maxS)}; ${within}`);
  to.result(paint.bold("how often it is on the critical path:"));
  for (const { name, share } of critical.slice(0, 10))
    to.result(`${`${Math.round(share * 100)} %`.padStart(9)}  ${name}`);
}

function tellSources(to: Output, sources: Forecast["sources"]): void {
  const { given, measured, declared, assumed, none } = sources;
  const told = [
    [given, "given"],
    [measured, "measured in earlier runs"],
    [declared, "declared"],
    [none, "without an action"],
  ] as const;
  const counts = told.flatMap(([names, what]) =>
    names.length > 0 ? `${names.length} ${what}` : [],
  );
  if (assumed.length > 0) counts.push(`${assumed.length} assumed to be 1s: ${some(assumed)}`);
  if (counts.length > 0) to.result(`${paint.bold("durations")}: ${counts.join(", ")}`);
}

const actions = (n: number): string => `${n} action${n === 1 ? "" : "s"}`;

const someMax = 8;
export const some = (names: readonly string[]): string =>
  names.slice(0, someMax).join(", ") +
  (names.length > someMax ? ` and ${names.length - someMax} more` : "");

/** `47ms`, `12.3s`, `2m 03s`. */
export const seconds = (s: number): string =>
  s > 0 && s < 0.9995 ? `${Math.round(s * 1000)}ms` : duration(s * 1000);
