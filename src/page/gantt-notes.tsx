/** What is left out of the chart, and what its signs mean. */
import type { JSX } from "preact";
import type { GanttChart } from "../show/chart.ts";
import type { Rows } from "../show/gantt-row.ts";
import { entriesOf, notesOf } from "../show/gantt-words.ts";

export function GanttNotes({
  rows,
  chart,
}: {
  readonly rows: Rows;
  readonly chart: GanttChart;
}): JSX.Element {
  return (
    <div class="notes">
      {notesOf(rows, chart).map((note) => (
        <p key={note} class="hint">
          {note}
        </p>
      ))}
      <ul class="key-line">
        {entriesOf(chart, rows).map(({ sign, text }) => (
          <li key={text}>
            <svg
              class="madeus"
              viewBox="-16 -9 32 18"
              width="28"
              height="16"
              aria-hidden="true"
              dangerouslySetInnerHTML={{ __html: sign }}
            />
            {text}
          </li>
        ))}
      </ul>
      <svg class="unseen" aria-hidden="true">
        <defs>
          <pattern
            id="madeus-hatch"
            width="5"
            height="5"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <path class="waiting" stroke-width="2.4" d="M0 0V5" />
          </pattern>
        </defs>
      </svg>
    </div>
  );
}
