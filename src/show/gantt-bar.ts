/** One bar of a chart: what it waited for, its time, its slack, the plan beneath it, and all of it in words. */
import type { Timing } from "../engine/report.ts";
import type { Bar } from "./gantt-row.ts";
import { element, label, textWidth, tooltip } from "./svg.ts";
import { lengthOfTime } from "./time-axis.ts";

/** Where times are on the axis. */
export interface Scale {
  /** Seconds → units of the picture, never beyond the axis. */
  readonly at: (s: number) => number;
  readonly isCritical: (one: Timing) => boolean;
}
const barHeight = 13;

/** Drawn with its upper edge at `y`. */
export function barDrawn({ measured, planned }: Bar, scale: Scale, y: number): string {
  const plan = planned === undefined ? "" : planDrawn(planned, measured === undefined, scale, y);
  if (measured === undefined) return plan;
  const { startS, endS, dueS, slackS } = measured;
  const [due, start, end] = [scale.at(Math.min(dueS, startS)), scale.at(startS), scale.at(endS)];
  const slack = scale.at(endS + Math.max(0, slackS));
  const look = lookOf(measured, scale.isCritical(measured));
  const width = Math.max(1, end - start);
  return element(
    "g",
    {},
    tooltip(...wordsOf(measured, planned, scale.isCritical(measured))),
    plan,
    due < start
      ? element("rect", {
          x: due,
          y: y + 3,
          width: start - due,
          height: barHeight - 6,
          class: "hatch",
        })
      : "",
    slack > end
      ? element("path", {
          class: "slack",
          d: `M${round(end)} ${round(y + barHeight / 2)}H${round(slack)}`,
        })
      : "",
    // A seam between bars that follow each other at once.
    element("rect", {
      x: start,
      y,
      width: width > 3 ? width - 0.8 : width,
      height: barHeight,
      rx: Math.min(2, width / 2),
      class: look.bar,
    }),
    nameDrawn(measured, { start, width, y, look: look.text }),
  );
}

const round = (n: number): number => Math.round(n * 10) / 10;

function planDrawn(plan: Timing, isAlone: boolean, scale: Scale, y: number): string {
  const [start, end] = [scale.at(plan.startS), scale.at(plan.endS)];
  return element(
    "rect",
    {
      x: start,
      y: y - 1.5,
      width: Math.max(1, end - start),
      height: barHeight + 3,
      rx: 2,
      class: "planned open",
    },
    ...(isAlone ? [tooltip(...wordsOf(undefined, plan, false))] : []),
  );
}

/** Classes of the bar and of the text upon it. */
function lookOf(
  { ended }: Timing,
  isCritical: boolean,
): { readonly bar: string; readonly text: string } {
  if (ended === "badly") return { bar: "bad", text: "onbar" };
  if (ended === "unknown") return { bar: "odd", text: "onbar" };
  if (ended === "open") return { bar: "warn", text: "onbar" };
  return isCritical ? { bar: "busy", text: "onbar" } : { bar: "calm", text: "ink" };
}

/** The name of the transition where it fits, and which try it is if not the first. */
function nameDrawn(
  { transition, attempt }: Timing,
  { start, width, y, look }: Readonly<Record<"start" | "width" | "y", number> & { look: string }>,
): string {
  const name = attempt > 1 ? `${transition} (try ${attempt})` : transition;
  const text = [name, attempt > 1 ? String(attempt) : ""].find(
    (one) => textWidth(one, 10) + 6 <= width,
  );
  return text === undefined || text === ""
    ? ""
    : label({ text, x: start + 3, y: y + barHeight / 2, size: 10, look });
}

const endings: Readonly<Record<Timing["ended"], string>> = {
  well: "ended well",
  badly: "failed",
  unknown: "was cut off: its outcome is unknown",
  open: "has not ended",
};

function wordsOf(
  measured: Timing | undefined,
  planned: Timing | undefined,
  isCritical: boolean,
): readonly string[] {
  const one = measured ?? planned;
  if (one === undefined) return [];
  const name = `${cut(one.instance)}.${cut(one.transition)}${one.attempt > 1 ? `, try ${one.attempt}` : ""}`;
  const expected = planned === undefined ? [] : [`planned: ${span(planned)}`];
  if (measured === undefined) return [`${name}, on ${cut(one.host)}: not begun`, ...expected];
  const { dueS, startS, slackS, waitedFor, ended } = measured;
  return [
    `${name} on ${cut(measured.host)}${isCritical ? ", on the critical path" : ""}`,
    `${span(measured)}, ${endings[ended]}`,
    ...(startS > dueS
      ? [
          `waited ${lengthOfTime(startS - dueS)}${waitedFor === undefined ? "" : ` for ${cut(waitedFor)}`}`,
        ]
      : []),
    ...(slackS > 0 ? [`could have taken ${lengthOfTime(slackS)} longer`] : []),
    ...expected,
  ];
}

const span = ({ startS, endS }: Timing): string =>
  `${lengthOfTime(startS)} to ${lengthOfTime(endS)}: ${lengthOfTime(endS - startS)}`;

/** Long names are told in short, so that many bars make no large file. */
const cut = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
