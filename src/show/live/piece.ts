/** Lines made of pieces, each with its colour, cut where the line is full: what is cut is text, never the codes of a colour. */
import type { Paint } from "../paint.ts";
import { asciiOf, cellsOf, cut, signsOf } from "./cell.ts";
import type { Signs } from "./sign.ts";

/** Text without codes; `look` paints it. */
export type Piece = string | readonly [text: string, look: keyof Paint];

/** What lines are drawn with, and for how wide a terminal. */
export interface Pen {
  readonly columns: number;
  readonly signs: Signs;
  readonly paint: Paint;
}

const textOf = (piece: Piece): string => (typeof piece === "string" ? piece : piece[0]);

/** How many cells they take. */
export const widthOf = (pieces: readonly Piece[]): number =>
  pieces.reduce((sum, piece) => sum + cellsOf(textOf(piece)), 0);

/** One line, at most as wide as there are columns; where something is left out, it ends with an ellipsis. */
export function lineOf(pieces: readonly Piece[], { columns, signs, paint }: Pen): string {
  const isCut = widthOf(pieces) > columns;
  let left = isCut ? Math.max(0, columns - signs.ellipsis.length) : columns;
  let line = "";
  for (const piece of pieces) {
    const text = textOf(piece);
    const look = typeof piece === "string" ? undefined : piece[1];
    const shown = cut(text, left, "");
    if (shown !== "") line += look === undefined ? shown : paint[look](shown);
    if (shown.length < text.length) break;
    left -= cellsOf(text);
  }
  return isCut ? line + signs.ellipsis.slice(0, columns) : line;
}

/** Text from outside as a piece may hold it. */
export const outside = (text: string, { signs }: Pick<Pen, "signs">): string =>
  signs.isAscii ? asciiOf(signsOf(text)) : signsOf(text);

/** `1 action`, `2 actions`. */
export const numbered = (count: number, what: string): string =>
  `${count} ${what}${count === 1 ? "" : "s"}`;
