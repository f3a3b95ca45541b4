/**
 * Lines through an order of events, as a flow: how many lines run along each link, begin at each event and finish there.
 *
 * A link leads from a cause to an event and is known by its index among all causes. Some links must be passed by at least one line. What
 * comes to an event leaves it again, or finishes there.
 */
import type { Order } from "./occurrence.ts";

/** What must be passed: from the event that begins something to the one that ends it. */
export interface Spans {
  /** span → the event that ends it */
  readonly ends: Uint32Array;
  /** span → the link to that event from the one that begins it; -1: it was begun before the start */
  readonly links: Int32Array;
}

/** How many lines there are, where. */
export interface Flow {
  /** link → lines that pass it, and 1 where one must */
  readonly passing: Int32Array;
  readonly mustPass: Uint8Array;
  /** event → lines that begin there, and 1 where one must */
  readonly beginning: Int32Array;
  readonly mustBegin: Uint8Array;
  /** event → lines that finish there */
  readonly finishing: Int32Array;
}

/** No lines yet. */
export function flowFor({ eventCount, causes }: Order, { ends, links }: Spans): Flow {
  const mustPass = new Uint8Array(causes.items.length);
  const mustBegin = new Uint8Array(eventCount);
  for (const [span, link] of links.entries())
    if (link < 0) mustBegin[ends[span] ?? 0] = 1;
    else mustPass[link] = 1;
  return {
    passing: new Int32Array(causes.items.length),
    mustPass,
    beginning: new Int32Array(eventCount),
    mustBegin,
    finishing: new Int32Array(eventCount),
  };
}

/** The links of an order from their other ends. */
export interface Onward {
  /** The links from an event are `links[starts[event]]` and on, up to and without `links[starts[event + 1]]`. */
  readonly starts: Uint32Array;
  readonly links: Uint32Array;
  /** link → the event that it leads to */
  readonly targets: Uint32Array;
}

/** O(causes). */
export function onwardOf({ eventCount, causes }: Order): Onward {
  const starts = new Uint32Array(eventCount + 1);
  const targets = new Uint32Array(causes.items.length);
  for (const cause of causes.items) starts[cause + 1] = (starts[cause + 1] ?? 0) + 1;
  for (let event = 0; event < eventCount; event++) {
    starts[event + 1] = (starts[event + 1] ?? 0) + (starts[event] ?? 0);
    targets.fill(event, causes.starts[event], causes.starts[event + 1]);
  }
  const links = new Uint32Array(causes.items.length);
  const next = starts.slice(0, eventCount);
  for (const [link, cause] of causes.items.entries()) {
    const at = next[cause] ?? 0;
    links[at] = link;
    next[cause] = at + 1;
  }
  return { starts, links, targets };
}
