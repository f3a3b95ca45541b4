/** The axis of the chart, on which a moment is chosen by a click, and the line at the moment that is shown. */
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import type { ViewProps } from "./look.ts";
import { shownRun } from "./shown-run.ts";
import { type TimeWindow, ticksIn } from "./time-window.ts";

/** How much room the names take. */
export const namesWidth = 168;

interface AxisProps extends ViewProps {
  readonly range: TimeWindow;
  readonly width: number;
}

/** @param x  from the left edge of the chart, the names included */
export const timeAt = (x: number, { fromS, toS }: TimeWindow, width: number): number =>
  fromS + ((x - namesWidth) / width) * (toS - fromS);

export function GanttAxis(props: AxisProps): JSX.Element {
  const { range, width, live, change } = props;
  const span = shownRun(props);
  const axis = useRef<SVGSVGElement>(null);
  const show = (clientX: number): void => {
    const left = axis.current?.getBoundingClientRect().left ?? 0;
    const atMs = (span?.startedMs ?? 0) + timeAt(clientX - left, range, width) * 1000;
    const seq = live.chronology.seqAt(atMs);
    change({ seq: seq >= live.chronology.last ? undefined : seq, run: undefined });
  };
  return (
    <svg
      ref={axis}
      class="madeus axis-line"
      height={26}
      aria-hidden="true"
      onClick={({ clientX }) => show(clientX)}
    >
      {ticksIn(range, Math.max(2, Math.floor(width / 90))).map(({ atS, text }) => {
        const x = namesWidth + ((atS - range.fromS) / (range.toS - range.fromS)) * width;
        return (
          <g key={text}>
            <path class="grid" d={`M${x} 18v8`} />
            <text class="soft" x={x} y={13} font-size={11} text-anchor="middle">
              {text}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

/** Where the slider stands, if that is not the end. */
export function Playhead(props: AxisProps & { readonly height: number }): JSX.Element | null {
  const { live, moment, range, width, height } = props;
  const span = shownRun(props);
  const record = live.chronology.record(moment.seq);
  if (record === undefined || span === undefined || moment.isNow) return null;
  const atS = (record.atMs - span.startedMs) / 1000;
  const share = (atS - range.fromS) / (range.toS - range.fromS);
  if (share < 0 || share > 1) return null;
  return (
    <div
      class="playhead"
      style={{ left: `${namesWidth + share * width}px`, height: `${height}px` }}
    />
  );
}
