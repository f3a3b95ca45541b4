/**
 * Lines that pass all spans, found greedily: each span goes on with a line that has come to an end before it, where one can be found.
 *
 * A line waits where its last span ended. An event that begins a span looks for one that waits, back along its causes. Where none waits
 * in all of an event's past, none ever will again: every event is given up at most once.
 */
import { type Flow, type Spans, flowFor } from "./antichain-flow.ts";
import type { Order } from "./occurrence.ts";

/** A flow that passes all spans. Cost: O(causes), and the lengths of the ways back to lines that wait. */
export function greedyCover(order: Order, spans: Spans): Flow {
  const flow = flowFor(order, spans);
  const cover = new Cover(order, flow);
  const beginsSpans = new Uint32Array(order.eventCount);
  for (const link of spans.links) {
    const from = link < 0 ? undefined : order.causes.items[link];
    if (from !== undefined) beginsSpans[from] = (beginsSpans[from] ?? 0) + 1;
  }
  for (let event = 0; event < order.eventCount; event++) {
    cover.arrive(event);
    for (let left = beginsSpans[event] ?? 0; left > 0; left--) cover.supply(event);
  }
  return flow;
}

class Cover {
  readonly #causes: Order["causes"];
  readonly #flow: Flow;
  /** By event: all that is before it has been looked through in vain, up to which of its links it has. */
  readonly #isDry: Uint8Array;
  readonly #next: Uint32Array;
  readonly #way: number[] = [];

  constructor({ eventCount, causes }: Order, flow: Flow) {
    this.#causes = causes;
    this.#flow = flow;
    this.#isDry = new Uint8Array(eventCount);
    this.#next = causes.starts.slice(0, eventCount);
  }

  /** The lines of the spans that the event ends wait there. */
  arrive(event: number): void {
    const { mustBegin, beginning, finishing, mustPass, passing } = this.#flow;
    const { starts } = this.#causes;
    let lines = mustBegin[event] ?? 0;
    beginning[event] = lines;
    for (let link = starts[event] ?? 0; link < (starts[event + 1] ?? 0); link++)
      if (mustPass[link] === 1) lines += passing[link] = 1;
    finishing[event] = lines;
  }

  /** Leads a line to the event: one that waits at it or before it, else a new one. */
  supply(event: number): void {
    const { beginning, finishing, passing } = this.#flow;
    const way = this.#way;
    way.length = 0;
    for (let here = event; ; ) {
      const waiting = finishing[here] ?? 0;
      if (waiting > 0) {
        finishing[here] = waiting - 1;
        for (const link of way) passing[link] = (passing[link] ?? 0) + 1;
        return;
      }
      const link = this.#linkBack(here);
      if (link !== undefined) {
        way.push(link);
        here = this.#causes.items[link] ?? 0;
        continue;
      }
      this.#isDry[here] = 1;
      if (way.pop() === undefined) break;
      here = way.length === 0 ? event : (this.#causes.items[way.at(-1) ?? 0] ?? 0);
    }
    beginning[event] = (beginning[event] ?? 0) + 1;
  }

  /** The next link to a cause that is not given up. */
  #linkBack(event: number): number | undefined {
    const end = this.#causes.starts[event + 1] ?? 0;
    let link = this.#next[event] ?? end;
    while (link < end && this.#isDry[this.#causes.items[link] ?? 0] === 1) link++;
    this.#next[event] = link;
    return link < end ? link : undefined;
  }
}
