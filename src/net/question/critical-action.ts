/** Which actions a run hangs on: those that any delay of makes it longer, always or for some durations, and how much room the others have. */
import { actionOf } from "../proof/expectation.ts";
import type { Occurrence } from "../time/occurrence.ts";
import { slackOf } from "../time/slack.ts";
import { criticalityOf } from "../time/time-criticality.ts";
import { type Ranges, scheduleOf, timed } from "../time/time.ts";
import type { Translation } from "../translate/translate.ts";

export interface CriticalAction {
  readonly instance: string;
  readonly transition: string;
  /** By expected durations. */
  readonly startS: number;
  readonly endS: number;
  /** How much longer it could take by these without a longer run. */
  readonly slackS: number;
  /** On a longest way whatever the durations in their ranges; for some; for none that was found. */
  readonly critical: "always" | "sometimes" | "never";
}
export interface CriticalActions {
  /** By the time at which they begin. */
  readonly actions: readonly CriticalAction[];
  /** Exact: no others are critical. Sampled: a limit ended the search, others may be so as well. */
  readonly basis: "exact" | "sampled";
}

/** Cost: as `criticalityOf`. @param expectedUs  by event */
export function criticalActions(
  translation: Translation,
  occurrence: Occurrence,
  { expectedUs, ranges }: { readonly expectedUs: Float64Array; readonly ranges: Ranges },
): CriticalActions {
  const schedule = scheduleOf(occurrence, expectedUs);
  const { slackS } = slackOf(occurrence, schedule);
  const { necessarily, possibly } = criticalityOf(occurrence, ranges);
  const actions = [...occurrence.transitions.entries()].flatMap(([event, t]) => {
    const action = actionOf(translation, t);
    if (action === undefined) return [];
    const { startS, endS } = timed(occurrence, schedule, event);
    const isAlways = necessarily.events[event] === 1;
    const critical = isAlways ? "always" : possibly.events[event] === 1 ? "sometimes" : "never";
    const { name: instance } = action.member;
    const { name: transition } = action.edge;
    return [{ instance, transition, startS, endS, slackS: slackS(event), critical } as const];
  });
  const isExact = necessarily.basis === "exact" && possibly.basis === "exact";
  return {
    actions: actions.toSorted((a, b) => a.startS - b.startS || a.endS - b.endS),
    basis: isExact ? "exact" : "sampled",
  };
}
