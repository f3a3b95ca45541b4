/**
 * When the events of a run happen if each happens as soon as it can: the longest way to each, along what it depends on.
 *
 * Only an event that ends a component's transition takes time: from when all is there that it needs. Times are kept in whole
 * microseconds, so that sums are exact and ways of equal length are found equal.
 */
import { MadeusError } from "../../model/code.ts";
import type { Net } from "../net.ts";
import type { Occurrence, Order } from "./occurrence.ts";

/** What a transition may take. */
export interface Range {
  readonly minS: number;
  readonly maxS: number;
}

/** event → the least and the most that it takes, in whole microseconds */
export interface Ranges {
  readonly minUs: Float64Array;
  readonly maxUs: Float64Array;
}

/** Every event as early as can be. */
export interface Schedule {
  /** event → how long it takes, and when it is over, in whole microseconds */
  readonly lastsUs: Float64Array;
  readonly endsUs: Float64Array;
  readonly makespanUs: number;
}

/** An event and its time. */
export interface Timed {
  readonly event: number;
  readonly transition: number;
  readonly startS: number;
  readonly endS: number;
}

/** The schedule of these durations. O(causes). */
export function scheduleOf({ eventCount, causes }: Order, lastsUs: Float64Array): Schedule {
  const { starts, items } = causes;
  const endsUs = new Float64Array(eventCount);
  let makespanUs = 0;
  for (let event = 0, k = 0; event < eventCount; event++) {
    let endUs = 0;
    for (const end = starts[event + 1] ?? 0; k < end; k++) {
      const causeUs = endsUs[items[k] ?? 0] ?? 0;
      if (causeUs > endUs) endUs = causeUs;
    }
    endUs += lastsUs[event] ?? 0;
    endsUs[event] = endUs;
    if (endUs > makespanUs) makespanUs = endUs;
  }
  return { lastsUs, endsUs, makespanUs };
}

/** What each event may take. @param rangeOf  undefined: the transition takes no time  @throws MADEUS_BAD_NUMBER */
export function rangesOf(
  net: Pick<Net, "transitionName">,
  { eventCount, transitions }: Occurrence,
  rangeOf: (transition: number) => Range | undefined,
): Ranges {
  const minUs = new Float64Array(eventCount);
  const maxUs = new Float64Array(eventCount);
  for (const [event, transition] of transitions.entries()) {
    const range = rangeOf(transition);
    if (range === undefined) continue;
    const { minS, maxS } = range;
    if (!(minS >= 0 && maxS >= minS && maxS < Infinity))
      throw badRange(net.transitionName(transition), minS, maxS);
    minUs[event] = microseconds(minS);
    maxUs[event] = microseconds(maxS);
  }
  return { minUs, maxUs };
}

/** The least and the most that a run takes: no duration that grows makes it shorter. O(causes). */
export function boundariesOf(order: Order, { minUs, maxUs }: Ranges): Range {
  return {
    minS: seconds(scheduleOf(order, minUs).makespanUs),
    maxS: seconds(scheduleOf(order, maxUs).makespanUs),
  };
}

/** A longest way through a schedule, in order: each begins when the one before is over, the last ends it. O(its causes). */
export function criticalPath(occurrence: Occurrence, schedule: Schedule): readonly Timed[] {
  const path: Timed[] = [];
  let event = schedule.endsUs.indexOf(schedule.makespanUs);
  while (event >= 0) {
    path.push(timed(occurrence, schedule, event));
    event = dueTo(occurrence, schedule, event);
  }
  return path.reverse();
}

/** A cause that is over just when the event begins; -1 where it begins at the start without any. */
function dueTo({ causes }: Order, { lastsUs, endsUs }: Schedule, event: number): number {
  const startUs = (endsUs[event] ?? 0) - (lastsUs[event] ?? 0);
  for (let k = causes.starts[event] ?? 0; k < (causes.starts[event + 1] ?? 0); k++) {
    const cause = causes.items[k] ?? 0;
    if (endsUs[cause] === startUs) return cause;
  }
  return -1;
}

/** When an event begins and ends. */
export function timed(
  { transitions }: Occurrence,
  { lastsUs, endsUs }: Schedule,
  event: number,
): Timed {
  const endUs = endsUs[event] ?? 0;
  return {
    event,
    transition: transitions[event] ?? 0,
    startS: seconds(endUs - (lastsUs[event] ?? 0)),
    endS: seconds(endUs),
  };
}

export const microseconds = (s: number): number => Math.round(s * 1e6);
export const seconds = (us: number): number => us / 1e6;

const badRange = (name: string, minS: number, maxS: number): MadeusError =>
  new MadeusError(
    "MADEUS_BAD_NUMBER",
    `the duration of ${name} must be from 0 up, its least no more than its most, but is ${minS} to ${maxS} s`,
  );
