/** How much later the events of a schedule may be without a longer run: from the longest way that follows each. */
import type { Order } from "./occurrence.ts";
import { type Schedule, seconds } from "./time.ts";

/** event → the longest way from its end to the end of all that depends on it, in microseconds. O(causes). */
export function tailsOf({ eventCount, causes }: Order, lastsUs: Float64Array): Float64Array {
  const { starts, items } = causes;
  const tailsUs = new Float64Array(eventCount);
  for (let event = eventCount - 1; event >= 0; event--) {
    const beforeUs = (tailsUs[event] ?? 0) + (lastsUs[event] ?? 0);
    for (let k = starts[event] ?? 0; k < (starts[event + 1] ?? 0); k++) {
      const cause = items[k] ?? 0;
      if (beforeUs > (tailsUs[cause] ?? 0)) tailsUs[cause] = beforeUs;
    }
  }
  return tailsUs;
}

export interface Slack {
  /** event → when it must begin at the latest, in seconds from the start; below 0 where the time given is too short */
  readonly latestStartS: (event: number) => number;
  /** event → how much later than it could it may begin, in seconds; below 0 where the time given is too short */
  readonly slackS: (event: number) => number;
}

/** The slack of all events if the run is to end in time. O(causes). @param withinUs  by default the makespan: critical events have no slack */
export function slackOf(
  order: Order,
  { lastsUs, endsUs, makespanUs }: Schedule,
  withinUs: number = makespanUs,
): Slack {
  const tailsUs = tailsOf(order, lastsUs);
  const latestEndUs = (event: number): number => withinUs - (tailsUs[event] ?? 0);
  return {
    latestStartS: (event) => seconds(latestEndUs(event) - (lastsUs[event] ?? 0)),
    slackS: (event) => seconds(latestEndUs(event) - (endsUs[event] ?? 0)),
  };
}

/** event → 1 where it is on a longest way: any delay makes the run longer. O(causes). */
export function criticalEvents(
  { eventCount, causes }: Order,
  { lastsUs, endsUs, makespanUs }: Schedule,
): Uint8Array {
  const { starts, items } = causes;
  const critical = new Uint8Array(eventCount);
  for (let event = eventCount - 1; event >= 0; event--) {
    const endUs = endsUs[event] ?? 0;
    if (critical[event] === 0 && endUs !== makespanUs) continue;
    critical[event] = 1;
    const startUs = endUs - (lastsUs[event] ?? 0);
    for (let k = starts[event] ?? 0; k < (starts[event + 1] ?? 0); k++) {
      const cause = items[k] ?? 0;
      if (endsUs[cause] === startUs) critical[cause] = 1;
    }
  }
  return critical;
}
