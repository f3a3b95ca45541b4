/** A forecast as the last line of `--json`, with the code that the run would end with. Pure. */
import type { Forecast } from "../host/forecast.ts";
import type { Report } from "../engine/report.ts";
import { transitionName } from "../model/name.ts";
import { tell } from "../semantics/why.ts";
import type { ForecastEnding } from "./ending.ts";
import { type Exit, exit, exitOfFailures, exitOfOutcome } from "./exit.ts";

export function endingOf(forecast: Forecast): ForecastEnding {
  const { report, limits, without, spread, sources } = forecast;
  return {
    ...timesOf(report),
    exitCode: exitOf(forecast),
    limits,
    ...(without === undefined ? {} : { withoutFaults: comparison(report, without) }),
    ...(spread === undefined ? {} : { spread }),
    durations: sources,
  };
}

function exitOf({ report: { outcome }, failures }: Forecast): Exit {
  if (outcome === "failed") return exitOfFailures(failures);
  return outcome === "open" ? exit.done : exitOfOutcome[outcome];
}

type Times = Pick<
  ForecastEnding,
  "outcome" | "makespanS" | "transitions" | "criticalPath" | "failed" | "because"
>;

export const timesOf = (report: Report): Times => ({
  outcome: report.outcome,
  makespanS: report.makespanS,
  criticalPath: report.criticalPath,
  transitions: report.transitions,
  failed: failedOf(report),
  because: tell(report.because),
});

/** The actions whose last try ended badly. */
export function failedOf({ transitions }: Report): readonly string[] {
  const last = new Map(transitions.map((one) => [transitionName(one), one.ended]));
  return [...last].flatMap(([name, ended]) => (ended === "badly" ? [name] : []));
}

/** What would have come to pass without the faults. */
export function comparison(
  report: Report,
  without: Report,
): NonNullable<ForecastEnding["withoutFaults"]> {
  const well = ({ transitions }: Report): Set<string> =>
    new Set(transitions.filter(({ ended }) => ended === "well").map(transitionName));
  const missing = well(without).difference(well(report));
  return { outcome: without.outcome, makespanS: without.makespanS, missing: [...missing] };
}
