/**
 * The text in a rope's spine: what stands between two positions, and what stands there instead.
 *
 * A leaf holds at most `leafMax` characters as a leaf of JSON. Small leaves are joined with a neighbour when something is put beside them.
 */
import { damagedObject } from "./object-fault.ts";
import { leafBytes, readLeaf } from "./leaf.ts";
import { type Objects, blobAt } from "./objects.ts";
import { cut } from "./spine/cut.ts";
import { join } from "./spine/join.ts";
import type { Part } from "./spine/part.ts";
import { type Stretch, leavesBetween } from "./spine/slice.ts";
import { type Spine, emptySpine, takeFirst, takeLast, withBack } from "./spine/spine.ts";

export const leafMax = 1024;
const leafMin = leafMax / 2;

/** Cost: the leaves that hold it, and what leads to them. */
export function textBetween(objects: Objects, spine: Spine, from: number, to: number): string {
  const texts = [...leavesBetween(objects, spine, from, to)].map(({ leaf, at }) =>
    textOf(objects, leaf).slice(Math.max(0, from - at), to - at),
  );
  return texts.join("");
}

/** With a text in place of what stood between two positions. Cost: two cuts, the leaves that they go through, two joins. */
export function withText(
  objects: Objects,
  spine: Spine,
  from: number,
  to: number,
  text: string,
): Spine {
  const { before, left, right, after } = opened(objects, spine, from, to);
  return closed(objects, before, `${left}${text}${right}`, after);
}

/** With a stretch of another spine in place of one of its own. Cost: as of a text; a long stretch is taken in parts, not read. */
export function withStretch(
  objects: Objects,
  spine: Spine,
  { from, to }: Stretch,
  other: Spine,
  taken: Stretch,
): Spine {
  if (taken.to - taken.from <= leafMax) {
    return withText(objects, spine, from, to, textBetween(objects, other, taken.from, taken.to));
  }
  const [head] = halves(objects, other, taken.to);
  const [, middle] = halves(objects, head, taken.from);
  const { before, left, right, after } = opened(objects, spine, from, to);
  return closed(objects, closed(objects, before, left, middle), right, after);
}

/** Cost: one cut, and one leaf that becomes two. */
export function halves(objects: Objects, spine: Spine, at: number): readonly [Spine, Spine] {
  const { before, through, after } = cut(objects, spine, at);
  if (through === undefined) return [before, after];
  const text = textOf(objects, through.leaf);
  return [
    closed(objects, before, text.slice(0, through.offset), emptySpine),
    closed(objects, emptySpine, text.slice(through.offset), after),
  ];
}

interface Opened {
  readonly before: Spine;
  /** What is left of the leaves that were cut through. */
  readonly left: string;
  readonly right: string;
  readonly after: Spine;
}

/** A spine without what stands between two positions. */
function opened(objects: Objects, spine: Spine, from: number, to: number): Opened {
  const first = cut(objects, spine, from);
  const text = first.through === undefined ? "" : textOf(objects, first.through.leaf);
  const offset = first.through?.offset ?? 0;
  const left = text.slice(0, offset);
  const inText = offset + to - from;
  if (inText <= text.length) {
    return { before: first.before, left, right: text.slice(inText), after: first.after };
  }
  const second = cut(objects, first.after, inText - text.length);
  const right =
    second.through === undefined
      ? ""
      : textOf(objects, second.through.leaf).slice(second.through.offset);
  return { before: first.before, left, right, after: second.after };
}

/** Two spines with a text between them. Where it is short, a neighbour that has room takes it in. */
function closed(objects: Objects, before: Spine, text: string, after: Spine): Spine {
  const leftEnd = wouldTakeIn(text) ? takeLast(objects, before) : undefined;
  if (leftEnd !== undefined && leftEnd.leaf.size + text.length <= leafMax) {
    const joined = textOf(objects, leftEnd.leaf) + text;
    return join(objects, withBack(objects, leftEnd.rest, leavesOf(objects, joined)), after);
  }
  const rightEnd = wouldTakeIn(text) ? takeFirst(objects, after) : undefined;
  if (rightEnd !== undefined && rightEnd.leaf.size + text.length <= leafMax) {
    const joined = text + textOf(objects, rightEnd.leaf);
    return join(objects, withBack(objects, before, leavesOf(objects, joined)), rightEnd.rest);
  }
  return join(objects, withBack(objects, before, leavesOf(objects, text)), after);
}

const wouldTakeIn = (text: string): boolean => text.length > 0 && text.length < leafMin;

/** As few leaves as can hold a text, of about one length; no character of two units is torn apart. Cost: a write for each. */
export function leavesOf(objects: Objects, text: string): readonly Part[] {
  const count = Math.ceil(text.length / leafMax);
  const bound = (k: number): number => {
    const at = Math.round((k * text.length) / count);
    return isWithin(text, at) ? at - 1 : at;
  };
  return Array.from({ length: count }, (_, k) => {
    const piece = text.slice(bound(k), bound(k + 1));
    const id = objects.put({ kind: "blob", bytes: leafBytes(piece) });
    return { id, size: piece.length, height: 0 };
  });
}

/** Is a position between the two units of one character? Asked unit by unit: V8 may look past the end of a slice for a second one. */
const isWithin = (text: string, at: number): boolean =>
  (text.charCodeAt(at - 1) & 0xfc00) === 0xd800 && (text.charCodeAt(at) & 0xfc00) === 0xdc00;

function textOf(objects: Objects, { id, size }: Part): string {
  const text = readLeaf(blobAt(objects, id).bytes);
  if (typeof text === "string" && text.length === size) return text;
  throw damagedObject("leaf", `${id} stands where a text of ${size} characters must be`);
}
