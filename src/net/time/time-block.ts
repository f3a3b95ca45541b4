/**
 * An order of events, cut where all ways pass: what is critical in one part does not hang on the others.
 *
 * First all is left out that is on no longest way, whatever the durations. Of the rest, an event that no dependency jumps over is on
 * every way; between two such events lies a block, with ways of its own. Parts of it that have nothing in common are blocks again, each
 * beside one event that takes as long as the longest of the others.
 */
import type { Order } from "./occurrence.ts";
import { RowsBuilder, rowCount } from "../rows.ts";
import { sideBySide } from "./time-side.ts";
import { type Live, liveOf } from "./time-live.ts";
import type { Ranges } from "./time.ts";

/**
 * A part of an order: a source (0), events of the whole (from 1 up), perhaps one that stands for what is beside them, and a sink (the
 * last). Source and sink take no time.
 */
export interface Block extends Order, Ranges {
  /** event of the block − 1 → event of the whole */
  readonly events: Uint32Array;
}

export interface Blocks {
  /** Events that every longest way passes, in order. */
  readonly passed: readonly number[];
  readonly blocks: readonly Block[];
}

/** Cost: O(causes). */
export function blocksOf(order: Order, ranges: Ranges): Blocks {
  const live = liveOf(order, ranges);
  const jumps = jumpsOf(order, live);
  const passed: number[] = [];
  const blocks: Block[] = [];
  let inside: number[] = [];
  const close = (end: number | undefined): void => {
    if (inside.length === 0) return;
    for (const side of sideBySide(blockOf(order, ranges, live, inside, end))) blocks.push(side);
    inside = [];
  };
  for (let event = 0; event < order.eventCount; event++) {
    if (!live.isLive(event)) continue;
    if (jumps[event] !== 0) {
      inside.push(event);
      continue;
    }
    close(event);
    passed.push(event);
  }
  close(undefined);
  return { passed, blocks };
}

/** event → how many live dependencies lead from before it to after it, those on the start and of the end included */
function jumpsOf({ eventCount, causes }: Order, { isLive, isLiveLink, isLast }: Live): Int32Array {
  const jumps = new Int32Array(eventCount + 1);
  const jump = (from: number, to: number): void => {
    jumps[from + 1] = (jumps[from + 1] ?? 0) + 1;
    jumps[to] = (jumps[to] ?? 0) - 1;
  };
  for (let event = 0; event < eventCount; event++) {
    if (!isLive(event)) continue;
    const [from, to] = [causes.starts[event] ?? 0, causes.starts[event + 1] ?? 0];
    if (from === to) jump(-1, event);
    if (isLast(event)) jump(event, eventCount);
    for (let k = from; k < to; k++) {
      const cause = causes.items[k] ?? 0;
      if (isLiveLink(cause, event)) jump(cause, event);
    }
  }
  for (let event = 1; event < eventCount; event++)
    jumps[event] = (jumps[event] ?? 0) + (jumps[event - 1] ?? 0);
  return jumps;
}

/** The block of these events. @param end  the event passed next; undefined: there is none */
function blockOf(
  { causes }: Order,
  { minUs, maxUs }: Ranges,
  { isLiveLink, isLast }: Live,
  inside: readonly number[],
  end: number | undefined,
): Block {
  const numbers = new Map(inside.map((event, k) => [event, k + 1]));
  const rows = new RowsBuilder();
  const push = (event: number): void => {
    const all = causes.items.subarray(causes.starts[event], causes.starts[event + 1]);
    const live = Array.from(all).filter((cause) => isLiveLink(cause, event));
    // What is not inside is the event passed before. A first event has the source before it.
    rows.push(all.length === 0 ? [0] : live.map((cause) => numbers.get(cause) ?? 0));
  };
  rows.push([]);
  for (const event of inside) push(event);
  if (end === undefined) rows.push(inside.flatMap((event, k) => (isLast(event) ? [k + 1] : [])));
  else push(end);
  const built = rows.build();
  const within = (us: Float64Array): Float64Array =>
    Float64Array.from([0, ...inside.map((event) => us[event] ?? 0), 0]);
  return {
    eventCount: rowCount(built),
    causes: built,
    minUs: within(minUs),
    maxUs: within(maxUs),
    events: Uint32Array.from(inside),
  };
}
