/**
 * A block, taken apart into what lies side by side: sets of events without a dependency between them.
 *
 * What is critical in one of them hangs on the others only by how long the longest of these is, which can be anything from its least to
 * its most. So each becomes a block of its own, beside one event with that range.
 */
import { RowsBuilder, row } from "./rows.ts";
import type { Block } from "./time-block.ts";
import { scheduleOf } from "./time.ts";

/** The block itself where it has no sides. O(causes). */
export function sideBySide(block: Block): readonly Block[] {
  const sides = sidesOf(block);
  if (sides.length < 2) return [block];
  const least = longestBeside(block, sides, block.minUs);
  const most = longestBeside(block, sides, block.maxUs);
  return sides.map((events, side) => sideOf(block, events, least(side), most(side)));
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

/** A side as a block. */
function sideOf(
  { causes, eventCount, events, minUs, maxUs }: Block,
  side: readonly number[],
  leastBesideUs: number,
  mostBesideUs: number,
): Block {
  const numbers = new Map(side.map((event, k) => [event, k + 1]));
  const rows = new RowsBuilder();
  rows.push([]);
  for (const event of side) rows.push(row(causes, event).map((cause) => numbers.get(cause) ?? 0));
  rows.push([0]);
  const beside = side.length + 1;
  const isLast = new Set(row(causes, eventCount - 1));
  rows.push([...side.flatMap((event, k) => (isLast.has(event) ? [k + 1] : [])), beside]);
  const within = (us: Float64Array, besideUs: number): Float64Array =>
    Float64Array.from([0, ...side.map((event) => us[event] ?? 0), besideUs, 0]);
  return {
    eventCount: side.length + 3,
    causes: rows.build(),
    minUs: within(minUs, leastBesideUs),
    maxUs: within(maxUs, mostBesideUs),
    events: Uint32Array.from(side, (event) => events[event - 1] ?? 0),
  };
}
