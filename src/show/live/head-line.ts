/** The head of a view: what is being done, how far it has come, how long it goes on, and how much of what there is. */
import type { Activity } from "./activity.ts";
import { type Pen, type Piece, lineOf, numbered, outside, widthOf } from "./piece.ts";
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
  const stopping: Piece = [activity.of.configuration.stopped ? " stopping" : "", "yellow"];
  const first: readonly Piece[] = [
    ...(isNarrow ? [] : [title, "  "]),
    ...sharePieces(progress, pen),
    stopping,
    ...timePieces(activity, progress, pen),
  ];
  const counts = countPieces(activity, pen);
  return [
    lineOf(isNarrow ? first : withRoom(first, endPieces(progress, heading, nowMs), pen), pen),
    lineOf(withRoom(counts, isNarrow ? ["  ", title] : predicted(activity), pen), pen),
  ];
}

/** What is good to know is told whole, or not at all. */
function withRoom(pieces: readonly Piece[], more: readonly Piece[], pen: Pen): readonly Piece[] {
  const all = [...pieces, ...more];
  return widthOf(all) <= pen.columns ? all : pieces;
}

const narrowColumns = 60;
const tinyColumns = 36;
const barCellsMin = 6;
const barCellsMax = 30;

/** How far it has come. */
interface Progress {
  /** 0 to 1, of time where times are known, else of what is to be done. Undefined: nobody knows how much there is. */
  readonly share: number | undefined;
  readonly elapsedMs: number;
  /** Undefined: nobody can say. */
  readonly restMs: number | undefined;
  /** What the end waits for lasts longer than was expected. */
  readonly isLate: boolean;
}

function progressOf(activity: Activity, nowMs: number): Progress {
  const { prediction, ended, beganMs = nowMs } = activity;
  const elapsedMs = Math.max(0, nowMs - beganMs);
  const untimed = { elapsedMs, restMs: undefined, isLate: false };
  if (prediction === undefined) return { ...untimed, share: undefined };
  if (!isTimed(prediction))
    return { ...untimed, share: Math.min(ended / Math.max(1, prediction.passings), shareMax) };
  const restMs = activity.restMs(nowMs);
  const share = Math.min(elapsedMs / Math.max(1, elapsedMs + restMs), shareMax);
  return { share, elapsedMs, restMs, isLate: activity.front.isLate(nowMs) };
}
/** All is done when it is over, not before. */
const shareMax = 0.995;

function sharePieces({ share }: Progress, { columns, signs }: Pen): readonly Piece[] {
  if (share === undefined) return [];
  const cells = Math.max(barCellsMin, Math.min(barCellsMax, Math.floor(columns / 4)));
  const [done, open] = bar(share, cells, signs);
  return [[done, "green"], [open, "dim"], ` ${Math.floor(100 * share)} %`];
}

function timePieces(
  { beganMs }: Activity,
  { elapsedMs, restMs, isLate }: Progress,
  { columns }: Pen,
): readonly Piece[] {
  const elapsed = `  ${shortTime(elapsedMs, true)}`;
  if (restMs === undefined || beganMs === undefined) return [elapsed];
  const rest = shortTime(Math.ceil(restMs / 1000) * 1000);
  if (columns < tinyColumns)
    return [[` ${rest}${isLate ? "+" : ""} left`, isLate ? "yellow" : "bold"]];
  if (!isLate)
    return [elapsed, columns < narrowColumns ? `, ${rest} to go` : `, about ${rest} to go`];
  return [
    elapsed,
    ", ",
    [restMs < 1000 ? "later than predicted" : `${rest} or more to go`, "yellow"],
  ];
}

/** When that is. */
const endPieces = (
  { restMs, isLate }: Progress,
  { timeOfDay }: Heading,
  nowMs: number,
): readonly Piece[] =>
  restMs === undefined || isLate ? [] : [[`, till ${timeOfDay(nowMs + restMs)}`, "dim"]];

function countPieces(activity: Activity, { columns }: Pen): readonly Piece[] {
  const { ended, prediction, front, pausing, waiting, troubles } = activity;
  const all = prediction === undefined ? "" : ` of ${Math.max(prediction.passings, ended)}`;
  const pieces: Piece[] = [`${ended}${all} ${columns < narrowColumns ? "" : "actions "}done`];
  if (troubles.size > 0) pieces.push(", ", [`${troubles.size} failed`, "red"]);
  pieces.push(`, ${front.size} run`);
  if (pausing.size > 0) pieces.push([`, ${pausing.size} again soon`, "yellow"]);
  if (waiting.count > 0)
    pieces.push(`, ${numbered(waiting.count, "instance")} wait${waiting.count === 1 ? "s" : ""}`);
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
