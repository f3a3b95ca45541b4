/** What has failed, or was cut off: it stays in sight until somebody decides about it, with the way on. */
import type { Activity, Trouble } from "./activity.ts";
import type { Heading } from "./head-line.ts";
import { type Pen, type Piece, lineOf, outside } from "./piece.ts";
import { shortTime } from "./sign.ts";

/** At most `count` lines, the oldest failures first; the last line is the way on, where there is room for it. */
export function troubleLines(
  { troubles }: Activity,
  { goOn, logs }: Heading,
  nowMs: number,
  count: number,
  pen: Pen,
): readonly string[] {
  const shown = [...troubles.values()].slice(0, Math.max(1, count - 1));
  const [first] = shown;
  const lines = shown.map((one) => lineOf(piecesOf(one, nowMs, pen), pen));
  if (first === undefined || count < 2) return lines;
  const more = troubles.size - shown.length;
  const rest = more > 0 ? `and ${more} more; ` : "";
  const way = `${rest}${logs} ${first.name} shows what it printed, then ${goOn}`;
  return [...lines, lineOf(["  ", [outside(way, pen), "dim"]], pen)];
}

function piecesOf(
  { name, what, host, atMs, error }: Trouble,
  nowMs: number,
  pen: Pen,
): readonly Piece[] {
  const sign = what === "failed" ? pen.signs.failed : pen.signs.unknown;
  const where = host === undefined || host === "local" ? "" : ` on ${host}`;
  const word = what === "failed" ? "failed" : "was cut off";
  const why = error === undefined ? "" : `: ${outside(error.message, pen)}`;
  return [
    [sign, "red"],
    " ",
    [outside(name, pen), "bold"],
    [` ${word}`, "red"],
    outside(`${where} ${shortTime(nowMs - atMs, true)} ago`, pen).replace(/^/, " "),
    why,
  ];
}
