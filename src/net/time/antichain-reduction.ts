/**
 * Fewer lines that pass the same spans: a way from where a line finishes to where one begins, back along links that more lines pass than
 * must and onward along any, takes one line out of the flow.
 *
 * Shortest ways first, in rounds of two passes (Dinic's algorithm): the first finds how far each event is from the nearest finish, the
 * second goes only from events to such as are one step further.
 */
import type { Flow, Onward } from "./antichain-flow.ts";
import type { Order } from "./occurrence.ts";

export class Reduction {
  readonly #order: Order;
  readonly #flow: Flow;
  readonly #onward: Onward;
  /** By event: steps from the nearest finish; `unreached`. */
  readonly #level: Int32Array;
  readonly #queue: Uint32Array;
  /** By event: how many of its links are done with in this round, first those back, then those onward. */
  readonly #done: Uint32Array;
  #stepsLeft: number;

  constructor(order: Order, flow: Flow, onward: Onward, stepsMax: number) {
    this.#order = order;
    this.#flow = flow;
    this.#onward = onward;
    this.#level = new Int32Array(order.eventCount);
    this.#queue = new Uint32Array(order.eventCount);
    this.#done = new Uint32Array(order.eventCount);
    this.#stepsLeft = stepsMax;
  }

  get isWithinLimit(): boolean {
    return this.#stepsLeft >= 0;
  }

  isReached(event: number): boolean {
    return this.#level[event] !== unreached;
  }

  /** Tells whether there may be more to take out. */
  round(): boolean {
    if (!this.#spread()) return false;
    const { finishing } = this.#flow;
    this.#done.fill(0);
    for (let event = 0; event < finishing.length; event++)
      while ((finishing[event] ?? 0) > 0 && this.#takeOut(event))
        finishing[event] = (finishing[event] ?? 0) - 1;
    return this.isWithinLimit;
  }

  /** Finds the level of all events; false where no line can be taken out. */
  #spread(): boolean {
    const { finishing } = this.#flow;
    const [level, queue] = [this.#level, this.#queue];
    let [length, isFound] = [0, false];
    for (let event = 0; event < level.length; event++) {
      level[event] = (finishing[event] ?? 0) > 0 ? 0 : unreached;
      if (level[event] === 0) queue[length++] = event;
    }
    for (let at = 0; at < length && this.isWithinLimit; at++) {
      const from = queue[at] ?? 0;
      isFound ||= this.#isSpare(from);
      for (let k = 0, count = this.#linkCount(from); k < count; k++) {
        const to = this.#step(from, k)?.to;
        if (to === undefined || level[to] !== unreached) continue;
        level[to] = (level[from] ?? 0) + 1;
        queue[length++] = to;
      }
    }
    return isFound && this.isWithinLimit;
  }

  /** Goes from a finish to an event where a line too many begins, and takes the line out. */
  #takeOut(finish: number): boolean {
    const { beginning, passing } = this.#flow;
    const way: Step[] = [];
    for (let here = finish; this.isWithinLimit; ) {
      if (this.#isSpare(here)) {
        beginning[here] = (beginning[here] ?? 0) - 1;
        for (const { link, by } of way) passing[link] = (passing[link] ?? 0) + by;
        return true;
      }
      const step = this.#next(here);
      if (step !== undefined) {
        way.push(step);
        here = step.to;
        continue;
      }
      const last = way.pop();
      if (last === undefined) return false;
      here = last.from;
      this.#done[here] = (this.#done[here] ?? 0) + 1;
    }
    return false;
  }

  #isSpare(event: number): boolean {
    const { beginning, mustBegin } = this.#flow;
    return (beginning[event] ?? 0) > (mustBegin[event] ?? 0);
  }

  #next(from: number): Step | undefined {
    const level = (this.#level[from] ?? 0) + 1;
    const count = this.#linkCount(from);
    for (let k = this.#done[from] ?? 0; k < count; k++) {
      const step = this.#step(from, k);
      this.#done[from] = k;
      if (step !== undefined && this.#level[step.to] === level) return step;
    }
    this.#done[from] = count;
    return undefined;
  }

  #linkCount(event: number): number {
    const [{ starts: back }, { starts: onward }] = [this.#order.causes, this.#onward];
    const after = event + 1;
    return (back[after] ?? 0) - (back[event] ?? 0) + (onward[after] ?? 0) - (onward[event] ?? 0);
  }

  /** The step along the k-th link of an event: back, unless no line can be taken away there, or onward. */
  #step(from: number, k: number): Step | undefined {
    this.#stepsLeft--;
    const { starts, items } = this.#order.causes;
    const link = (starts[from] ?? 0) + k;
    if (link < (starts[from + 1] ?? 0)) {
      const { passing, mustPass } = this.#flow;
      const isSpare = (passing[link] ?? 0) > (mustPass[link] ?? 0);
      return isSpare ? { from, to: items[link] ?? 0, link, by: -1 } : undefined;
    }
    const { starts: onward, links, targets } = this.#onward;
    const next = links[(onward[from] ?? 0) + link - (starts[from + 1] ?? 0)] ?? 0;
    return { from, to: targets[next] ?? 0, link: next, by: 1 };
  }
}
const unreached = -1;

interface Step {
  readonly from: number;
  readonly to: number;
  readonly link: number;
  readonly by: 1 | -1;
}
