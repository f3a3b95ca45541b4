/** Looks whether what was said of the spans that may be under way at once is so. Knows nothing of how it was found. */
import type { Spans } from "./antichain-flow.ts";
import type { Order } from "./occurrence.ts";
import { type Rows, row, rowCount } from "../rows.ts";

/** Are these ends of different spans, none of which must be over before another begins? O(causes). */
export function isTogether(
  { eventCount, causes }: Order,
  spans: Spans,
  ends: Uint32Array,
): boolean {
  const isChosen = new Uint8Array(eventCount);
  for (const end of ends) isChosen[end] = 1;
  // Is it one of the ends, or after one?
  const isPast = isChosen.slice();
  for (let event = 0; event < eventCount; event++)
    for (let k = causes.starts[event] ?? 0; k < (causes.starts[event + 1] ?? 0); k++)
      if (isPast[causes.items[k] ?? 0] === 1) isPast[event] = 1;
  let count = 0;
  for (const [span, end] of spans.ends.entries()) {
    if (isChosen[end] === 0) continue;
    count++;
    const link = spans.links[span] ?? -1;
    if (link >= 0 && isPast[causes.items[link] ?? 0] === 1) return false;
  }
  return count === ends.length;
}

/** Does each line go from causes to what depends on them, and is each span on one of them? O(causes and lengths of lines). */
export function isCover(
  { eventCount, causes }: Order,
  { ends, links }: Spans,
  lines: Rows,
): boolean {
  const passed = new Uint8Array(causes.items.length);
  const begun = new Uint8Array(eventCount);
  // Each step of a line from an event to the next, by the event that it leads to.
  const stepsTo: number[][] = [];
  for (let line = 0; line < rowCount(lines); line++) {
    const [first, ...others] = row(lines, line);
    if (first !== undefined) begun[first] = 1;
    let before = first ?? 0;
    for (const event of others) {
      (stepsTo[event] ??= []).push(before);
      before = event;
    }
  }
  for (const [event, befores] of stepsTo.entries()) {
    if (befores === undefined) continue;
    const from = causes.starts[event] ?? 0;
    const linkFrom = new Map(
      row(causes, event)
        .entries()
        .map(([k, cause]) => [cause, from + k]),
    );
    for (const before of befores) {
      const link = linkFrom.get(before);
      if (link === undefined) return false;
      passed[link] = 1;
    }
  }
  return links.every((link, span) => (link < 0 ? begun[ends[span] ?? 0] : passed[link]) === 1);
}
