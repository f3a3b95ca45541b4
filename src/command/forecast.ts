/** A forecast in words: the chart, what takes so long, what costs time, what goes wrong. */
import type { Forecast, Spread } from "../host/forecast.ts";
import type { Report, Timing } from "../engine/report.ts";
import { tell } from "../semantics/why.ts";
import { gantt } from "../show/gantt.ts";
import { ganttText } from "../show/gantt-text.ts";
import { duration } from "../show/progress.ts";
import { comparison, failedOf } from "./forecast-ending.ts";
import { type Output, paint } from "./output.ts";
import { writeWhole } from "./whole-file.ts";

export function tellForecast(to: Output, title: string, expected: Forecast): void {
  const { report, limits, without, spread } = expected;
  tellTimes(to, title, report, expected.components);
  for (const { limit, tries, waitedS, costsS } of limits) {
    const waited = `${limit} makes ${actions(tries)} wait, ${seconds(waitedS)} in all`;
    const cost = costsS === undefined ? "" : `; without it: ${seconds(report.makespanS - costsS)}`;
    to.result(`${paint.bold("limit")}: ${waited}${cost}`);
  }
  if (without !== undefined) tellWithout(to, report, without);
  if (spread !== undefined) tellSpread(to, spread);
  tellSources(to, expected.sources);
}

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
  { makespanS, transitions, criticalPath }: Report,
  components: ReadonlyMap<string, string>,
) => ({ title, makespanS, bars: transitions, criticalPath, components });

/** The chart, the critical path, and what came of it. */
export function tellTimes(
  to: Output,
  title: string,
  report: Report,
  components: Forecast["components"],
  planned?: readonly Timing[],
): void {
  const { outcome, makespanS, transitions, criticalPath, because } = report;
  const beside = planned === undefined ? {} : { planned };
  const chart = { ...chartOf(title, report, components), ...beside };
  const width = Math.min(process.stdout.columns ?? Number(process.env["COLUMNS"] ?? 100), 160);
  for (const line of ganttText(chart, width, { paint })) to.result(line);
  const colour = outcome === "done" ? paint.green : paint.red;
  const what = `${title}: ${colour(words[outcome])} after ${seconds(makespanS)}`;
  to.result(`${what}, ${transitions.length} actions`);
  for (const line of tell(because)) to.result(`  ${line}`);
  if (criticalPath.length > 0) to.result(paint.bold("what takes so long:"));
  for (const one of criticalPath.slice(0, pathMax)) {
    const waited = one.waitedFor === undefined ? "" : ` (waited for ${one.waitedFor})`;
    const times = `${seconds(one.startS).padStart(9)} ${`+${seconds(one.endS - one.startS)}`.padStart(9)}`;
    to.result(`${times}  ${one.instance}.${one.transition}${waited}`);
  }
  if (criticalPath.length > pathMax)
    to.result(`  … and ${criticalPath.length - pathMax} more (--json has them all)`);
}
const pathMax = 40;

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
  const longerS = report.makespanS - without.makespanS;
  const end =
    report.outcome === "done"
      ? `it takes ${seconds(longerS)} longer`
      : `${actions(missing.length)} of it never come to their end: ${some(missing)}`;
  to.result(
    `${paint.bold("without the fault")}: ${words[without.outcome]} after ${seconds(without.makespanS)}; with it ${end}`,
  );
  const failed = failedOf(report);
  if (failed.length > 0) to.result(`  failed: ${some(failed)}`);
}

function tellSpread(to: Output, { runs, done, critical, ...at }: Spread): void {
  const told = [
    ["median", at.medianS],
    ["90 %", at.p90S],
    ["95 %", at.p95S],
    ["longest", at.maxS],
  ] as const;
  const times = told.map(([what, s]) => `${what} ${seconds(s)}`).join(", ");
  to.result(`${paint.bold(`${runs} runs`)}: ${done} done; shortest ${seconds(at.minS)}, ${times}`);
  for (const { name, share } of critical.slice(0, 10))
    to.result(`  ${`${Math.round(share * 100)} %`.padStart(5)} of them wait for ${name}`);
}

function tellSources(to: Output, sources: Forecast["sources"]): void {
  const { given, measured, declared, assumed, none } = sources;
  const told = [
    [given, "given"],
    [measured, "measured in earlier runs"],
    [declared, "declared"],
    [none, "of transitions without an action"],
  ] as const;
  const counts = told.flatMap(([names, what]) =>
    names.length > 0 ? `${names.length} ${what}` : [],
  );
  if (assumed.length > 0) counts.push(`${assumed.length} assumed to be 1s: ${some(assumed)}`);
  to.result(`${paint.bold("durations")}: ${counts.join(", ")}`);
}

const actions = (n: number): string => `${n} action${n === 1 ? "" : "s"}`;

const someMax = 8;
export const some = (names: readonly string[]): string =>
  names.slice(0, someMax).join(", ") +
  (names.length > someMax ? ` and ${names.length - someMax} more` : "");

/** `47ms`, `12.3s`, `2m 03s`. */
export const seconds = (s: number): string =>
  s > 0 && s < 0.9995 ? `${Math.round(s * 1000)}ms` : duration(s * 1000);
