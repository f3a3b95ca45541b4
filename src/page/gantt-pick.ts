/** Which try a bar of a chart is. */
import type { Timing } from "../engine/report.ts";
import type { Row } from "../show/gantt-row.ts";

export const barKey = ({ instance, transition, attempt, startS }: Timing): string =>
  `${instance}\n${transition}\n${attempt}\n${startS}`;

/** Of the element that was clicked; undefined where it belongs to no bar. */
export function barIn(row: Row, target: EventTarget | null): Timing | undefined {
  if (!(target instanceof Element)) return undefined;
  const [lane, k] = (target.closest("[data-bar]")?.getAttribute("data-bar") ?? "").split(" ");
  const bar = row.lanes?.[Number(lane)]?.[Number(k)];
  return bar?.measured ?? bar?.planned;
}
