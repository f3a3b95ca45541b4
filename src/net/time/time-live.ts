/** What of an order may be on a longest way for some durations in their ranges: the rest can be left out of all questions about them. */
import type { Order } from "./occurrence.ts";
import { tailsOf } from "./slack.ts";
import { type Ranges, scheduleOf } from "./time.ts";

/** What may be on a longest way. */
export interface Live {
  readonly isLive: (event: number) => boolean;
  readonly isLiveLink: (cause: number, event: number) => boolean;
  /** Nothing depends on it. */
  readonly isLast: (event: number) => boolean;
}

export function liveOf(order: Order, ranges: Ranges): Live {
  const { eventCount, causes } = order;
  const mayMatter = linksThatMayMatter(order, ranges);
  const isCause = new Uint8Array(eventCount);
  for (const cause of causes.items) isCause[cause] = 1;
  const [fromStart, toEnd] = [new Uint8Array(eventCount), new Uint8Array(eventCount)];
  for (let event = 0; event < eventCount; event++) {
    const [from, to] = [causes.starts[event] ?? 0, causes.starts[event + 1] ?? 0];
    if (from === to && mayMatter(-1, event)) fromStart[event] = 1;
    for (let k = from; k < to && fromStart[event] === 0; k++) {
      const cause = causes.items[k] ?? 0;
      if (fromStart[cause] === 1 && mayMatter(cause, event)) fromStart[event] = 1;
    }
  }
  for (let event = eventCount - 1; event >= 0; event--) {
    if (isCause[event] === 0 && mayMatter(event, eventCount)) toEnd[event] = 1;
    if (toEnd[event] === 0) continue;
    for (let k = causes.starts[event] ?? 0; k < (causes.starts[event + 1] ?? 0); k++) {
      const cause = causes.items[k] ?? 0;
      if (toEnd[cause] === 0 && mayMatter(cause, event)) toEnd[cause] = 1;
    }
  }
  const isLive = (event: number): boolean => fromStart[event] === 1 && toEnd[event] === 1;
  return {
    isLive,
    isLiveLink: (cause, event) => isLive(cause) && isLive(event) && mayMatter(cause, event),
    isLast: (event) => isCause[event] === 0,
  };
}

/**
 * A link is on no longest way, whatever the durations, where the longest way through it is shorter than the shortest makespan, where
 * from its cause on there is always a longer way, or where to its event there is. The start is cause -1, the end event `eventCount`.
 */
export function linksThatMayMatter(
  order: Order,
  { minUs, maxUs }: Ranges,
): (cause: number, event: number) => boolean {
  const [least, most] = [scheduleOf(order, minUs), scheduleOf(order, maxUs)];
  const [leastTailsUs, mostTailsUs] = [tailsOf(order, minUs), tailsOf(order, maxUs)];
  return (cause, event) => {
    const toUs = most.endsUs[cause] ?? 0;
    const fromUs = (maxUs[event] ?? 0) + (mostTailsUs[event] ?? 0);
    const leastStartUs = (least.endsUs[event] ?? least.makespanUs) - (minUs[event] ?? 0);
    return (
      toUs + fromUs >= least.makespanUs &&
      fromUs >= (leastTailsUs[cause] ?? least.makespanUs) &&
      toUs >= leastStartUs
    );
  };
}
