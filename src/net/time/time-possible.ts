/**
 * Is an event critical for some durations? Hard in general (NP-hard), so that the answer is looked for with a limit.
 *
 * An event is critical for some durations if and only if a way through it is a longest one with the most on the way and the least
 * elsewhere. A way found is a proof. That there is none is proved by search: the first part of a way that is longest is a longest way
 * to where it ends, and what follows can at most be the longest that there is; other ways are not gone on with.
 */
import type { Block } from "./time-block.ts";
import { inverse, row } from "../rows.ts";
import { criticalEvents, tailsOf } from "./slack.ts";
import { scheduleOf } from "./time.ts";

/** How many causes may still be looked at. */
export interface Allowance {
  left: number;
}

/** Blocks of more events are not searched: for them there are only the ways found. */
const searchedEventsMax = 500;

/**
 * Marks in `found` the events of a block that are critical for some durations.
 *
 * @param found  event of the block → 1 where it is known already
 * @returns whether those that are not marked are never critical; false where the allowance was used up or the block is too large
 */
export function findPossible(block: Block, found: Uint8Array, allowance: Allowance): boolean {
  markLongestThrough(block, found, allowance);
  const { length } = block.events;
  if (!found.subarray(1, length + 1).includes(0)) return true;
  if (length > searchedEventsMax) return false;
  const search = new Search(block, found, allowance);
  for (let k = 1; k <= length; k++)
    if (found[k] === 0 && search.through(k) === undefined) return false;
  return true;
}

/** Tries for each event the longest way through it. */
function markLongestThrough(block: Block, found: Uint8Array, allowance: Allowance): void {
  const { eventCount, causes, events, minUs, maxUs } = block;
  const { endsUs } = scheduleOf(block, maxUs);
  const tailsUs = tailsOf(block, maxUs);
  const effects = inverse(causes, eventCount);
  const latest = (cause: number): number => endsUs[cause] ?? 0;
  const longest = (effect: number): number => (maxUs[effect] ?? 0) + (tailsUs[effect] ?? 0);
  for (let k = 1; k <= events.length; k++) {
    if (found[k] === 1) continue;
    allowance.left -= causes.items.length;
    if (allowance.left < 0) return;
    const lastsUs = minUs.slice();
    for (let on: number | undefined = k; on !== undefined; on = best(row(causes, on), latest))
      lastsUs[on] = maxUs[on] ?? 0;
    for (let on: number | undefined = k; on !== undefined; on = best(row(effects, on), longest))
      lastsUs[on] = maxUs[on] ?? 0;
    markCritical(block, lastsUs, found);
  }
}

function best(events: Uint32Array, valueOf: (event: number) => number): number | undefined {
  let found: number | undefined;
  for (const event of events)
    if (found === undefined || valueOf(event) > valueOf(found)) found = event;
  return found;
}

function markCritical(block: Block, lastsUs: Float64Array, found: Uint8Array): void {
  const critical = criticalEvents(block, scheduleOf(block, lastsUs));
  for (let event = 0; event < critical.length; event++) if (critical[event] === 1) found[event] = 1;
}

/** Goes along ways through one event after the other, depth first. */
class Search {
  readonly #block: Block;
  readonly #found: Uint8Array;
  readonly #allowance: Allowance;
  readonly #effects;
  readonly #tailsUs: Float64Array;
  /** The most on the way so far, the least elsewhere. */
  readonly #lastsUs: Float64Array;
  /** event → the most that can follow it on a way through the event asked about; below 0 where no such way passes it */
  #onwardUs: Float64Array = new Float64Array();

  constructor(block: Block, found: Uint8Array, allowance: Allowance) {
    this.#block = block;
    this.#found = found;
    this.#allowance = allowance;
    this.#effects = inverse(block.causes, block.eventCount);
    this.#tailsUs = tailsOf(block, block.maxUs);
    this.#lastsUs = block.minUs.slice();
  }

  /** Is there such a way through `k`? Undefined: the allowance is used up. */
  through(k: number): boolean | undefined {
    this.#onwardUs = this.#onward(k);
    return this.#extend(0, 0);
  }

  #onward(k: number): Float64Array {
    const { causes, maxUs } = this.#block;
    const onwardUs = this.#tailsUs.slice();
    onwardUs.fill(-1, 0, k);
    for (let event = k; event > 0; event--) {
      if ((onwardUs[event] ?? 0) < 0) continue;
      const us = (onwardUs[event] ?? 0) + (maxUs[event] ?? 0);
      for (const cause of row(causes, event)) if (us > (onwardUs[cause] ?? 0)) onwardUs[cause] = us;
    }
    return onwardUs;
  }

  /** Goes on from the end of a way of this length. */
  #extend(event: number, lengthUs: number): boolean | undefined {
    const { causes, minUs, maxUs, eventCount } = this.#block;
    this.#allowance.left -= causes.items.length;
    if (this.#allowance.left < 0) return undefined;
    const { endsUs, makespanUs } = scheduleOf(this.#block, this.#lastsUs);
    if (endsUs[event] !== lengthUs) return false;
    if (lengthUs + (this.#onwardUs[event] ?? 0) < makespanUs) return false;
    if (event === eventCount - 1) {
      markCritical(this.#block, this.#lastsUs, this.#found);
      return true;
    }
    for (const next of row(this.#effects, event)) {
      if ((this.#onwardUs[next] ?? 0) < 0) continue;
      this.#lastsUs[next] = maxUs[next] ?? 0;
      const isFound = this.#extend(next, lengthUs + (maxUs[next] ?? 0));
      this.#lastsUs[next] = minUs[next] ?? 0;
      if (isFound !== false) return isFound;
    }
    return false;
  }
}
