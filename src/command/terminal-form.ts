/** What kind of terminal somebody looks at, if it is one: whether a picture can be kept up to date on it, how large it is, its signs. */
import { type Signs, ascii, unicode } from "../show/live/sign.ts";
import type { Size } from "../show/live/repaint.ts";
import type { RunFlags } from "./flags.ts";

export type Environment = Readonly<Record<string, string | undefined>>;
/** Of a stream that may be a terminal. */
export interface Sized {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

/**
 * Is a live view wanted, and possible? Whoever wants lines of JSON, or no lines, wants none; what collects the output of a build has no
 * cursor that can be moved, whatever it says that it is.
 */
export const isLive = (
  { json, quiet, live }: Pick<RunFlags, "json" | "quiet" | "live">,
  { CI = "", TERM = "" }: Environment,
  { isTTY = false, columns = 0 }: Sized,
): boolean =>
  json !== true &&
  quiet !== true &&
  live !== false &&
  isTTY &&
  columns > 0 &&
  CI === "" &&
  TERM !== "dumb";

/** How large it is; `COLUMNS` and `LINES` make it smaller. */
export function sizeOf({ columns = 80, rows = 24 }: Sized, { COLUMNS, LINES }: Environment): Size {
  const least = (told: string | undefined, is: number): number =>
    Number(told) >= 1 ? Math.min(Math.floor(Number(told)), is) : is;
  return { columns: least(COLUMNS, columns || 80), rows: least(LINES, rows || 24) };
}

/** Unicode where the locale is in UTF-8 and the terminal has more than the signs of the console. */
export function signsIn({
  LC_ALL = "",
  LC_CTYPE = "",
  LANG = "",
  TERM,
  WT_SESSION,
}: Environment): Signs {
  const locale = [LC_ALL, LC_CTYPE, LANG].find((one) => one !== "") ?? "";
  const isUnicode = /utf-?8/i.test(locale) || WT_SESSION !== undefined;
  return isUnicode && TERM !== "linux" ? unicode : ascii;
}
