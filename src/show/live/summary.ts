/** What is left of a view when the run is over: how much was done, how long it was to take, what took longest. */
import type { Activity } from "./activity.ts";
import { outside, numbered, type Pen } from "./piece.ts";
import { isTimed, sourceWords } from "./prediction.ts";
import { shortTime } from "./sign.ts";

/** One line, not cut; none where nothing was done. */
export function summaryLines(activity: Activity, pen: Pick<Pen, "signs">): readonly string[] {
  const { ended, repeated, hosts, longest, prediction } = activity;
  if (ended === 0) return [];
  const where = hosts.size > 1 ? ` on ${hosts.size} hosts` : "";
  const again = repeated > 0 ? `, ${numbered(repeated, "failed try")} made good` : "";
  const timed = prediction !== undefined && isTimed(prediction) ? prediction : undefined;
  const expected =
    timed === undefined
      ? []
      : [`predicted: ${shortTime(1000 * timed.makespanS)}, from ${sourceWords(timed)}`];
  const slow = longest.filter(({ tookMs }) => tookMs >= tookMsMin);
  const told = slow.map(({ name, tookMs }) => `${outside(name, pen)} ${shortTime(tookMs)}`);
  const longer = told.length === 0 ? [] : [`longest: ${told.join(", ")}`];
  return [[`${numbered(ended, "action")}${where}${again}`, ...expected, ...longer].join("; ")];
}

/** Less is not worth telling. */
const tookMsMin = 1000;
