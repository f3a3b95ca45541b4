/** The head of a view: what is being done, how far it has come, how long it goes on, and how much of what there is. */
import type { Activity } from "./activity.ts";
import { type Pen, type Piece, lineOf, numbered, outside } from "./piece.ts";
import { isTimed, sourceWords } from "./prediction.ts";
import { bar, shortTime } from "./sign.ts";

export interface Heading {
  /** `deploy of shop` */
  readonly title: string;
  /** The limits of the run as flags, if it has any: `--parallel 6`. */
  readonly limits: string;
  /** What goes on after a failure: `madeus resume shop.ts`; and what shows what an action printed. */
  readonly goOn: string;
  readonly logs: string;
  /** The time of day, for people where this runs. */
  readonly timeOfDay: (atMs: number) => string;
}

/** Two lines, or the first of them. */
export function headLines(
  activity: Activity,
  heading: Heading,
  nowMs: number,
  pen: Pen,
): readonly [string, string] {
  const progress = progressOf(activity, nowMs);
  const isNarrow = pen.columns < narrowColumns;
  const title: Piece = [outside(heading.title, pen), "bold"];
  const cells = Math.max(barCellsMin, Math.min(barCellsMax, Math.floor(pen.columns / 4)));
  const [done, open] = bar(progress.share, cells, pen.signs);
  const stopping: Piece = [activity.of.configuration.stopped ? " stopping" : "", "yellow"];
  const first: readonly Piece[] = [
    ...(isNarrow ? [] : [title, "  "]),
    [done, "green"],
    [open, "dim"],
    ` ${Math.floor(100 * progress.share)} %`,
    stopping,
    ...timePieces(activity, progress, heading, nowMs, pen),
  ];
  const counts = countPieces(activity, pen);
  const second = isNarrow ? [...counts, "  ", title] : [...counts, ...predicted(activity)];
  return [lineOf(first, pen), lineOf(second, pen)];
}

const narrowColumns = 60;
const tinyColumns = 36;
const barCellsMin = 6;
const barCellsMax = 30;

/** How far it has come. */
interface Progress {
  /** 0 to 1. */
  readonly share: number;
  readonly elapsedMs: number;
  /** Undefined: nobody can say. */
  readonly restMs: number | undefined;
}

/** By time where times are known, else by count; never all before the end. */
function progressOf(activity: Activity, nowMs: number): Progress {
  const { prediction, ended, beganMs = nowMs } = activity;
  const elapsedMs = Math.max(0, nowMs - beganMs);
  if (prediction === undefined) return { share: 0, elapsedMs, restMs: undefined };
  const counted = Math.min(ended / Math.max(1, prediction.passings), shareMax);
  if (!isTimed(prediction)) return { share: counted, elapsedMs, restMs: undefined };
  const restMs = activity.restMs(nowMs);
  return {
    share: Math.min(elapsedMs / Math.max(1, elapsedMs + restMs), shareMax),
    elapsedMs,
    restMs,
  };
}
const shareMax = 0.995;

function timePieces(
  activity: Activity,
  { elapsedMs, restMs }: Progress,
  { timeOfDay }: Heading,
  nowMs: number,
  { columns }: Pen,
): readonly Piece[] {
  const elapsed = `  ${shortTime(elapsedMs, true)}`;
  if (restMs === undefined) return [elapsed];
  const rest = shortTime(Math.ceil(restMs / 1000) * 1000);
  const isLate = activity.front.isLate(nowMs);
  if (columns < tinyColumns)
    return [[` ${rest}${isLate ? "+" : ""} left`, isLate ? "yellow" : "bold"]];
  if (isLate) {
    const told = restMs < 1000 ? "later than predicted" : `${rest} or more to go`;
    return [elapsed, ", ", [told, "yellow"]];
  }
  return columns < narrowColumns
    ? [elapsed, `, ${rest} to go`]
    : [elapsed, `, about ${rest} to go`, [`, till ${timeOfDay(nowMs + restMs)}`, "dim"]];
}

function countPieces(activity: Activity, { columns }: Pen): readonly Piece[] {
  const { ended, prediction, front, pausing, waiting, troubles } = activity;
  const all = prediction === undefined ? "" : ` of ${Math.max(prediction.passings, ended)}`;
  const pieces: Piece[] = [`${ended}${all} ${columns < narrowColumns ? "" : "actions "}done`];
  pieces.push(`, ${front.size} run`);
  if (pausing.size > 0) pieces.push([`, ${pausing.size} again soon`, "yellow"]);
  if (waiting.count > 0)
    pieces.push(`, ${numbered(waiting.count, "instance")} wait${waiting.count === 1 ? "s" : ""}`);
  if (troubles.size > 0) pieces.push(", ", [`${troubles.size} failed`, "red"]);
  return pieces;
}

/** How the end was predicted. */
function predicted({ prediction }: Activity): readonly Piece[] {
  if (prediction === undefined) return [];
  if (!isTimed(prediction))
    return prediction.sources.guessed === 0
      ? []
      : [["; how long actions take is not known yet", "dim"]];
  const makespan = shortTime(1000 * prediction.makespanS);
  return [[`; predicted: ${makespan}, from ${sourceWords(prediction)}`, "dim"]];
}
