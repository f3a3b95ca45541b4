/** What runs, a line each: where, how long of how long, and what it printed last. Those for which the end waits come first. */
import type { Activity, Pausing } from "./activity.ts";
import { cellsOf, fill } from "./cell.ts";
import type { Running } from "./front.ts";
import { type Pen, type Piece, lineOf, outside } from "./piece.ts";
import { bar, shortTime } from "./sign.ts";

/** At most `count` lines. */
export function runningLines(
  activity: Activity,
  nowMs: number,
  count: number,
  pen: Pen,
): readonly string[] {
  const { pausing, front, hosts } = activity;
  const pauses = [...pausing.values()].slice(
    0,
    Math.max(count - front.size, Math.floor(count / 3)),
  );
  const running = front.first(count - pauses.length, nowMs);
  const rows = running.map((one) => rowOf(one, nowMs, hosts.size > 1, pen));
  const widths = widthsOf(rows, pen);
  return [
    ...rows.map((row) => lineOf(piecesOf(row, widths, pen), pen)),
    ...pauses.map((one) => lineOf(pauseOf(one, nowMs, pen), pen)),
  ];
}

interface Row {
  readonly name: string;
  readonly host: string;
  /** Of what it was expected to take; undefined: that is not known. */
  readonly share: number | undefined;
  readonly time: string;
  readonly said: string;
}

function rowOf(one: Running, nowMs: number, isFar: boolean, pen: Pen): Row {
  const { name, host, attempt, startedMs, expected, said = "" } = one;
  const ranMs = Math.max(0, nowMs - startedMs);
  const lastsMs = expected === undefined || expected.isGuess ? 0 : 1000 * expected.lastsS;
  const isKnown = lastsMs >= lastsMsMin;
  const of = isKnown ? ` of ${shortTime(lastsMs)}` : "";
  return {
    name: outside(name, pen) + (attempt > 1 ? ` (try ${attempt})` : ""),
    host: isFar ? outside(host, pen) : "",
    share: isKnown ? ranMs / lastsMs : undefined,
    time: `${shortTime(ranMs, true)}${of}`,
    said: outside(said, pen),
  };
}
/** Less is over before it is read. */
const lastsMsMin = 50;

/** Of the columns; 0: there is no room for it. */
interface Widths {
  readonly name: number;
  readonly host: number;
  readonly bar: number;
  readonly time: number;
}

function widthsOf(rows: readonly Row[], { columns, signs }: Pen): Widths {
  const widest = (of: (row: Row) => string): number =>
    rows.reduce((most, row) => Math.max(most, cellsOf(of(row))), 0);
  const time = widest((row) => row.time);
  const isBarred = columns >= barColumnsMin && rows.some(({ share }) => share !== undefined);
  const barCells = isBarred ? (columns >= wideColumns ? 12 : 8) : 0;
  const host =
    columns >= hostColumnsMin
      ? Math.min(
          16,
          widest((row) => row.host),
        )
      : 0;
  const taken = 2 + 1 + time + (barCells > 0 ? barCells + 2 : 0) + (host > 0 ? host + 1 : 0);
  const share = Math.max(8, Math.floor(columns * (columns >= wideColumns ? 0.3 : 0.45)));
  const name = Math.min(
    widest((row) => row.name),
    Math.max(share, signs.ellipsis.length),
    columns - taken,
  );
  return { name: Math.max(0, name), host, bar: barCells, time };
}
const barColumnsMin = 50;
const hostColumnsMin = 70;
const wideColumns = 100;

function piecesOf(
  { name, host, share, time, said }: Row,
  widths: Widths,
  pen: Pen,
): readonly Piece[] {
  const { signs } = pen;
  const { ellipsis } = signs;
  const look = share === undefined || share <= 1 ? undefined : share > lateShare ? "red" : "yellow";
  const pieces: Piece[] = [[signs.runs, look ?? "green"], " "];
  pieces.push([fill(name, widths.name, ellipsis), "bold"], " ");
  if (widths.host > 0) pieces.push([fill(host, widths.host, ellipsis), "dim"], " ");
  if (widths.bar > 0) {
    const [done, open] = share === undefined ? ["", ""] : bar(share, widths.bar, signs);
    const rest = share === undefined ? " ".repeat(widths.bar) : open;
    pieces.push([done, look ?? "green"], [rest, "dim"], " ");
  }
  const times = time.padStart(widths.bar > 0 || widths.host > 0 ? widths.time : 0);
  pieces.push(look === undefined ? times : [times, look]);
  if (said !== "") pieces.push("  ", [said, "dim"]);
  return pieces;
}
/** Of what was expected; beyond it something is likely to be wrong. */
const lateShare = 2;

function pauseOf(
  { name, attempt, untilMs, error }: Pausing,
  nowMs: number,
  pen: Pen,
): readonly Piece[] {
  const soon = shortTime(Math.ceil(Math.max(0, untilMs - nowMs) / 1000) * 1000);
  return [
    [pen.signs.again, "yellow"],
    " ",
    [outside(name, pen), "bold"],
    ` again in ${soon}, try ${attempt} failed: `,
    [outside(error.message, pen), "yellow"],
  ];
}
