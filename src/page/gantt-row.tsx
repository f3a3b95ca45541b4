/** A row of the chart: the name of an instance as a button, and its bars. */
import type { JSX } from "preact";
import { bandDrawn } from "../show/gantt-band.ts";
import { type Scale, barDrawn } from "../show/gantt-bar.ts";
import { type Bar, type Row, rowName } from "../show/gantt-row.ts";
import type { ViewProps } from "./look.ts";
import { barIn } from "./gantt-pick.ts";
import { type Stacked, bandHeight, laneHeight } from "./gantt-stack.ts";
import type { Selection } from "./selection.ts";
import type { TimeWindow } from "./time-window.ts";

export interface ChartFrame {
  readonly scale: Scale;
  readonly range: TimeWindow;
  /** Of the bars. */
  readonly width: number;
}

export function GanttRow({
  stacked: { row, top, height },
  look,
  change,
  ...frame
}: ViewProps & ChartFrame & { readonly stacked: Stacked }): JSX.Element {
  const isChosen = look.selection?.instance === row.name;
  const choose = (transition?: string): void => {
    const part =
      transition === undefined ? undefined : ({ kind: "transition", name: transition } as const);
    const selection: Selection =
      row.instances > 1 ? { instance: row.name, group: "component" } : { instance: row.name, part };
    change({ selection });
  };
  return (
    <div
      class={`line${isChosen ? " chosen" : ""}`}
      style={{ top: `${top}px`, height: `${height}px` }}
    >
      <button type="button" aria-current={isChosen} onClick={() => choose()}>
        {rowName(row)}
      </button>
      <svg
        class="madeus"
        width={frame.width + 14}
        height={height}
        aria-hidden="true"
        onClick={({ target }) => choose(barIn(row, target)?.transition)}
        dangerouslySetInnerHTML={{ __html: barsDrawn(row, frame) }}
      />
    </div>
  );
}

/** Those that are seen. */
function barsDrawn(row: Row, { scale, range, width }: ChartFrame): string {
  if (row.lanes === undefined)
    return bandDrawn(row, scale, { x: 0, y: 2, width, height: bandHeight });
  return row.lanes
    .flatMap((lane, n) =>
      lane.map((bar, k) =>
        isWithin(bar, range)
          ? `<g data-bar="${n} ${k}">${barDrawn(bar, scale, 4 + n * laneHeight)}</g>`
          : "",
      ),
    )
    .join("");
}

/** Is anything of it to be seen: what it waited for, its slack, and its plan included? */
function isWithin({ measured, planned }: Bar, { fromS, toS }: TimeWindow): boolean {
  const all = [measured, planned].filter((one) => one !== undefined);
  const first = Math.min(...all.map(({ dueS, startS }) => Math.min(dueS, startS)));
  const last = Math.max(...all.map(({ endS, slackS }) => endS + slackS));
  return first <= toS && last >= fromS;
}
