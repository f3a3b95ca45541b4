/**
 * What a side has changed in a rope: stretches of the old text, and what stands there instead.
 *
 * Where in the rope it is, is found by the ids of parts; what exactly it is, by looking into the few leaves that differ.
 */
import { alignment } from "./merge/alignment.ts";
import type { Objects } from "./objects.ts";
import { textBetween } from "./rope-text.ts";
import { type Compared, compare } from "./spine/comparison.ts";
import { keyOf } from "./spine/part.ts";
import { leavesBetween } from "./spine/slice.ts";
import type { Spine } from "./spine/spine.ts";

/** The smallest thing that is changed as a whole. A character may be two units of UTF-16, which are not torn apart. */
export type Unit = "line" | "character";

/** `from` to `to` of the old text became `newFrom` to `newTo` of the side's. */
export interface Change {
  readonly from: number;
  readonly to: number;
  readonly newFrom: number;
  readonly newTo: number;
}

/** In order, with something unchanged between any two. Cost: what differs is read, to the ends of its lines if these are the unit. */
export function changesOf(
  objects: Objects,
  old: Spine,
  side: Spine,
  unit: Unit,
): readonly Change[] {
  const [inOld, inSide] = compare(objects, old, side);
  const pairs = alignment(inOld.map(keyIn), inSide.map(keyIn));
  const apart = between(pairs, startsOf(inOld), startsOf(inSide));
  const whole = unit === "line" ? toLineEnds(objects, old, side, apart) : apart;
  return whole.flatMap((change) => inUnits(objects, old, side, unit, change));
}

const keyIn = ({ part }: Compared): string => keyOf(part);

/** Where each part begins, and at last where all end. */
function startsOf(parts: readonly Compared[]): readonly number[] {
  const starts = [0];
  for (const { part } of parts) starts.push((starts.at(-1) ?? 0) + part.size);
  return starts;
}

/** What lies between pairs of equal things. `starts` are the positions of the things and of their end. */
function between(
  pairs: readonly (readonly [number, number])[],
  oldStarts: readonly number[],
  newStarts: readonly number[],
): readonly Change[] {
  const end = [oldStarts.length - 1, newStarts.length - 1] as const;
  const changes: Change[] = [];
  let [k, l] = [0, 0];
  for (const [nextK, nextL] of [...pairs, end]) {
    if (nextK > k || nextL > l) {
      changes.push({
        from: oldStarts[k] ?? 0,
        to: oldStarts[nextK] ?? 0,
        newFrom: newStarts[l] ?? 0,
        newTo: newStarts[nextL] ?? 0,
      });
    }
    [k, l] = [nextK + 1, nextL + 1];
  }
  return changes;
}

/** A stretch that differs, told more exactly. */
function inUnits(
  objects: Objects,
  old: Spine,
  side: Spine,
  unit: Unit,
  { from, to, newFrom, newTo }: Change,
): readonly Change[] {
  const before = unitsOf(textBetween(objects, old, from, to), unit);
  const after = unitsOf(textBetween(objects, side, newFrom, newTo), unit);
  return between(alignment(before, after), endsOf(before, from), endsOf(after, newFrom));
}

const unitsOf = (text: string, unit: Unit): readonly string[] =>
  unit === "line" ? text.split(/(?<=\n)/).filter((line) => line !== "") : Array.from(text);

function endsOf(units: readonly string[], start: number): readonly number[] {
  const starts = [start];
  for (const { length } of units) starts.push((starts.at(-1) ?? 0) + length);
  return starts;
}

/** The same, but each from the beginning of a line to the end of one, on both sides. */
function toLineEnds(
  objects: Objects,
  old: Spine,
  side: Spine,
  changes: readonly Change[],
): readonly Change[] {
  const whole: Change[] = [];
  for (const change of changes) {
    const ahead = change.from - lineStart(objects, old, change.from);
    const last = whole.at(-1);
    const joins = last !== undefined && change.from - ahead <= last.to;
    if (joins) whole.pop();
    const from = joins ? last.from : change.from - ahead;
    const newFrom = joins ? last.newFrom : change.newFrom - ahead;
    const { to, newTo } = change;
    const ends = endsLine(objects, old, to) && endsLine(objects, side, newTo);
    // What follows is the same on both sides.
    const behind = ends ? 0 : lineEnd(objects, old, to) - to;
    whole.push({ from, to: to + behind, newFrom, newTo: newTo + behind });
  }
  return whole;
}

/** Does a line end right before a position? */
const endsLine = (objects: Objects, spine: Spine, at: number): boolean =>
  at === 0 || textBetween(objects, spine, at - 1, at) === "\n";

/** Where the line begins in which a position is. */
function lineStart(objects: Objects, spine: Spine, at: number): number {
  for (let end = at; end > 0; ) {
    const [standing] = leavesBetween(objects, spine, end - 1, end);
    const start = standing?.at ?? 0;
    const line = textBetween(objects, spine, start, end).lastIndexOf("\n");
    if (line >= 0) return start + line + 1;
    end = start;
  }
  return 0;
}

/** Where the line ends in which a position is: after its newline. */
function lineEnd(objects: Objects, spine: Spine, at: number): number {
  for (let from = at; from < spine.size; ) {
    const [standing] = leavesBetween(objects, spine, from, from + 1);
    const to = standing === undefined ? spine.size : standing.at + standing.leaf.size;
    const line = textBetween(objects, spine, from, to).indexOf("\n");
    if (line >= 0) return from + line + 1;
    from = to;
  }
  return spine.size;
}
