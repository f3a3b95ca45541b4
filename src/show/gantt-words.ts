/** What is said around a chart: its figures in a line, what is left out of it, and what its signs mean. */
import type { Timing } from "../engine/report.ts";
import type { GanttChart } from "./chart.ts";
import type { Rows } from "./gantt-row.ts";
import type { Entry } from "./legend.ts";
import { element } from "./svg.ts";
import { lengthOfTime } from "./time-axis.ts";

export function summaryOf({ makespanS, bars, criticalPath, planned }: GanttChart): string {
  const expected = (planned ?? []).reduce((most, { endS }) => Math.max(most, endS), 0);
  const failed = bars.reduce((n, { ended }) => n + (ended === "badly" ? 1 : 0), 0);
  return [
    `makespan ${lengthOfTime(makespanS)}`,
    ...(expected > 0 ? [`planned ${lengthOfTime(expected)}`] : []),
    `${counted(bars.length)} actions`,
    `${counted(criticalPath.length)} on the critical path`,
    ...(failed > 0 ? [`${counted(failed)} failed`] : []),
  ].join(" · ");
}

/**
 * What is left out, in words.
 *
 * @param unshown  services that were away, too
 */
export function notesOf(
  { rows, mergedBy, instances, banded }: Rows,
  { bars }: GanttChart,
  unshown = 0,
): readonly string[] {
  return [
    ...(unshown === 0 ? [] : [`${counted(unshown)} more services are away for some time.`]),
    ...(mergedBy === undefined
      ? []
      : [
          `${counted(instances)} instances are merged into ${rows.length} rows by their ${mergedBy}.`,
        ]),
    ...(banded === 0
      ? []
      : [
          `${counted(banded)} of ${counted(bars.length)} bars are not shown one by one: a band is the higher, the more of them run at once.`,
        ]),
  ];
}

const counted = (n: number): string => n.toLocaleString("en");

export function entriesOf(
  { bars, planned = [], criticalPath, interruptions = [] }: GanttChart,
  { banded }: Rows,
): readonly Entry[] {
  const box = (look: string): string =>
    element("rect", { x: -13, y: -6, width: 26, height: 12, rx: 2, class: look });
  const has = (ended: Timing["ended"]): boolean => bars.some((one) => one.ended === ended);
  const all: readonly (readonly [shown: boolean, sign: string, text: string])[] = [
    [criticalPath.length > 0, box("busy"), "on the critical path"],
    [has("well") && banded < bars.length, box("calm"), "another action"],
    [banded > 0, element("path", { class: "busy", d: "M-13 6V2H-5V-5H5V0H13V6z" }), "a band"],
    [has("badly"), box("bad"), "failed"],
    [has("unknown"), box("odd"), "cut off, its outcome unknown"],
    [has("open"), box("warn"), "not ended"],
    [bars.some(({ dueS, startS }) => dueS < startS), box("hatch"), "waits for a limit"],
    [
      bars.some(({ slackS }) => slackS > 0),
      element("path", { class: "slack", d: "M-13 0H13" }),
      "could have taken longer",
    ],
    [planned.length > 0, box("planned open"), "planned"],
    [
      interruptions.length > 0,
      element("rect", { x: -13, y: -4, width: 26, height: 8, rx: 2, class: "away" }),
      "a service is away",
    ],
  ];
  return all.flatMap(([shown, sign, text]) => (shown ? [{ sign, text }] : []));
}
