/**
 * What it would bring if an event did not have to wait for another: how much sooner the run would be over, and where it is certain that
 * nothing is to be had.
 *
 * Each change is looked at by itself, with the durations that are expected; two of them together may bring more than their sum, or no
 * more than one of them.
 */
import type { Order } from "./occurrence.ts";
import { longestPast } from "./advice-past.ts";
import { tailsOf } from "./slack.ts";
import { linksThatMayMatter } from "./time-live.ts";
import { type Ranges, scheduleOf, seconds } from "./time.ts";

/** An event no longer depends on one of its causes, but on another event before it, or on nothing instead. */
export interface Rewiring {
  readonly event: number;
  readonly cause: number;
  readonly instead?: number | undefined;
}

export interface Advice<R extends Rewiring> {
  readonly rewiring: R;
  /** How much sooner the run is over by expected durations; below 0 where what it would wait for instead comes later. */
  readonly savesS: number;
  /** Proved: whatever the durations in their ranges, nothing is ever saved. False: not known. */
  readonly isVain: boolean;
}

/**
 * What each change saves, the best first. Exact. Cost: O(causes × log events), and the causes of the events that are changed.
 *
 * @param expectedUs  by event, within its range
 * @throws RangeError  there is no such cause, or what it would wait for instead does not come before it
 */
export function adviceOf<R extends Rewiring>(
  order: Order,
  expectedUs: Float64Array,
  ranges: Ranges,
  rewirings: readonly R[],
): readonly Advice<R>[] {
  const schedule = scheduleOf(order, expectedUs);
  const tailsUs = tailsOf(order, expectedUs);
  const pastUs = longestPast(order, schedule, tailsUs);
  const isVain = vainIn(order, ranges);
  const advice = rewirings.map((rewiring) => {
    refuseUnfit(order, rewiring);
    const { event, cause, instead } = rewiring;
    let startUs = instead === undefined ? 0 : (schedule.endsUs[instead] ?? 0);
    for (const other of causesOf(order, event))
      if (other !== cause) startUs = Math.max(startUs, schedule.endsUs[other] ?? 0);
    const throughUs = startUs + (expectedUs[event] ?? 0) + (tailsUs[event] ?? 0);
    const savesUs = schedule.makespanUs - Math.max(throughUs, pastUs[event] ?? 0);
    return { rewiring, savesS: seconds(savesUs), isVain: savesUs <= 0 && isVain(cause, event) };
  });
  return advice.toSorted((a, b) => b.savesS - a.savesS);
}

/**
 * Is it certain that the link never delays the end? Where it is on no longest way, where another cause always comes later, or where the
 * cause is before another one.
 */
function vainIn(order: Order, ranges: Ranges): (cause: number, event: number) => boolean {
  const mayMatter = linksThatMayMatter(order, ranges);
  const least = scheduleOf(order, ranges.minUs);
  const most = scheduleOf(order, ranges.maxUs);
  return (cause, event) => {
    if (!mayMatter(cause, event)) return true;
    const others = causesOf(order, event).filter((other) => other !== cause);
    const latestUs = most.endsUs[cause] ?? 0;
    return (
      others.some((other) => (least.endsUs[other] ?? 0) >= latestUs) ||
      isNearBefore(order, cause, others)
    );
  };
}

/** Is the event before one of these? Looks at some links only, so that false says nothing. */
function isNearBefore(order: Order, event: number, others: Iterable<number>): boolean {
  const found = new Set(others);
  let left = nearLinksMax;
  for (const other of found)
    for (const cause of causesOf(order, other)) {
      if (cause === event) return true;
      if (left-- === 0) return false;
      if (cause > event) found.add(cause);
    }
  return false;
}
const nearLinksMax = 500;

function refuseUnfit(order: Order, { event, cause, instead }: Rewiring): void {
  if (!causesOf(order, event).includes(cause))
    throw new RangeError(`event ${event} does not depend on event ${cause} directly`);
  if (instead !== undefined && instead >= event)
    throw new RangeError(`event ${instead} does not come before event ${event}`);
}

const causesOf = ({ causes }: Order, event: number): Uint32Array =>
  causes.items.subarray(causes.starts[event], causes.starts[event + 1]);
