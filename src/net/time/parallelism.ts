/**
 * How many component transitions can run at the same time: whatever the durations, and in one schedule.
 *
 * A component's transition runs from its fire event to its end event. Two may run at once if neither must have ended before the other
 * is fired; if any two of some may, all of them may, since what is before them all can happen first.
 */
import { antichainOf } from "./antichain.ts";
import type { Spans } from "./antichain-flow.ts";
import type { Occurrence, Order } from "./occurrence.ts";
import type { Rows } from "../rows.ts";
import { type Schedule, scheduleOf, seconds } from "./time.ts";

/** At least and at most this many at once; equal where the search came to its end. */
export interface Parallelism {
  readonly atLeast: number;
  readonly atMost: number;
  /** The end events of `atLeast` that may all run at once: `isTogether` looks whether it is so. */
  readonly together: Uint32Array;
  /** `atMost` lines of events that all transitions are on, one after the other: `isCover` looks whether it is so. */
  readonly lines: () => Rows;
}

/** Those that run together at one moment. */
export interface Crowd {
  readonly atS: number;
  /** By their end events. */
  readonly together: Uint32Array;
}

/**
 * When component transitions run: from the last event that an end depends on, which is its fire event, since an end needs nothing else.
 *
 * @param isEnd  does this transition of the net end one of a component?
 */
export function spansOf(
  { transitions, causes }: Occurrence,
  isEnd: (transition: number) => boolean,
): Spans {
  const ends: number[] = [];
  const links: number[] = [];
  for (const [event, transition] of transitions.entries()) {
    if (!isEnd(transition)) continue;
    let fire = -1;
    for (let link = causes.starts[event] ?? 0; link < (causes.starts[event + 1] ?? 0); link++)
      if (fire < 0 || (causes.items[link] ?? 0) > (causes.items[fire] ?? 0)) fire = link;
    ends.push(event);
    links.push(fire);
  }
  return { ends: Uint32Array.from(ends), links: Int32Array.from(links) };
}

/** The most at once, whatever the durations. Cost: usually some times O(causes). @param stepsMax  as `antichainOf` has it */
export function parallelismOf(order: Order, spans: Spans, stepsMax?: number): Parallelism {
  const { together, lineCount, lines } = antichainOf(order, spans, stepsMax);
  const found = together ?? inSteps(order, spans).together;
  return { atLeast: found.length, atMost: lineCount, together: found, lines };
}

/** The most at once in a schedule, and the first moment at which it is so many; what takes no time does not count. O(n log n). */
export function crowdOf(spans: Spans, { lastsUs, endsUs }: Schedule): Crowd {
  const endUs = (end: number): number => endsUs[end] ?? 0;
  const startUs = (end: number): number => endUs(end) - (lastsUs[end] ?? 0);
  const timed = spans.ends.filter((end) => startUs(end) < endUs(end));
  const starts = Float64Array.from(timed, startUs).sort();
  const ends = Float64Array.from(timed, endUs).sort();
  let [most, atUs] = [0, 0];
  for (let begun = 0, over = 0; begun < starts.length; ) {
    const nowUs = starts[begun] ?? 0;
    while (starts[begun] === nowUs) begun++;
    // What ends now makes room for what begins now.
    while ((ends[over] ?? Infinity) <= nowUs) over++;
    if (begun - over > most) [most, atUs] = [begun - over, nowUs];
  }
  const together = timed.filter((end) => startUs(end) <= atUs && atUs < endUs(end));
  return { atS: seconds(atUs), together };
}

/** Many at once, though perhaps not the most: where each takes as long as the others. */
function inSteps(order: Order, { ends, links }: Spans): Crowd {
  const lastsUs = new Float64Array(order.eventCount);
  for (const end of ends) lastsUs[end] = 1;
  return crowdOf({ ends, links }, scheduleOf(order, lastsUs));
}
