/**
 * A Petri net with read arcs: places that hold tokens, transitions that move them.
 *
 * Places and transitions are numbers from 0 up; names are made when somebody asks for them. A transition takes a token from each place
 * that it consumes, looks at those it reads and leaves them as they are, and puts a token on each place that it produces. An arc of
 * weight n stands n times in its row. Nets that `translate` makes are 1-safe and have no weights; those of a file may have both.
 */
import { type Rows, inverse } from "./rows.ts";

export interface Net {
  readonly name: string;
  readonly placeCount: number;
  readonly transitionCount: number;
  /** transition → places */
  readonly consumed: Rows;
  readonly read: Rows;
  readonly produced: Rows;
  /** place → transitions */
  readonly consumers: Rows;
  readonly readers: Rows;
  readonly producers: Rows;
  /** place → tokens at the start */
  readonly initial: Uint8Array;
  /** Unique among places, and among transitions. */
  readonly placeName: (place: number) => string;
  readonly transitionName: (transition: number) => string;
  /**
   * Are two different places known never to hold tokens at the same time? False: not known.
   *
   * Who makes the net says so, from what it was made of; `verify` looks whether it is so.
   */
  readonly apart: (place: number, other: number) => boolean;
}

/** What a net is made from; the rest follows. */
export type Arcs = Omit<Net, "consumers" | "readers" | "producers">;

/** The net with its arcs seen from both ends. O(arcs). */
export function netOf(arcs: Arcs): Net {
  return {
    ...arcs,
    consumers: inverse(arcs.consumed, arcs.placeCount),
    readers: inverse(arcs.read, arcs.placeCount),
    producers: inverse(arcs.produced, arcs.placeCount),
  };
}
