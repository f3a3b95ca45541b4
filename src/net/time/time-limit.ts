/**
 * How long a run may take where only so many actions run at once: bounds, never the exact time.
 *
 * The best schedule under limits is hard to find, and a schedule that starts what it can may take longer for shorter actions. So the
 * durations' least and most do not give the least and the most here. These bounds hold for whatever the limits are shared out by,
 * as long as no action waits that could be started.
 */
import type { Occurrence } from "./occurrence.ts";
import { tailsOf } from "./slack.ts";
import { type Ranges, scheduleOf, seconds } from "./time.ts";

/** What a transition takes a slot of while it runs, each by its number; and how many slots there are. */
export interface Limits {
  readonly slotsOf: (transition: number) => readonly number[];
  /** limit → its slots, at least one */
  readonly slotCounts: readonly number[];
}

export interface Bounds {
  /** No run is shorter. */
  readonly lowerS: number;
  /** No run is longer that lets nothing wait for which there is a slot. */
  readonly upperS: number;
  /** The limit that gives the lower bound; undefined: the dependencies alone do. */
  readonly tightest: number | undefined;
}

/**
 * From below: the critical path of the least durations; and for each limit the work under it, shared by its slots, with the least time
 * before the first and after the last of it. From above: at every moment an action of some chain of dependencies runs, or a limit is
 * exhausted; so the critical path of the most durations and for each limit its work shared by its slots; and never more than all
 * actions one after the other. O(causes).
 *
 * @throws RangeError  a limit has no slots
 */
export function boundsUnder(
  occurrence: Occurrence,
  { minUs, maxUs }: Ranges,
  { slotsOf, slotCounts }: Limits,
): Bounds {
  const least = scheduleOf(occurrence, minUs);
  const tailsUs = tailsOf(occurrence, minUs);
  const loads = slotCounts.map((slots, limit) => newLoad(slots, limit));
  for (const [event, transition] of occurrence.transitions.entries())
    for (const limit of new Set(slotsOf(transition))) {
      const load = loads[limit];
      if (load === undefined) continue;
      load.count++;
      load.mostUs += maxUs[event] ?? 0;
      const lastsUs = minUs[event] ?? 0;
      if (lastsUs === 0) continue;
      load.leastUs += lastsUs;
      load.beforeUs = Math.min(load.beforeUs, (least.endsUs[event] ?? 0) - lastsUs);
      load.afterUs = Math.min(load.afterUs, tailsUs[event] ?? 0);
    }
  let [lowerUs, tightest]: [number, number | undefined] = [least.makespanUs, undefined];
  for (const [limit, { slots, leastUs, beforeUs, afterUs }] of loads.entries()) {
    const us = leastUs === 0 ? 0 : beforeUs + leastUs / slots + afterUs;
    if (us > lowerUs) [lowerUs, tightest] = [us, limit];
  }
  const inRowUs = maxUs.reduce((sum, us) => sum + us, 0);
  // A limit that has a slot for each is never exhausted.
  const scarce = loads.filter(({ count, slots }) => count > slots);
  const sharedUs = scarce.reduce((sum, { mostUs, slots }) => sum + mostUs / slots, 0);
  const longestUs = scheduleOf(occurrence, maxUs).makespanUs;
  return {
    lowerS: seconds(lowerUs),
    upperS: seconds(Math.min(inRowUs, longestUs + sharedUs)),
    tightest,
  };
}

/** What runs under a limit. */
interface Load {
  readonly slots: number;
  count: number;
  leastUs: number;
  mostUs: number;
  /** The least time before the first of it, and after the last. */
  beforeUs: number;
  afterUs: number;
}

function newLoad(slots: number, limit: number): Load {
  if (!(slots >= 1))
    throw new RangeError(`limit ${limit} has ${slots} slots, but needs at least one`);
  return { slots, count: 0, leastUs: 0, mostUs: 0, beforeUs: Infinity, afterUs: Infinity };
}
