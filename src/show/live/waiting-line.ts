/** What waits, by what it waits for: `12 instances wait for db.sql`, and beside it what that waits for in the end. */
import type { Lack } from "../../semantics/lack.ts";
import type { Activity } from "./activity.ts";
import { causeOf } from "./cause.ts";
import { cellsOf } from "./cell.ts";
import { type Pen, lineOf, numbered, outside } from "./piece.ts";
import { shortTime } from "./sign.ts";
import type { WaitGroup } from "./waiting.ts";

/** How many there would be. */
export const waitingCount = (activity: Activity, limits: string): number =>
  activity.waiting.groups + (standsInLine(activity, limits) ? 1 : 0);

/** At most `count` lines, first those for which most wait. */
export function waitingLines(
  activity: Activity,
  limits: string,
  nowMs: number,
  count: number,
  pen: Pen,
): readonly string[] {
  const line = standsInLine(activity, limits) ? [{ who: slotText(activity), cause: limits }] : [];
  const groups = activity.waiting.first(count - line.length).map((group) => ({
    who: textOf(activity, group),
    cause: causeText(activity, group, nowMs),
  }));
  const rows = [...groups, ...line].slice(0, count);
  const widest = rows.reduce((most, { who }) => Math.max(most, cellsOf(outside(who, pen))), 0);
  const width = Math.min(widest, Math.floor(pen.columns / 2));
  return rows.map(({ who, cause }) => {
    const text = outside(who, pen);
    const gap = " ".repeat(Math.max(2, 2 + width - cellsOf(text)));
    const beside = cause === "" ? [] : [gap, [outside(cause, pen), "dim"] as const];
    return lineOf([[pen.signs.waits, "dim"], " ", text, ...beside], pen);
  });
}

/** Without limits nothing stands in line: what is due begins at once. */
const standsInLine = ({ dueCount }: Activity, limits: string): boolean =>
  limits !== "" && dueCount > 0;

const slotText = ({ dueCount }: Activity): string =>
  `${numbered(dueCount, "action")} wait${dueCount === 1 ? "s" : ""} for a free slot`;

function textOf(
  { of: { configuration: c } }: Activity,
  { port, text, members }: WaitGroup,
): string {
  if (port === undefined) return text;
  const [only = -1] = members;
  return members.size === 1
    ? `${c.names[only]} waits for ${port}`
    : `${members.size} instances wait for ${port}`;
}

function causeText(activity: Activity, { question, text }: WaitGroup, nowMs: number): string {
  const cause = question === undefined ? undefined : causeOf(activity.of.configuration, question);
  return cause === undefined || cause.text === text ? "" : toldCause(activity, cause, nowMs);
}

/** With how long it has run, where it runs. */
function toldCause(
  activity: Activity,
  { kind, instance, element, text }: Lack,
  nowMs: number,
): string {
  if (kind !== "running" || instance === undefined || element === undefined) return text;
  const name = `${instance}.${element}`;
  const action = activity.action(instance, element);
  if (action?.running !== undefined) {
    const { expected, startedMs } = action.running;
    const isKnown = expected !== undefined && !expected.isGuess;
    const of = isKnown ? ` of ${shortTime(1000 * expected.lastsS)}` : "";
    return `${name} has run ${shortTime(nowMs - startedMs, true)}${of}`;
  }
  const pause = activity.pausing.get(name);
  if (pause !== undefined)
    return `${name} has failed, again in ${shortTime(Math.ceil((pause.untilMs - nowMs) / 1000) * 1000)}`;
  return action?.isDue === true ? `${name} waits for a free slot` : text;
}
