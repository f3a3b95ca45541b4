/**
 * A block, taken apart into what lies side by side: sets of events without a dependency between them.
 *
 * What is critical in one of them hangs on the others only by how long the longest of these is, which can be anything from its least to
 * its most. So each becomes a block of its own, beside one event with that range.
 */
import { RowsBuilder, row } from "../rows.ts";
import type { Block } from "./time-block.ts";
import { scheduleOf } from "./time.ts";

/** The block itself where it has no sides. O(causes). */
export function sideBySide(block: Block): readonly Block[] {
  const sides = sidesOf(block);
  if (sides.length < 2) return [block];
  const least = longestBeside(block, sides, block.minUs);
  const most = longestBeside(block, sides, block.maxUs);
  const isLast = new Uint8Array(block.eventCount);
  for (const event of row(block.causes, block.eventCount - 1)) isLast[event] = 1;
  return sides.map((events, side) =>
    sideOf(block, { events, isLast, leastUs: least(side), mostUs: most(side) }),
  );
}

/** The events of each side, in order. */
function sidesOf({ causes, events }: Block): readonly (readonly number[])[] {
  // By event: another one of its side, nearer to the one that stands for the side.
  const towards = Uint32Array.from({ length: events.length + 1 }, (_, event) => event);
  const standsFor = (event: number): number => {
    let here = event;
    for (let next = towards[here] ?? 0; next !== here; next = towards[here] ?? 0) {
      towards[here] = towards[next] ?? 0;
      here = next;
    }
    return here;
  };
  for (let event = 1; event <= events.length; event++)
    for (const cause of row(causes, event))
      if (cause > 0) towards[standsFor(cause)] = standsFor(event);
  const sides = new Map<number, number[]>();
  for (let event = 1; event <= events.length; event++) {
    const side = sides.get(standsFor(event));
    if (side === undefined) sides.set(standsFor(event), [event]);
    else side.push(event);
  }
  return [...sides.values()];
}

/** side → the longest way through any other side */
function longestBeside(
  block: Block,
  sides: readonly (readonly number[])[],
  lastsUs: Float64Array,
): (side: number) => number {
  const { endsUs } = scheduleOf(block, lastsUs);
  const longest = sides.map((side) => side.reduce((us, e) => Math.max(us, endsUs[e] ?? 0), 0));
  const [first = 0, second = 0] = longest.toSorted((a, b) => b - a);
  // Where two are longest, each is beside the other.
  return (side) => (longest[side] === first ? second : first);
}

interface Side {
  readonly events: readonly number[];
  /** event → 1 where the sink follows it */
  readonly isLast: Uint8Array;
  /** What is beside it takes from `leastUs` to `mostUs`. */
  readonly leastUs: number;
  readonly mostUs: number;
}

/** A side as a block. */
function sideOf(block: Block, { events, isLast, leastUs, mostUs }: Side): Block {
  const numbers = new Map(events.map((event, k) => [event, k + 1]));
  const rows = new RowsBuilder();
  rows.push([]);
  for (const event of events)
    rows.push(row(block.causes, event).map((cause) => numbers.get(cause) ?? 0));
  rows.push([0]);
  const beside = events.length + 1;
  rows.push([...events.flatMap((event, k) => (isLast[event] === 1 ? [k + 1] : [])), beside]);
  const within = (us: Float64Array, besideUs: number): Float64Array =>
    Float64Array.from([0, ...events.map((event) => us[event] ?? 0), besideUs, 0]);
  return {
    eventCount: events.length + 3,
    causes: rows.build(),
    minUs: within(block.minUs, leastUs),
    maxUs: within(block.maxUs, mostUs),
    events: Uint32Array.from(events, (event) => block.events[event - 1] ?? 0),
  };
}
