/**
 * The Petri net of what the run still had to do when it began, as a picture shows it: the part of it that some instances have, with the
 * tokens of any moment.
 */
import { type Configuration, failed, lost, none, unknown } from "../semantics/configuration.ts";
import { encode } from "../net/translate/encode.ts";
import { row } from "../net/rows.ts";
import { stepText } from "../net/proof/step-text.ts";
import { kinds } from "../net/translate/sense.ts";
import { type Translation, translate } from "../net/translate/translate.ts";
import type { Arrow, Size } from "../show/layout.ts";
import type { Token } from "../show/site.ts";
import { textWidth } from "../show/svg.ts";
import type { Chronology, RunSpan } from "./chronology.ts";
import { partOfSlot, partOfStep } from "./net-part.ts";
import type { Part } from "./selection.ts";

export interface NetNode extends Size {
  readonly kind: "place" | "transition";
  /** In the net. */
  readonly number: number;
  readonly text: string;
  /** Undefined: it belongs to the program. */
  readonly instance: string | undefined;
  /** Undefined: it is about all of the instance. */
  readonly part: Part | undefined;
}
export interface NetArrow extends Arrow {
  readonly isRead: boolean;
}
export interface NetPart {
  readonly nodes: readonly NetNode[];
  readonly arrows: readonly NetArrow[];
  /** Of the whole net. */
  readonly places: number;
  readonly transitions: number;
}

/** From the last program on, which a run that resumes has from one before; undefined where there is no net that can be shown. */
export function netOfRun(chronology: Chronology, span: RunSpan): Translation | undefined {
  let seq = span.lastSeq;
  while (seq > 0 && chronology.record(seq)?.type !== "program") seq--;
  if (seq === 0) return undefined;
  const { configuration } = chronology.stateAt(seq);
  try {
    return translate(configuration.clone());
  } catch {
    return undefined;
  }
}

/**
 * The marked places. Where an instance's own tokens are is read from the instance, so that it holds after whatever an operator did; of
 * guards and instructions nothing is marked where the marking is of another program.
 */
export function marked(translation: Translation, c: Configuration): ReadonlyMap<number, Token> {
  const { net, desk, course } = translation;
  const tokens = new Map<number, Token>();
  for (const place of encoded(translation, c)) tokens.set(place, "here");
  for (let place = 0; place < net.placeCount; place++) {
    const { kind, owner, index } = desk.draft.senseOf(place);
    if (kind !== kinds.slot) continue;
    const { name = "", life } = course.members[owner] ?? {};
    const instance = c.number(name);
    const mark = instance === undefined ? none : c.mark(instance, index);
    const isAction = life?.transitions.some(({ on }) => on === index) === true;
    if (mark === none) tokens.delete(place);
    else
      tokens.set(
        place,
        isAction ? (actionTokens[mark] ?? "runs") : mark === lost ? "lost" : "here",
      );
  }
  return tokens;
}
const actionTokens: Readonly<Record<number, Token>> = { [failed]: "failed", [unknown]: "unknown" };

function encoded(translation: Translation, c: Configuration): readonly number[] {
  try {
    return encode(translation, c);
  } catch {
    return [];
  }
}

/** @param isWhole  also what guards and instructions look at */
export function netPart(
  translation: Translation,
  names: ReadonlySet<string>,
  isWhole: boolean,
): NetPart {
  const { net, desk, course } = translation;
  const nodes: NetNode[] = [];
  const places = new Map<number, number>();
  const add = (
    kind: NetNode["kind"],
    number: number,
    full: string,
    of: Pick<NetNode, "instance" | "part">,
  ): number => {
    const text = shortened(full, of.instance, names);
    return nodes.push({ kind, number, text, ...of, ...sizeOf(text) }) - 1;
  };
  const placeAt = (place: number): number | undefined => {
    const { kind } = desk.draft.senseOf(place);
    const of = ownerOfPlace(translation, place);
    const isOwn = kind === kinds.slot && of.instance !== undefined && names.has(of.instance);
    if (!isOwn && (!isWhole || kind === kinds.complement)) return undefined;
    const known = places.get(place) ?? add("place", place, net.placeName(place), of);
    places.set(place, known);
    return known;
  };
  const arrows: NetArrow[] = [];
  for (let transition = 0; transition < net.transitionCount; transition++) {
    const step = translation.stepOf(transition);
    const { name, life } = course.members[step.member] ?? {};
    // Instructions are about all instances.
    if (name === undefined ? !isWhole || names.size < course.members.length : !names.has(name))
      continue;
    const of = { instance: name, part: life && partOfStep(life, step) };
    const at = add("transition", transition, stepText(translation, step), of);
    const ends = (row: Iterable<number>, arrow: (other: number) => NetArrow): void => {
      for (const place of row) {
        const other = placeAt(place);
        if (other !== undefined) arrows.push(arrow(other));
      }
    };
    ends(row(net.consumed, transition), (from) => ({ from, to: at, isRead: false }));
    ends(row(net.produced, transition), (to) => ({ from: at, to, isRead: false }));
    ends(row(net.read, transition), (from) => ({ from, to: at, isRead: true }));
  }
  return { nodes, arrows, places: net.placeCount, transitions: net.transitionCount };
}
/** Whose it is, and which part of that. */
function ownerOfPlace(
  { desk, course }: Translation,
  place: number,
): Pick<NetNode, "instance" | "part"> {
  const { kind, owner, index } = desk.draft.senseOf(place);
  const { name, life } = ownerless.has(kind) ? {} : (course.members[owner] ?? {});
  const isSlot = kind === kinds.slot && life !== undefined;
  return { instance: name, part: isSlot ? partOfSlot(life, index) : undefined };
}

/** Of these the owner is no member. */
const ownerless: ReadonlySet<number> = new Set([
  kinds.program,
  kinds.failures,
  kinds.slots,
  kinds.link,
  kinds.unused,
  kinds.complement,
]);

/** Without the name of the instance, where there is but one. */
const shortened = (text: string, own: string | undefined, names: ReadonlySet<string>): string =>
  own !== undefined && names.size === 1 && text.startsWith(own)
    ? text.slice(own.length).replace(/^[.: ]+/, "")
    : text;

const sizeOf = (text: string): Size => ({
  width: Math.min(150, textWidth(text, 10)) + 34,
  height: 26,
});
