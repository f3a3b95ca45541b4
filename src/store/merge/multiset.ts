/** How often things are there: a counter for each of them; what is there no times is not listed. */
import { type Merge, merged } from "./merge.ts";

export type Multiset<T> = ReadonlyMap<T, number>;

/** Never a conflict; commutative and associative, but for the order in which things are listed. Not idempotent, as a counter is not. */
export function multiset<T>(): Merge<Multiset<T>> {
  return (old = new Map(), x, y) => {
    const things = new Set([...old.keys(), ...x.keys(), ...y.keys()]);
    const times = (of: Multiset<T>, thing: T): number => of.get(thing) ?? 0;
    return merged(
      new Map(
        [...things]
          .map((thing) => [thing, times(x, thing) + times(y, thing) - times(old, thing)] as const)
          .filter(([, count]) => count !== 0),
      ),
    );
  };
}
