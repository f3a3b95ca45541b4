/** Columns of a terminal: how many a text takes, and how it is made to take so many. */
import { visible } from "./svg.ts";

/** Without line breaks, tabs, and what a terminal would obey. */
export const oneLine = (text: string): string => visible(text).replaceAll(/\s/g, " ");

/** How many columns of a terminal a text takes: East Asian characters and pictures take two. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const c of text) columns += columnsOfChar(c);
  return columns;
}
const columnsOfChar = (c: string): number =>
  /^[\p{M}\p{Cf}]$/u.test(c) ? 0 : c >= "\u1100" && wide.test(c) ? 2 : 1;
const wide =
  /^[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]$|^\p{Emoji_Presentation}$|^[\u{20000}-\u{3fffd}]$/u;

/** As much of the text as fits. */
export function fit(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  let kept = "";
  let taken = 0;
  for (const c of text) {
    taken += columnsOfChar(c);
    if (taken > columns - 1) break;
    kept += c;
  }
  return `${kept}…`;
}
/** The same, filled up with spaces. */
export const padded = (text: string, columns: number): string => {
  const fitting = fit(text, columns);
  return fitting + " ".repeat(Math.max(0, columns - columnsOf(fitting)));
};
