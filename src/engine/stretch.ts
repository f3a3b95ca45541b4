/**
 * Finds long stretches of known texts in other texts: what is left of a secret that was cut, wrapped, or taken apart by an escape.
 *
 * A stretch of `stretchLengthMin` letters holds a seed, which is shorter, at one of every `stride` places. So few places are looked at,
 * and most of them once. Pure.
 */
import type { Span } from "./redaction.ts";

/** Shorter stretches may be words that anybody uses. */
const stretchLengthMin = 12;
const seedLength = 6;
const stride = stretchLengthMin - seedLength + 1;
/** Of one letter over and over there is a seed everywhere. */
const placesMax = 8;

interface Place {
  readonly text: string;
  readonly at: number;
}

export class Stretches {
  readonly #places = new Map<string, Place[]>();

  /** From now on stretches of `text` are found. */
  add(text: string): void {
    for (let at = 0; at + seedLength <= text.length; at++) {
      const seed = text.slice(at, at + seedLength);
      const places = this.#places.get(seed) ?? [];
      if (places.length < placesMax) places.push({ text, at });
      this.#places.set(seed, places);
    }
  }

  /** Those in `text`, as `[from, to)`; some more than once. O(text) where there are none. */
  *in(text: string): Iterable<Span> {
    if (this.#places.size === 0) return;
    for (let at = 0, next = stride; at + seedLength <= text.length; at = next, next += stride)
      for (const place of this.#places.get(text.slice(at, at + seedLength)) ?? []) {
        const span = common(text, at, place);
        const [from, to] = span;
        if (to - from < stretchLengthMin) continue;
        yield span;
        // Another may begin before its end.
        next = Math.max(next, to - stretchLengthMin);
      }
  }
}

/** What both have in common around a seed. */
function common(text: string, at: number, { text: known, at: place }: Place): Span {
  let before = 0;
  while (before < at && before < place && text[at - before - 1] === known[place - before - 1])
    before++;
  let behind = seedLength;
  while (at + behind < text.length && text[at + behind] === known[place + behind]) behind++;
  return [at - before, at + behind];
}
