/** The tries of an instance's actions in the run that is shown: when, how long, how it ended. */
import type { JSX } from "preact";
import { lengthOfTime } from "../show/time-axis.ts";
import type { ViewProps } from "./look.ts";
import { useReport } from "./run-report.ts";
import type { Selection } from "./selection.ts";

const endings = { well: "done", badly: "failed", unknown: "cut off", open: "runs" } as const;

export function TryTable(props: ViewProps & { readonly selection: Selection }): JSX.Element | null {
  const { instance } = props.selection;
  const tries = useReport(props)?.transitions.filter((one) => one.instance === instance) ?? [];
  if (tries.length === 0) return null;
  return (
    <section>
      <h3>Tries in this run</h3>
      <table class="tries">
        <thead>
          <tr>
            <th scope="col">action</th>
            <th scope="col">begins</th>
            <th scope="col">takes</th>
            <th scope="col">slack</th>
            <th scope="col">end</th>
          </tr>
        </thead>
        <tbody>
          {tries.map(({ transition, attempt, startS, endS, slackS, ended }) => (
            <tr key={`${transition} ${attempt} ${startS}`}>
              <th scope="row">
                {transition}
                {attempt > 1 ? ` (try ${attempt})` : ""}
              </th>
              <td>{lengthOfTime(startS)}</td>
              <td>{lengthOfTime(endS - startS)}</td>
              <td>{slackS > 0 ? lengthOfTime(slackS) : "–"}</td>
              <td class={`ended-${ended}`}>{endings[ended]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
