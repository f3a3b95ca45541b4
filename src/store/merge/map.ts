/** A map: key by key. */
import { type Merge, all, below, mapped } from "./merge.ts";

/**
 * Each key by its own rule, which sees a missing value as undefined: an `option`, as a rule. All conflicts are told at once, each below
 * its key. It promises what the rules of its keys promise, but for the order of the keys: old ones first, then those from here.
 */
export function map<V>(
  ruleOf: (key: string) => Merge<V | undefined>,
): Merge<ReadonlyMap<string, V>> {
  return (old = new Map<string, V>(), x, y) => {
    const keys = [...new Set([...old.keys(), ...x.keys(), ...y.keys()])];
    const results = keys.map((key) => {
      const result = ruleOf(key)(old.get(key), x.get(key), y.get(key));
      return below(
        key,
        mapped(result, (value) => [key, value] as const),
      );
    });
    return mapped(
      all(results),
      (found) =>
        new Map(found.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]))),
    );
  };
}
