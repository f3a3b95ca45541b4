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
import type { Order } from "./occurrence.ts";
import { type Rows, RowsBuilder } from "./rows.ts";

export interface Antichain {
  /** Spans that all may be under way at once: by the events that end them. Undefined: the limit was reached. */
  readonly together: Uint32Array | undefined;
  /** Lines of events, each a cause of the next, that pass all spans: no more spans than lines are ever under way at once. */
  readonly lines: Rows;
}

/** @param stepsMax  links that the search for fewer lines may look at: 100 million take some seconds */
export function antichainOf(order: Order, spans: Spans, stepsMax: number = 300_000_000): Antichain {
  const flow = greedyCover(order, spans);
  const onward = onwardOf(order);
  const reduction = new Reduction(order, flow, onward, stepsMax);
  while (reduction.round() > 0);
  return {
    together: reduction.isWithinLimit ? cutOf(order, spans, reduction.reached) : undefined,
    lines: linesOf(order, flow, onward),
  };
}

/** The spans that lead from what was not reached to what was. */
function cutOf({ causes }: Order, { ends, links }: Spans, reached: Uint8Array): Uint32Array {
  return ends.filter((end, span) => {
    const link = links[span] ?? -1;
    return reached[end] === 1 && (link < 0 || reached[causes.items[link] ?? 0] === 0);
  });
}

/** Takes lines out of a flow. */
class Reduction {
  /** By event: was it reached in this round? */
  readonly reached: Uint8Array;
  readonly #order: Order;
  readonly #flow: Flow;
  readonly #onward: Onward;
  /** By event: how many of its links were looked at in this round, first those back, then those onward. */
  readonly #looked: Uint32Array;
  #stepsLeft: number;

  constructor(order: Order, flow: Flow, onward: Onward, stepsMax: number) {
    this.reached = new Uint8Array(order.eventCount);
    this.#order = order;
    this.#flow = flow;
    this.#onward = onward;
    this.#looked = new Uint32Array(order.eventCount);
    this.#stepsLeft = stepsMax;
  }

  get isWithinLimit(): boolean {
    return this.#stepsLeft >= 0;
  }

  /**
   * Takes out what lines it can, and tells how many. An event from which no begin was found is not tried again in a round, though one
   * may be found after a line was taken out: where a round takes none out, there are none.
   */
  round(): number {
    const { finishing } = this.#flow;
    this.reached.fill(0);
    this.#looked.fill(0);
    let taken = 0;
    for (let event = 0; event < finishing.length; event++)
      while ((finishing[event] ?? 0) > 0 && this.reached[event] === 0 && this.#takeOut(event)) {
        finishing[event] = (finishing[event] ?? 0) - 1;
        taken++;
      }
    return this.isWithinLimit ? taken : 0;
  }

  /** Looks for a way from a finish to a begin, and takes the line out. */
  #takeOut(finish: number): boolean {
    const { beginning, mustBegin } = this.#flow;
    const way: Step[] = [];
    this.reached[finish] = 1;
    for (let here = finish; ; ) {
      if ((beginning[here] ?? 0) > (mustBegin[here] ?? 0)) {
        beginning[here] = (beginning[here] ?? 0) - 1;
        this.#change(way);
        this.reached[here] = 0;
        return true;
      }
      const step = this.#next(here);
      if (step !== undefined) {
        this.reached[step.to] = 1;
        way.push(step);
        here = step.to;
        continue;
      }
      const last = way.pop();
      if (last === undefined || !this.isWithinLimit) return false;
      here = last.from;
    }
  }

  #change(way: readonly Step[]): void {
    const { passing } = this.#flow;
    for (const { from, link, by } of way) {
      passing[link] = (passing[link] ?? 0) + by;
      // There may be more where this one was found.
      this.reached[from] = 0;
      this.#looked[from] = (this.#looked[from] ?? 0) - 1;
    }
  }

  /** The next step to an event not reached yet: back where a line may be taken away, onward anywhere. */
  #next(from: number): Step | undefined {
    const { causes } = this.#order;
    const { passing, mustPass } = this.#flow;
    const { starts, links, targets } = this.#onward;
    const first = causes.starts[from] ?? 0;
    const back = (causes.starts[from + 1] ?? 0) - first;
    const all = back + (starts[from + 1] ?? 0) - (starts[from] ?? 0);
    for (let k = this.#looked[from] ?? 0; k < all && this.#stepsLeft-- > 0; k++) {
      const isBack = k < back;
      const link = isBack ? first + k : (links[(starts[from] ?? 0) + k - back] ?? 0);
      const to = (isBack ? causes.items[link] : targets[link]) ?? 0;
      if (this.reached[to] === 1) continue;
      if (isBack && (passing[link] ?? 0) <= (mustPass[link] ?? 0)) continue;
      this.#looked[from] = k + 1;
      return { from, to, link, by: isBack ? -1 : 1 };
    }
    this.#looked[from] = all;
    return undefined;
  }
}

interface Step {
  readonly from: number;
  readonly to: number;
  readonly link: number;
  readonly by: 1 | -1;
}

/** The lines of a flow, each as the events that it passes. Uses the flow up. Cost: their lengths. */
function linesOf(
  { eventCount }: Order,
  { beginning, passing }: Flow,
  { starts, links, targets }: Onward,
): Rows {
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
