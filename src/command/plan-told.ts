/** A plan in words: when each action would begin and end, and its steps. */
import type { Timing } from "../engine/report.ts";
import type { Forecast } from "../host/forecast.ts";
import { transitionName } from "../model/name.ts";
import { seconds, some, tellForecast, waitNote } from "./forecast.ts";
import { type Output, paint } from "./output.ts";
import type { StepLook } from "./step-look.ts";

export function tellPlan(
  to: Output,
  title: string,
  expected: Forecast,
  unchanged: readonly string[],
  steps: readonly StepLook[],
): void {
  const { outcome, transitions, criticalPath } = expected.report;
  const isNothing = transitions.length === 0 && outcome === "done";
  if (isNothing) to.result("nothing is to be done");
  const critical = new Set(criticalPath);
  const stepsBy = Map.groupBy(steps, transitionName);
  const inTime = transitions.toSorted((a, b) => a.startS - b.startS || a.endS - b.endS);
  for (const one of inTime.slice(0, toldMax)) {
    to.result(line(one, critical.has(one)));
    tellSteps(to, stepsBy.get(transitionName(one)));
  }
  if (inTime.length > toldMax)
    to.result(`… and ${inTime.length - toldMax} more (--json has them all)`);
  for (const one of transitions) stepsBy.delete(transitionName(one));
  for (const [name, own] of stepsBy) {
    to.result(`${paint.bold(name)}, which is deployed`);
    tellSteps(to, own);
  }
  if (steps.some(isUnmade)) to.result(pointer);
  if (isNothing) return;
  if (unchanged.length > 0) to.result(`unchanged: ${some(unchanged)}`);
  tellForecast(to, title, expected);
}
const toldMax = 200;

/** Its steps are made of values, and nobody has looked. */
const isUnmade = ({ step, found }: StepLook): boolean => step === undefined && found === undefined;
const pointer =
  "With --look it connects to the hosts and says of each step what it would change now, also of those that are made when it begins.";

function tellSteps(to: Output, steps: readonly StepLook[] = []): void {
  for (const { step = "steps that are made when it begins", found, what = "" } of steps) {
    const { green, yellow } = paint;
    const texts = {
      change: `: ${yellow(what)}`,
      "no change": `: ${green("no change")}${what === "" ? "" : `, ${what}`}`,
      unknown: `: cannot be told (${what})`,
    };
    to.result(`${indentation}${step}${found === undefined ? "" : texts[found]}`);
  }
}
/** Under the names of the actions. */
const indentation = " ".repeat(26);

function line(one: Timing, isCritical: boolean): string {
  const { attempt, host, startS, endS, slackS } = one;
  const times = `${seconds(startS).padStart(9)} to ${seconds(endS).padStart(9)}`;
  const notes = [
    isCritical ? "critical" : `slack ${seconds(slackS)}`,
    ...(attempt === 1 ? [] : [`try ${attempt}`]),
    ...(one.waitedFor === undefined ? [] : [waitNote(one)]),
  ];
  return `${times}  ${paint.bold(transitionName(one))} on ${host}, ${notes.join(", ")}`;
}
