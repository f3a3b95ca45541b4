/** What the chart shows of the run: all or the critical path, the plan, which stretch of time. */
import type { JSX } from "preact";
import type { ShownTime } from "./gantt-window.ts";
import { Toggle } from "./toggle.tsx";

export interface Switch {
  readonly isOn: boolean;
  set(isOn: boolean): void;
}

export function GanttTools({
  summary,
  time: { zoom, pan, showAll },
  plan,
  critical,
}: {
  readonly summary: string;
  readonly time: ShownTime;
  /** Undefined: nobody knows what was planned. */
  readonly plan: Switch | undefined;
  readonly critical: Switch;
}): JSX.Element {
  return (
    <div class="tools">
      <span class="summary" title={summary}>
        {summary}
      </span>
      <span class="spring" />
      {plan !== undefined && <Toggle {...plan} text="planned" />}
      <Toggle {...critical} text="critical path only" />
      <div class="zoom" role="group" aria-label="Zoom in time">
        <button type="button" class="icon" aria-label="Earlier" onClick={() => pan(-0.25)}>
          ‹
        </button>
        <button type="button" class="icon" aria-label="Later" onClick={() => pan(0.25)}>
          ›
        </button>
        <button type="button" class="icon" aria-label="Zoom out" onClick={() => zoom(0.66)}>
          −
        </button>
        <button type="button" class="icon" aria-label="Zoom in" onClick={() => zoom(1.5)}>
          +
        </button>
        <button type="button" class="chip" onClick={showAll}>
          all
        </button>
      </div>
    </div>
  );
}
