/** Do service ports that are there stay there? Asked of all durations: those in their ranges show where not, the order of things proves it. */
import type { RangeOf } from "../proof/extent.ts";
import { type Interruption, interruptionsIn, timedRun } from "./interruption.ts";
import type { Case, Verdict } from "../proof/case.ts";
import { type ServicePort, firstOutage } from "./outage.ts";

export interface Steadiness {
  readonly verdict: Verdict;
  /** Those that show that it is violated. */
  readonly interruptions: readonly Interruption[];
  /** Where it is unknown: a port that these durations leave alone, and others may not. */
  readonly endangered: ServicePort | undefined;
}

/**
 * Does none of these ports go away, whatever everything takes? Violated where one does with everything as long, or as short, as it can be.
 *
 * Undefined where no one run stands for all.
 */
export function steadinessOf(
  one: Case,
  rangeOf: RangeOf,
  isWanted: (port: ServicePort) => boolean,
): Steadiness | undefined {
  const timed = timedRun(one, rangeOf);
  if (timed === undefined) return undefined;
  const { occurrence, ranges } = timed;
  for (const lastsUs of [ranges.maxUs, ranges.minUs]) {
    const found = interruptionsIn(one.translation, occurrence, lastsUs).filter(isWanted);
    if (found.length > 0)
      return { verdict: "violated", interruptions: found, endangered: undefined };
  }
  const endangered = firstOutage(one.translation, occurrence, isWanted);
  return {
    verdict: endangered === undefined ? "proved" : "unknown",
    interruptions: [],
    endangered,
  };
}
