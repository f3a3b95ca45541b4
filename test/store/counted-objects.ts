/** Objects that count how often they are read and written. */
import type { Objects } from "../../src/store/objects.ts";

export interface CountedObjects extends Objects {
  readonly reads: number;
  readonly writes: number;
  /** Both since the last time that they were asked for. */
  counted(): { readonly reads: number; readonly writes: number };
}

export function countedObjects(inner: Objects): CountedObjects {
  let [reads, writes] = [0, 0];
  return {
    get reads() {
      return reads;
    },
    get writes() {
      return writes;
    },
    counted() {
      const both = { reads, writes };
      [reads, writes] = [0, 0];
      return both;
    },
    get(id) {
      reads += 1;
      return inner.get(id);
    },
    put(object, like) {
      writes += 1;
      return inner.put(object, like);
    },
    has: (id) => inner.has(id),
    ids: () => inner.ids(),
    drop: (ids) => inner.drop(ids),
  };
}
