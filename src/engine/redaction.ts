/**
 * Keeps the values of secrets out of everything that is written: one redactor for a run, asked by all who write.
 *
 * It knows the values and the usual disguises in which programs print them. It keeps them in memory only.
 */
import { disguisesOf, encodingsOf } from "./disguise.ts";
import { Stretches } from "./stretch.ts";

/** What stands where a secret stood. */
export const mark = "[secret]";

/** Shorter pieces are words like any other; a secret that is itself shorter is still hidden as a whole. */
const pieceLengthMin = 4;
/** A line this long may have been cut in the middle of a secret (a character has up to four bytes). */
const cutLengthMin = 16 * 1024;

export class Redactor {
  readonly #needles = new Set<string>();
  /** Programs cut lines, wrap what they encode, and take a backslash for an escape: then a part is left. */
  readonly #stretches = new Stretches();

  /** From now on `secret` is hidden; if it has several lines, each of them too. */
  add(secret: string): void {
    const known = [...linesOf(secret).flatMap(disguisesOf), ...encodingsOf(withoutNewline(secret))];
    for (const one of new Set(known)) if (!this.#needles.has(one)) this.#stretches.add(one);
    for (const needle of needlesOf(secret)) this.#needles.add(needle);
  }

  /** `text` with every secret in it replaced. O(text × secrets). */
  redact(text: string): string {
    const hidden = merged(this.#occurrences(text));
    let shown = "";
    let end = 0;
    for (const [from, to] of hidden) {
      shown += text.slice(end, from) + mark;
      end = to;
    }
    return shown + text.slice(end);
  }

  /** Would `text` tell a secret? A very short one is found only where it is the whole text. */
  tells(text: string): boolean {
    return this.#needles
      .values()
      .some(
        (needle) => text === needle || (needle.length >= pieceLengthMin && text.includes(needle)),
      );
  }

  /** As `[from, to)`, in no order. */
  *#occurrences(text: string): Iterable<Span> {
    const cuts = text.length < cutLengthMin ? [] : endsOfLongLines(text);
    for (const needle of this.#needles) {
      for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1))
        yield [at, at + needle.length];
      for (const end of cuts) yield* beginningBefore(text, end, needle);
    }
    yield* this.#stretches.in(text);
  }
}

export type Span = readonly [from: number, to: number];

/** The longest beginning of `needle` that stands just before `end`, if it is long enough to tell anything. */
function* beginningBefore(text: string, end: number, needle: string): Iterable<Span> {
  for (let length = needle.length - 1; length >= pieceLengthMin; length--)
    if (text.startsWith(needle.slice(0, length), end - length)) {
      yield [end - length, end];
      return;
    }
}

function endsOfLongLines(text: string): readonly number[] {
  const ends = [...text.matchAll(/$/gm)].map(({ index }) => index);
  return ends.filter((end, at) => end - (ends[at - 1] ?? 0) >= cutLengthMin);
}

/** In order; those that touch or overlap become one. */
function merged(spans: Iterable<Span>): readonly Span[] {
  const result: [number, number][] = [];
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}

function needlesOf(secret: string): readonly string[] {
  return [withoutNewline(secret), ...linesOf(secret)]
    .filter((piece) => piece !== "")
    .flatMap(hidingsOf);
}

const linesOf = (secret: string): readonly string[] =>
  secret
    .split(/\r?\n/)
    // The first and last line of a key in PEM are the same for all keys.
    .filter((line) => line.length >= pieceLengthMin && !line.startsWith("-----"));

const withoutNewline = (text: string): string => text.replace(/\r?\n$/, "");

/** Encodings of very short pieces would be found everywhere. */
const hidingsOf = (piece: string): readonly string[] =>
  piece.length < pieceLengthMin || !piece.isWellFormed()
    ? [piece]
    : disguisesOf(piece).filter(({ length }) => length >= pieceLengthMin);
