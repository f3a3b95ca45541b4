/**
 * Which events are critical for all durations in their ranges, and which for some: what is marked is proved, and where a limit ended the
 * search it is said that more may be so.
 */
import { seededChance } from "./chance-seed.ts";
import type { Order } from "./occurrence.ts";
import { criticalEvents } from "./slack.ts";
import { type Block, blocksOf } from "./time-block.ts";
import { detoursIn } from "./time-necessary.ts";
import { type Allowance, findPossible } from "./time-possible.ts";
import { type Ranges, scheduleOf } from "./time.ts";

/** Some events of an order. */
export interface Marked {
  /** event → 1 where it was proved */
  readonly events: Uint8Array;
  /** Exact: it holds of no other event. Sampled: a limit was reached, it may hold of others as well. */
  readonly basis: "exact" | "sampled";
}

export interface Criticality {
  /** On a longest way for all durations in their ranges. */
  readonly necessarily: Marked;
  /** On a longest way for some. */
  readonly possibly: Marked;
}

/**
 * Cost: O(causes), and for what is critical in some durations tried and not in others passes over its block: for each of the two
 * questions as many as look at `causesMax` causes, which is about a second. Events that take no time are looked at too.
 */
export function criticalityOf(
  order: Order,
  ranges: Ranges,
  causesMax: number = 20_000_000,
): Criticality {
  const { passed, blocks } = blocksOf(order, ranges);
  const [necessarily, possibly] = [
    new Uint8Array(order.eventCount),
    new Uint8Array(order.eventCount),
  ];
  for (const event of passed) necessarily[event] = possibly[event] = 1;
  const [all, some] = [{ left: causesMax }, { left: causesMax }];
  let [isAllExact, isSomeExact] = [true, true];
  for (const block of blocks) {
    const { always, ever, isFixed } = trial(block);
    isAllExact = (isFixed || keepNecessary(block, always, all)) && isAllExact;
    isSomeExact = (isFixed || findPossible(block, ever, some)) && isSomeExact;
    for (const [k, event] of block.events.entries()) {
      necessarily[event] = always[k + 1] ?? 0;
      possibly[event] = ever[k + 1] ?? 0;
    }
  }
  const basis = (isExact: boolean): Marked["basis"] => (isExact ? "exact" : "sampled");
  return {
    necessarily: { events: necessarily, basis: basis(isAllExact) },
    possibly: { events: possibly, basis: basis(isSomeExact) },
  };
}

/** What is critical in each of some durations, and what in one of them: the least, the most, and some by chance. */
interface Trial {
  readonly always: Uint8Array;
  readonly ever: Uint8Array;
  /** There are no other durations. */
  readonly isFixed: boolean;
}
/** By chance at most, where it is cheaper to try than to prove. */
const triesMax = 24;

function trial(block: Block): Trial {
  const { eventCount, minUs, maxUs } = block;
  const [always, ever] = [new Uint8Array(eventCount).fill(1), new Uint8Array(eventCount)];
  const isFixed = minUs.every((us, event) => us === maxUs[event]);
  const chance = seededChance(1);
  const tries = isFixed ? 0 : Math.min(triesMax, block.events.length >> 4);
  for (let t = -2; t < tries; t++) {
    const lastsUs = minUs.map((us, event) => {
      const isMost = t < 0 ? t === -1 : chance() < 0.5;
      return isMost ? (maxUs[event] ?? 0) : us;
    });
    const critical = criticalEvents(block, scheduleOf(block, lastsUs));
    for (let event = 0; event < eventCount; event++) {
      if (critical[event] === 1) ever[event] = 1;
      else always[event] = 0;
    }
  }
  return { always, ever, isFixed };
}

/** Of those marked keeps the ones that are critical for all durations. False: the allowance was used up, the rest is not kept. */
function keepNecessary(block: Block, marks: Uint8Array, allowance: Allowance): boolean {
  const detourUs = detoursIn(block);
  let isExact = true;
  for (let k = 1; k <= block.events.length; k++) {
    if (marks[k] === 0) continue;
    allowance.left -= block.causes.items.length;
    if (allowance.left < 0) isExact = false;
    if (!isExact || detourUs(k) > 0) marks[k] = 0;
  }
  return isExact;
}
