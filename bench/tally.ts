/** Objects that tell how often they were read and written, and how many bytes that were: costs are counted, not timed. */
import { encode } from "../src/store/object.ts";
import type { Objects } from "../src/store/objects.ts";

export interface Tally {
  readonly reads: number;
  readonly writes: number;
  /** Read and written together. */
  readonly bytes: number;
}

export interface TalliedObjects extends Objects {
  /** What a piece of work costs. */
  tally(work: () => void): Tally;
}

export function talliedObjects(objects: Objects): TalliedObjects {
  let [reads, writes, bytes] = [0, 0, 0];
  return {
    get(id) {
      const object = objects.get(id);
      reads += 1;
      if (object !== undefined) bytes += encode(object).length;
      return object;
    },
    put(object, like) {
      writes += 1;
      bytes += encode(object).length;
      return objects.put(object, like);
    },
    has: (id) => objects.has(id),
    ids: () => objects.ids(),
    drop: (ids) => objects.drop(ids),
    tally(work) {
      [reads, writes, bytes] = [0, 0, 0];
      work();
      return { reads, writes, bytes };
    },
  };
}

/** Of each of several. */
export function mean(tallies: readonly Tally[]): Tally {
  const of = (count: (tally: Tally) => number): number =>
    tallies.reduce((sum, tally) => sum + count(tally), 0) / tallies.length;
  return {
    reads: of(({ reads }) => reads),
    writes: of(({ writes }) => writes),
    bytes: of(({ bytes }) => bytes),
  };
}
