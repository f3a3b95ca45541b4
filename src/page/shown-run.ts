/** The run that views of one run show. */
import { lengthOfTime } from "../show/time-axis.ts";
import type { ViewProps } from "./look.ts";
import type { RunSpan } from "./chronology.ts";

/** That which was chosen, else that of the moment; undefined where there is none. */
export const shownRun = ({ live, look, moment }: ViewProps): RunSpan | undefined =>
  look.run === undefined ? moment.span : live.chronology.runs.find(({ run }) => run === look.run);

/** How long it took, until now if it is at work. */
export function tookText({ live }: ViewProps, span: RunSpan): string {
  const { chronology, pulse } = live;
  const isGoingOn =
    span === chronology.runs.at(-1) && span.outcome === undefined && pulse.atWork !== null;
  const endMs = isGoingOn
    ? live.nowMs()
    : (chronology.record(span.lastSeq)?.atMs ?? span.startedMs);
  return lengthOfTime(Math.max(0, endMs - span.startedMs) / 1000);
}
