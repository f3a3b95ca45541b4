/**
 * Text in the cells of a terminal: how wide it is, cut and filled to a width; and text from outside as one line of nothing but signs.
 *
 * The widths are those of Unicode by the classes that a regular expression knows. Terminals differ in a few signs; nothing but a
 * column that is out of line by a cell comes of that, for the last cell of a line stays free and lines are never wrapped.
 */
import { withoutCodes } from "./code.ts";

/** How many cells it takes. */
export function cellsOf(text: string): number {
  if (narrow.test(text)) return text.length;
  let cells = 0;
  for (const { segment } of graphemes.segment(text)) cells += cellsOfSign(segment);
  return cells;
}

/** As much of it as fits, with `ellipsis` at the end where something is left out. */
export function cut(text: string, cells: number, ellipsis: string): string {
  const isNarrow = narrow.test(text);
  if ((isNarrow ? text.length : cellsOf(text)) <= cells) return text;
  const room = cells - ellipsis.length;
  if (room < 0) return ellipsis.slice(0, Math.max(0, cells));
  if (isNarrow) return text.slice(0, room) + ellipsis;
  let kept = "";
  let left = room;
  for (const { segment } of graphemes.segment(text)) {
    left -= cellsOfSign(segment);
    if (left < 0) break;
    kept += segment;
  }
  return kept + ellipsis;
}

/** Exactly so many cells: cut, or filled with spaces. */
export function fill(text: string, cells: number, ellipsis: string): string {
  const kept = cut(text, cells, ellipsis);
  return kept + " ".repeat(Math.max(0, cells - cellsOf(kept)));
}

/**
 * Text from outside in one line: of what was overwritten (`\r`) the last, no codes, no signs that move others, each space one cell.
 *
 * Cost: of that at most `lengthMax` characters are looked at.
 */
export function signsOf(text: string, lengthMax = 500): string {
  const from = text.lastIndexOf("\r", text.length - 2) + 1;
  const line = text.slice(from, from + lengthMax);
  if (isPlain(line)) return line.trim();
  return withoutCodes(line).replaceAll(/\s+/g, " ").replaceAll(hidden, "").toWellFormed().trim();
}

/** The same where the terminal knows nothing but ASCII. */
export const asciiOf = (text: string): string =>
  isPlain(text) ? text : text.normalize("NFKD").replaceAll(/\p{M}/gu, "").replaceAll(foreign, "?");

const isPlain = (text: string): boolean => plain.test(text);
const plain = /^[ -~]*$/;
/** Letters of one cell each; and the signs that views are made of, so that no bar is taken apart by the rules of all writing systems. */
const narrow = /^[ -~\u00c0-\u00ff\u2022\u2026\u21bb\u2500-\u257f\u25cb\u2717]*$/;
const foreign = /[^ -~]/gu;
/** Control characters, and formats that turn the direction of writing or cannot be seen; but for joiners, which make one sign of several. */
const hidden = /[\p{Cc}\u2028\u2029]|(?![\u200c\u200d])\p{Cf}/gu;

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

function cellsOfSign(sign: string): number {
  if (empty.test(sign)) return 0;
  return wide.test(sign) || sign.includes("\ufe0f") ? 2 : 1;
}
const empty = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;
const wide =
  /^(?![\uff61-\uffdc])[\p{Emoji_Presentation}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Yi}\u3000-\u303e\u3200-\u33ff\uff01-\uff60\uffe0-\uffe6]/u;
