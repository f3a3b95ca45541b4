/**
 * What each event of a run had to wait for: the partial order behind one order in which a net was played.
 *
 * An event is one firing; events are numbered in the order of the run. It depends on the events that put down the tokens which it takes
 * or reads, on those that read a token which it takes away, and on those that emptied a place which it fills. In a persistent net all
 * maximal runs give the same partial order, so that what is found here of one run holds for every run.
 */
import type { Net } from "../net.ts";
import { type Rows, RowsBuilder } from "../rows.ts";

export interface Occurrence {
  readonly eventCount: number;
  /** event → the transition that fires */
  readonly transitions: Uint32Array;
  /** event → the events that it depends on directly, each once; all are earlier in the run */
  readonly causes: Rows;
}

/** What depends on what, and nothing else. */
export type Order = Pick<Occurrence, "eventCount" | "causes">;

/**
 * The events of a run and their causes. Cost: the arcs of what fires, and for each token taken away the readers of its place.
 *
 * @param run  transitions in the order in which they fire, from the initial marking
 * @throws RangeError  the run is none of this net, or puts a second token on a place
 */
export function occurrenceOf(net: Net, run: Uint32Array): Occurrence {
  const tokens = new Tokens(net, run.length);
  const causes = new RowsBuilder();
  for (let event = 0; event < run.length; event++)
    causes.push(tokens.fire(event, run[event] ?? net.transitionCount));
  return { eventCount: run.length, transitions: run, causes: causes.build() };
}

/** Where tokens are, and which events brought and took them. An event is kept as its number + 1; 0 is the start. */
class Tokens {
  readonly #net: Net;
  readonly #marked: Uint8Array;
  /** By place: who put its last token there, and who last took one. */
  readonly #madeBy: Uint32Array;
  readonly #takenBy: Uint32Array;
  /** By transition: its last event. In a safe net its events follow each other, so that the last stands for all. */
  readonly #last: Uint32Array;
  /** By event: the last event that was found to depend on it. */
  readonly #noted: Uint32Array;
  readonly #causes: number[] = [];

  constructor(net: Net, eventCount: number) {
    this.#net = net;
    this.#marked = net.initial.slice();
    this.#madeBy = new Uint32Array(net.placeCount);
    this.#takenBy = new Uint32Array(net.placeCount);
    this.#last = new Uint32Array(net.transitionCount);
    this.#noted = new Uint32Array(eventCount);
  }

  /** Fires, and tells what that depended on. The list is good until the next call. */
  fire(event: number, transition: number): readonly number[] {
    const { consumed, read, produced, transitionCount } = this.#net;
    if (transition >= transitionCount) throw new RangeError(`there is no transition ${transition}`);
    this.#causes.length = 0;
    const after = transition + 1;
    for (let k = read.starts[transition] ?? 0; k < (read.starts[after] ?? 0); k++) {
      const place = read.items[k] ?? 0;
      this.#need(event, transition, place);
      this.#note(event, this.#madeBy[place] ?? 0);
    }
    for (let k = consumed.starts[transition] ?? 0; k < (consumed.starts[after] ?? 0); k++)
      this.#take(event, transition, consumed.items[k] ?? 0);
    for (let k = produced.starts[transition] ?? 0; k < (produced.starts[after] ?? 0); k++)
      this.#put(event, produced.items[k] ?? 0);
    this.#last[transition] = event + 1;
    return this.#causes;
  }

  #take(event: number, transition: number, place: number): void {
    this.#need(event, transition, place);
    const madeBy = this.#madeBy[place] ?? 0;
    this.#note(event, madeBy);
    // Who read this token did so before it is gone.
    const { starts, items } = this.#net.readers;
    for (let k = starts[place] ?? 0; k < (starts[place + 1] ?? 0); k++) {
      const last = this.#last[items[k] ?? 0] ?? 0;
      if (last > madeBy) this.#note(event, last);
    }
    this.#marked[place] = 0;
    this.#takenBy[place] = event + 1;
  }

  #put(event: number, place: number): void {
    if (this.#marked[place] !== 0)
      throw new RangeError(`event ${event} puts a second token on ${this.#net.placeName(place)}`);
    this.#note(event, this.#takenBy[place] ?? 0);
    this.#marked[place] = 1;
    this.#madeBy[place] = event + 1;
  }

  #need(event: number, transition: number, place: number): void {
    if (this.#marked[place] === 1) return;
    const [who, where] = [this.#net.transitionName(transition), this.#net.placeName(place)];
    throw new RangeError(`event ${event} fires ${who}, but ${where} does not hold one token`);
  }

  #note(event: number, cause: number): void {
    // What the event itself has emptied it may fill.
    if (cause === 0 || cause === event + 1 || this.#noted[cause - 1] === event + 1) return;
    this.#noted[cause - 1] = event + 1;
    this.#causes.push(cause - 1);
  }
}
