/** Two or three values that go together. */
import { type Merge, below, conflictsOf, merged } from "./merge.ts";
import { type Telling, oneSide } from "./one-side.ts";

/** The pair as a whole where one side left it alone or both made it alike, else value by value. It promises what its rules promise. */
export function pair<A, B>(
  [first, second]: readonly [Merge<A>, Merge<B>],
  telling: Telling<readonly [A, B]>,
): Merge<readonly [A, B]> {
  const whole = oneSide(telling);
  return (old, x, y) => {
    const result = whole(old, x, y);
    if (result.ok) return result;
    const a = below("first", first(old?.[0], x[0], y[0]));
    const b = below("second", second(old?.[1], x[1], y[1]));
    if (a.ok && b.ok) return merged([a.value, b.value]);
    return { ok: false, conflicts: [...conflictsOf(a), ...conflictsOf(b)] };
  };
}

/** The same for three. */
export function triple<A, B, C>(
  [first, second, third]: readonly [Merge<A>, Merge<B>, Merge<C>],
  telling: Telling<readonly [A, B, C]>,
): Merge<readonly [A, B, C]> {
  const whole = oneSide(telling);
  return (old, x, y) => {
    const result = whole(old, x, y);
    if (result.ok) return result;
    const a = below("first", first(old?.[0], x[0], y[0]));
    const b = below("second", second(old?.[1], x[1], y[1]));
    const c = below("third", third(old?.[2], x[2], y[2]));
    if (a.ok && b.ok && c.ok) return merged([a.value, b.value, c.value]);
    return { ok: false, conflicts: [...conflictsOf(a), ...conflictsOf(b), ...conflictsOf(c)] };
  };
}
