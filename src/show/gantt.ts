/**
 * A Gantt chart as SVG: a row for each instance, its bars told apart by how they ended and whether the run would have been shorter
 * without them. Pure.
 */
import type { Timing } from "../engine/report.ts";
import type { GanttChart } from "./chart.ts";
import { awayDrawn, serviceName } from "./gantt-away.ts";
import { bandDrawn } from "./gantt-band.ts";
import { type Scale, barDrawn } from "./gantt-bar.ts";
import { type Row, type RowLimits, type Rows, rowName, rowsOf } from "./gantt-row.ts";
import { entriesOf, notesOf, summaryOf } from "./gantt-words.ts";
import { legendOf } from "./legend.ts";
import { element, label, number, svgDocument, textWidth } from "./svg.ts";
import { lengthOfTime, sound, ticks } from "./time-axis.ts";

/** The chart as one SVG document of at most 2 MB; what is left out is said in it. O(bars · log bars). */
export function gantt(chart: GanttChart): string {
  let drawn = "";
  for (const limits of attempts) {
    drawn = drawn === "" || drawn.length > lengthMax ? drawnWithin(chart, limits) : drawn;
  }
  return drawn;
}
const lengthMax = 2_000_000;
/** Fewer bars one by one, where long names make a picture too large. */
const attempts: readonly RowLimits[] = [
  { rows: 300, bars: 1500 },
  { rows: 300, bars: 150 },
  { rows: 100, bars: 0 },
];

function drawnWithin(chart: GanttChart, limits: RowLimits): string {
  const rows = rowsOf(chart, limits);
  const left = margin + nameWidth(rows, chart) + 12;
  const scale = scaleOf(chart, left);
  const drawn = rowsDrawn(rows, scale, left);
  const away = awayDrawn(chart.interruptions ?? [], scale, {
    x: margin,
    y: headHeight + drawn.height,
    left,
    right: left + axisWidth,
  });
  const below = headHeight + drawn.height + away.height;
  const notes = notesOf(rows, chart, away.more);
  const legend = legendOf(entriesOf(chart, rows), axisWidth + left - margin);
  return svgDocument({
    title: chart.title,
    description: summaryOf(chart),
    width: left + axisWidth + margin + 14,
    height: below + 34 + notes.length * 16 + legend.height + margin,
    body: [
      hatching,
      label({
        text: chart.title,
        x: margin,
        y: 22,
        size: 16,
        look: "ink name",
        widthMax: axisWidth,
      }),
      label({ text: summaryOf(chart), x: margin, y: 42, look: "soft" }),
      ...axisDrawn(chart, scale, below),
      ...drawn.body,
      ...away.body,
      ...notes.map((text, k) =>
        label({ text, x: margin, y: below + 34 + k * 16, size: 11, look: "soft" }),
      ),
      element(
        "g",
        { transform: `translate(${margin} ${number(below + 30 + notes.length * 16)})` },
        ...legend.body,
      ),
    ],
  });
}

function nameWidth({ rows }: Rows, { interruptions = [] }: GanttChart): number {
  const widths = [
    ...rows.map((row) => textWidth(rowName(row), 12)),
    ...interruptions.map((one) => textWidth(serviceName(one), 11)),
  ];
  return Math.min(
    nameWidthMax,
    widths.reduce((a, b) => Math.max(a, b), 60),
  );
}

const margin = 18;
const nameWidthMax = 190;
const axisWidth = 900;
const headHeight = 78;
const laneHeight = 17;
const bandHeight = 22;

/** How far the axis goes: as far as anything in the chart. */
function spanOf({ makespanS, bars, planned = [] }: GanttChart): number {
  const ends = (most: number, { endS }: Timing): number => (endS > most ? endS : most);
  return sound(planned.reduce(ends, bars.reduce(ends, makespanS)));
}

function scaleOf(chart: GanttChart, left: number): Scale {
  const spanS = spanOf(chart);
  const critical = new Set(chart.criticalPath.map(keyOf));
  return {
    at: (s) => left + (Math.min(Math.max(s > 0 ? s : 0, 0), spanS) / spanS) * axisWidth,
    isCritical: (one) => critical.has(keyOf(one)),
  };
}
const keyOf = ({ instance, transition, attempt, startS }: Timing): string =>
  `${instance}\n${transition}\n${attempt}\n${startS}`;

interface RowsDrawn {
  readonly body: readonly string[];
  readonly height: number;
}

function rowsDrawn({ rows }: Rows, scale: Scale, left: number): RowsDrawn {
  const hosts = new Set(rows.map(({ host }) => host));
  const body: string[] = [];
  let y = 0;
  let host: string | undefined;
  rows.forEach((row, k) => {
    if (hosts.size > 1 && (k === 0 || row.host !== host)) {
      host = row.host;
      body.push(hostDrawn(host, headHeight + y));
      y += 20;
    }
    const height = row.lanes === undefined ? bandHeight + 4 : row.lanes.length * laneHeight + 4;
    body.push(rowDrawn(row, scale, { left, y: headHeight + y, height, isOdd: k % 2 === 1 }));
    y += height;
  });
  return { body, height: y };
}

const hostDrawn = (host: string | undefined, y: number): string =>
  label({ text: host ?? "several hosts", x: margin, y: y + 12, size: 11, look: "soft name" });

interface RowPlace {
  readonly left: number;
  readonly y: number;
  readonly height: number;
  readonly isOdd: boolean;
}

function rowDrawn(row: Row, scale: Scale, { left, y, height, isOdd }: RowPlace): string {
  const width = left + axisWidth - margin + 4;
  const shade = element("rect", { x: margin - 4, y, width, height, class: "row" });
  const bars =
    row.lanes === undefined
      ? [bandDrawn(row, scale, { x: left, y: y + 2, width: axisWidth, height: bandHeight })]
      : row.lanes.flatMap((lane, k) =>
          lane.map((bar) => barDrawn(bar, scale, y + 4 + k * laneHeight)),
        );
  const name = label({
    text: rowName(row),
    x: margin,
    y: y + height / 2,
    widthMax: left - margin - 8,
    look: "ink",
  });
  return [isOdd ? shade : "", name, ...bars].join("");
}

function axisDrawn(chart: GanttChart, { at }: Scale, below: number): readonly string[] {
  const top = headHeight - 6;
  const line = (x: number, look: string): string =>
    element("path", { class: look, d: `M${number(x)} ${top}V${number(below + 4)}` });
  const end = at(chart.makespanS);
  return [
    ...ticks(spanOf(chart), 11).flatMap(({ atS, text }) => [
      line(at(atS), "grid"),
      label({ text, x: at(atS), y: top - 8, size: 11, look: "soft", anchor: "middle" }),
    ]),
    line(end, "axis"),
    label({
      text: lengthOfTime(chart.makespanS),
      x: end,
      y: below + 13,
      size: 11,
      look: "ink",
      anchor: "end",
    }),
  ];
}

/** Stripes for time in which something waited. */
const hatching = `<defs><pattern id="madeus-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="waiting" stroke-width="2.4" d="M0 0V5"/></pattern></defs>`;
