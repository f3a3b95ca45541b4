/**
 * One picture of a run for a terminal: its head, what failed, what runs, what waits; what is done is counted, not listed.
 *
 * It is made of what fits, and what fits is looked at alone: the cost does not depend on how large the deployment is.
 */
import type { Activity } from "./activity.ts";
import { type Heading, headLines } from "./head-line.ts";
import { type Pen, lineOf } from "./piece.ts";
import { runningLines } from "./running-line.ts";
import { troubleLines } from "./trouble-line.ts";
import { waitingCount, waitingLines } from "./waiting-line.ts";

export interface FrameOptions extends Pen {
  readonly rows: number;
}

/** At most `rows` lines, none of them wider than `columns` cells; colours are those of the paint. */
export function frame(
  activity: Activity,
  heading: Heading,
  nowMs: number,
  { rows, ...pen }: FrameOptions,
): readonly string[] {
  if (rows < 1 || pen.columns < 1) return [];
  const head = headLines(activity, heading, nowMs, pen).slice(0, rows < 4 ? 1 : 2);
  const room = Math.min(rows, rowsMax) - head.length;
  const { limits } = heading;
  const wanted: Shares = {
    troubles: activity.troubles.size === 0 ? 0 : activity.troubles.size + 1,
    running: activity.front.size + activity.pausing.size,
    waiting: waitingCount(activity, limits),
  };
  const given = shared(wanted, room);
  return [
    ...head,
    ...(given.troubles > 0 ? troubleLines(activity, heading, nowMs, given.troubles, pen) : []),
    ...listed(wanted.running, given.running, "run", pen, (count) =>
      runningLines(activity, nowMs, count, pen),
    ),
    ...listed(wanted.waiting, given.waiting, "wait", pen, (count) =>
      waitingLines(activity, limits, nowMs, count, pen),
    ),
  ];
}

/** More is not taken in at a glance. */
const rowsMax = 48;

/** Lines of each kind. */
type Shares = Readonly<Record<"troubles" | "running" | "waiting", number>>;

/** What failed gets a quarter, what waits a third of the rest; what one does not need the others may have. */
function shared(wanted: Shares, room: number): Shares {
  const least = room < 4 ? 1 : 2;
  const troubles = Math.min(wanted.troubles, room, Math.max(least, Math.floor(room / 4)));
  const rest = room - troubles;
  const free = Math.max(0, rest - wanted.running);
  const waiting = Math.min(wanted.waiting, Math.max(free, Math.floor(rest / 3)));
  return { troubles, waiting, running: Math.min(wanted.running, rest - waiting) };
}

/** The lines there is room for; the last one says how many more there are. */
function listed(
  wanted: number,
  given: number,
  word: string,
  pen: Pen,
  lines: (count: number) => readonly string[],
): readonly string[] {
  if (given === 0) return [];
  if (given >= wanted || given === 1) return lines(given);
  const shown = given - 1;
  const more = `${pen.signs.ellipsis} and ${wanted - shown} more ${word}`;
  return [...lines(shown), lineOf(["  ", [more, "dim"]], pen)];
}
