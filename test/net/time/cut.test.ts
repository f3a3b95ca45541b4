/** The worst moment of a run, against a look at all moments. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { worstMoment } from "../../../src/net/time/cut.ts";
import { rowsOf } from "../../../src/net/rows.ts";

const orders = fc
  .array(
    fc.record({
      causes: fc.array(fc.nat(99), { maxLength: 3 }),
      gain: fc.integer({ min: -2, max: 2 }),
    }),
    {
      minLength: 1,
      maxLength: 10,
    },
  )
  .map((drawn) => ({
    causes: drawn.map(({ causes }, event) =>
      event === 0 ? [] : [...new Set(causes.map((one) => one % event))],
    ),
    gains: new Map(
      drawn.flatMap(({ gain }, event) => (gain === 0 ? [] : [[event, gain] as const])),
    ),
  }));

/** The least sum over all sets of events that hold with each event its causes. */
function leastOfAll(
  causes: readonly (readonly number[])[],
  gains: ReadonlyMap<number, number>,
): number {
  let least = 0;
  for (let set = 0; set < 2 ** causes.length; set++) {
    const has = (event: number): boolean => ((set >> event) & 1) === 1;
    if (!causes.every((own, event) => !has(event) || own.every(has))) continue;
    const sum = [...gains].reduce((all, [event, gain]) => all + (has(event) ? gain : 0), 0);
    least = Math.min(least, sum);
  }
  return least;
}

test("no moment of a run is worse than the one found, which is a moment of the run", () => {
  fc.assert(
    fc.property(orders, ({ causes, gains }) => {
      const order = { eventCount: causes.length, causes: rowsOf(causes) };
      const { sum, happened } = worstMoment(order, gains);
      expect(sum).toBe(leastOfAll(causes, gains));
      const before = new Set<number>(happened);
      for (const event of before) for (const cause of causes[event] ?? []) before.add(cause);
      const counted = [...before].filter((event) => gains.has(event)).sort((a, b) => a - b);
      expect(counted).toEqual(happened);
    }),
    { numRuns: 500 },
  );
});
