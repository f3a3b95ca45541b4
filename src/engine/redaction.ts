/**
 * Keeps the values of secrets out of everything that is written: one redactor for a run, asked by all who write.
 *
 * It knows the values and the usual disguises in which programs print them. It keeps them in memory only.
 */
import { disguisesOf, encodingsOf } from "./disguise.ts";

/** What stands where a secret stood. */
export const mark = "[secret]";

/** Shorter pieces are words like any other; a secret that is itself shorter is still hidden as a whole. */
const pieceLengthMin = 4;
/** A line this long may have been cut in the middle of a secret (a character has up to four bytes). */
const cutLengthMin = 16 * 1024;

export class Redactor {
  readonly #needles = new Set<string>();
  /** Those that are broken into lines where they are printed. */
  readonly #long = new Set<string>();

  /** From now on `secret` is hidden; if it has several lines, each of them too. */
  add(secret: string): void {
    for (const needle of needlesOf(secret)) this.#needles.add(needle);
    for (const one of encodingsOf(withoutNewline(secret)))
      if (one.length > brokenLengthMin) this.#long.add(one);
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
    if (this.#long.size > 0)
      for (const { 0: run, index } of text.matchAll(encodedRun))
        for (const one of this.#long)
          for (const [from, to] of fragmentsOf(one, run)) yield [index + from, index + to];
  }
}

type Span = readonly [from: number, to: number];

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

/** Digits of base64 or hexadecimal, as many as a line may have at least. */
const encodedRun = /[\w+/-]{16,}/g;
/** `base64` breaks at 76, `openssl` at 64, `xxd -p` at 60. */
const brokenLengthMin = 60;
const fragmentLengthMin = 8;

/** The parts of `run` that are a part of `encoding`: all of it, its end that begins it, or its beginning that ends it. */
function* fragmentsOf(encoding: string, run: string): Iterable<Span> {
  if (encoding.includes(run)) return yield [0, run.length];
  const max = Math.min(run.length, encoding.length);
  for (let length = max; length >= fragmentLengthMin; length--) {
    if (run.endsWith(encoding.slice(0, length))) yield [run.length - length, run.length];
    if (run.startsWith(encoding.slice(-length))) yield [0, length];
  }
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
  const lines = secret
    .split(/\r?\n/)
    // The first and last line of a key in PEM are the same for all keys.
    .filter((line) => line.length >= pieceLengthMin && !line.startsWith("-----"));
  return [withoutNewline(secret), ...lines].filter((piece) => piece !== "").flatMap(hidingsOf);
}

const withoutNewline = (text: string): string => text.replace(/\r?\n$/, "");

/** Encodings of very short pieces would be found everywhere. */
const hidingsOf = (piece: string): readonly string[] =>
  piece.length < pieceLengthMin || !piece.isWellFormed()
    ? [piece]
    : disguisesOf(piece).filter(({ length }) => length >= pieceLengthMin);
