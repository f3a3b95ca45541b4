/** A set: what either side removed is gone, what either side added is there. */
import { type Merge, merged } from "./merge.ts";

/** Never a conflict; idempotent, commutative and associative, but for the order of the elements: old ones first, then those from here. */
export function set<T>(): Merge<ReadonlySet<T>> {
  return (old = new Set<T>(), x, y) => {
    const staying = [...old].filter((element) => x.has(element) && y.has(element));
    const added = [...x, ...y].filter((element) => !old.has(element));
    return merged(new Set([...staying, ...added]));
  };
}
