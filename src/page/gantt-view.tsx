/** The run as a Gantt chart: what was on the critical path, how much longer the rest could have taken, what waited for a limit. */
import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { Report } from "../engine/report.ts";
import type { GanttChart } from "../show/chart.ts";
import type { Scale } from "../show/gantt-bar.ts";
import { rowsOf } from "../show/gantt-row.ts";
import { summaryOf } from "../show/gantt-words.ts";
import type { ExpectedTold } from "../show/page-message.ts";
import type { ViewProps } from "./look.ts";
import { GanttAxis, Playhead, namesWidth, timeAt } from "./gantt-axis.tsx";
import { GanttNotes } from "./gantt-notes.tsx";
import { barKey } from "./gantt-pick.ts";
import { type ChartFrame, GanttRow } from "./gantt-row.tsx";
import { seen, stacked } from "./gantt-stack.ts";
import { GanttTools } from "./gantt-tools.tsx";
import { type ShownTime, steerTime, useShownTime } from "./gantt-window.ts";
import { useExpected, useReport } from "./run-report.ts";
import { useSize } from "./screen-size.ts";
import type { TimeWindow } from "./time-window.ts";

export function GanttView(props: ViewProps): JSX.Element {
  const report = useReport(props);
  const expected = useExpected(props);
  const [isCritical, setCritical] = useState(false);
  const [wantsPlan, setPlan] = useState<boolean | undefined>(undefined);
  const isPlanned = wantsPlan ?? (!isCritical && isComparable(report, expected));
  const chart = useMemo(
    () => chartOf(props, report, isPlanned ? expected : undefined, isCritical),
    [report, expected, isCritical, isPlanned],
  );
  const time = useShownTime(spanOf(chart));
  return (
    <div class="timeline">
      <GanttTools
        summary={summaryOf({ ...chart, bars: report?.transitions ?? [] })}
        time={time}
        plan={expected && { isOn: isPlanned, set: setPlan }}
        critical={{ isOn: isCritical, set: setCritical }}
      />
      <Chart {...props} chart={chart} time={time} />
    </div>
  );
}

/** What was expected to take very much longer would leave no room for what happened. */
const isComparable = (report: Report | undefined, expected: ExpectedTold | undefined): boolean =>
  report?.outcome === "open" || (expected?.makespanS ?? 0) < 3 * (report?.makespanS ?? 0);

function chartOf(
  { moment }: ViewProps,
  report: Report | undefined,
  expected: ExpectedTold | undefined,
  isCritical: boolean,
): GanttChart {
  const { makespanS = 0, transitions = [], criticalPath = [] } = report ?? {};
  const components = new Map(
    moment.site.instances.map(({ name, life }) => [name, life.component.name]),
  );
  const bars = isCritical ? criticalPath : transitions;
  const planned = expected === undefined ? {} : { planned: expected.transitions };
  return { title: "", makespanS, bars, criticalPath, components, ...planned };
}

function spanOf({ makespanS, bars, planned = [] }: GanttChart): number {
  const ends = [...bars, ...planned].reduce((most, { endS }) => Math.max(most, endS), makespanS);
  return Math.max(ends * 1.01, 0.001);
}

function Chart(
  props: ViewProps & { readonly chart: GanttChart; readonly time: ShownTime },
): JSX.Element {
  const { chart, time } = props;
  const [body, size] = useSize<HTMLDivElement>();
  const [top, setTop] = useState(0);
  const rows = useMemo(() => rowsOf(chart, { rows: 3000, bars: 30_000 }), [chart]);
  const stack = useMemo(() => stacked(rows), [rows]);
  const width = Math.max(100, size.width - namesWidth - 28);
  const { range } = time;
  const frame: ChartFrame = { range, width, scale: scaleOf(chart, range, width) };
  return (
    <>
      <GanttAxis {...props} range={range} width={width} />
      <div
        class="gantt"
        ref={body}
        tabIndex={0}
        role="group"
        aria-label="Chart of the run; the tries of an instance are in the details, as a table"
        onScroll={({ currentTarget }) => setTop(currentTarget.scrollTop)}
        onWheel={(event) => {
          if (!event.ctrlKey && !event.altKey) return;
          event.preventDefault();
          const { left } = event.currentTarget.getBoundingClientRect();
          time.zoom(Math.exp(-event.deltaY * 0.005), timeAt(event.clientX - left, range, width));
        }}
        onKeyDown={(event) => {
          if (steerTime(time, event)) event.preventDefault();
        }}
      >
        <div class="stack" style={{ height: `${stack.height}px` }}>
          {seen(stack.rows, top - 200, size.height + 400).map((one) => (
            <GanttRow
              key={`${one.row.host ?? ""} ${one.row.name}`}
              {...props}
              {...frame}
              stacked={one}
            />
          ))}
          <Playhead {...props} range={range} width={width} height={stack.height} />
        </div>
      </div>
      <GanttNotes rows={rows} chart={chart} />
    </>
  );
}

function scaleOf(chart: GanttChart, { fromS, toS }: TimeWindow, width: number): Scale {
  const critical = new Set(chart.criticalPath.map(barKey));
  const at = (s: number): number => ((s - fromS) / (toS - fromS)) * width;
  return {
    at: (s) => Math.min(width, Math.max(0, at(s))),
    isCritical: (one) => critical.has(barKey(one)),
  };
}
