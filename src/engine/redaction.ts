/**
 * Keeps the values of secrets out of everything that is written: one redactor for a run, asked by all who write.
 *
 * It knows the values and the usual disguises in which programs print them. It keeps them in memory only.
 */

/** What stands where a secret stood. */
export const mark = "[secret]";

/** Shorter pieces are words like any other; a secret that is itself shorter is still hidden as a whole. */
const pieceLengthMin = 4;
/** A line this long may have been cut in the middle of a secret (a character has up to four bytes). */
const cutLengthMin = 16 * 1024;

export class Redactor {
  readonly #needles = new Set<string>();

  /** From now on `secret` is hidden; if it has several lines, each of them too. */
  add(secret: string): void {
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
  const whole = secret.replace(/\r?\n$/, "");
  return [whole, ...lines].filter((piece) => piece !== "").flatMap(disguisesOf);
}

/** `piece` as JSON, a URL, a shell's trace and base64 show it. */
function disguisesOf(piece: string): readonly string[] {
  if (piece.length < pieceLengthMin || !piece.isWellFormed()) return [piece];
  return [
    piece,
    JSON.stringify(piece).slice(1, -1),
    encodeURIComponent(piece),
    piece.replaceAll("'", `'\\''`),
    Buffer.from(piece).toString("base64").replace(/=+$/, ""),
  ];
}
