/**
 * The most spans that no order keeps apart, and the fewest lines that pass them all: by Dilworth's theorem as many of the one as of the
 * other, so that each proves that the other cannot be improved.
 *
 * Lines are a flow through the order which passes every span. They are found greedily, then made fewer: a way back from where lines
 * finish to where one begins, against lines that need not be there and along any links, takes one line out of the flow. Where there is
 * no such way left, the events reached from the finishes are closed under what follows; the spans that lead into them are passed by one
 * line each, no other line comes in, and none of them ends before another begins.
 */
import { greedyCover } from "./antichain-cover.ts";
import { type Flow, type Onward, type Spans, onwardOf } from "./antichain-flow.ts";
import { Reduction } from "./antichain-reduction.ts";
import type { Order } from "./occurrence.ts";
import { type Rows, RowsBuilder } from "../rows.ts";

export interface Antichain {
  /** Spans that all may be under way at once: by the events that end them. Undefined: the limit was reached. */
  readonly together: Uint32Array | undefined;
  /** No more spans than lines are ever under way at once. */
  readonly lineCount: number;
  /** The lines, which pass all spans, as events of which each is a cause of the next. Cost: their lengths. */
  readonly lines: () => Rows;
}

/** @param stepsMax  links that the search for fewer lines may look at: 100 million take some seconds */
export function antichainOf(order: Order, spans: Spans, stepsMax: number = 300_000_000): Antichain {
  const flow = greedyCover(order, spans);
  const onward = onwardOf(order);
  const reduction = new Reduction(order, flow, onward, stepsMax);
  while (reduction.round());
  return {
    together: reduction.isWithinLimit
      ? cutOf(order, spans, (event) => reduction.isReached(event))
      : undefined,
    lineCount: flow.beginning.reduce((sum, count) => sum + count, 0),
    lines: () => linesOf(order, flow, onward),
  };
}

/** The spans that lead from what is not reached to what is. */
function cutOf(
  { causes }: Order,
  { ends, links }: Spans,
  isReached: (event: number) => boolean,
): Uint32Array {
  return ends.filter((end, span) => {
    const link = links[span] ?? -1;
    return isReached(end) && (link < 0 || !isReached(causes.items[link] ?? 0));
  });
}

/** The lines of a flow, each as the events that it passes. */
function linesOf({ eventCount }: Order, flow: Flow, { starts, links, targets }: Onward): Rows {
  const { beginning } = flow;
  // What is not on a line yet.
  const passing = flow.passing.slice();
  const lines = new RowsBuilder();
  const next = starts.slice(0, eventCount);
  for (let begin = 0; begin < eventCount; begin++)
    for (let left = beginning[begin] ?? 0; left > 0; left--) {
      const line = [begin];
      for (let here = begin; ; line.push(here)) {
        let at = next[here] ?? 0;
        const end = starts[here + 1] ?? 0;
        while (at < end && passing[links[at] ?? 0] === 0) at++;
        next[here] = at;
        if (at === end) break;
        const link = links[at] ?? 0;
        passing[link] = (passing[link] ?? 0) - 1;
        here = targets[link] ?? 0;
      }
      lines.push(line);
    }
  return lines.build();
}
