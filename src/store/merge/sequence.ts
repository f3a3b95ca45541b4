/** Several rules for one type, tried in turn. */
import { type Conflict, type Merge, type Merged, conflictsOf } from "./merge.ts";

/** What the first rule says that knows an answer; where none does, the conflicts of the last. */
export function sequence<T>(...rules: readonly [Merge<T>, ...Merge<T>[]]): Merge<T> {
  return (old, x, y) => {
    let conflicts: readonly Conflict[] = [];
    for (const rule of rules) {
      const result: Merged<T> = rule(old, x, y);
      if (result.ok) return result;
      conflicts = conflictsOf(result);
    }
    return { ok: false, conflicts };
  };
}
