import { expect, test } from "vitest";
import type { Clock } from "../../src/engine/clock.ts";
import { Turns } from "../../src/engine/turns.ts";

/** What is arranged, to be called when the test says so. */
interface Arranged {
  readonly turns: Turns;
  readonly soon: (() => void)[];
  readonly later: (() => void)[];
  readonly taken: () => number;
}
function arranged(): Arranged {
  const [soon, later]: [(() => void)[], (() => void)[]] = [[], []];
  let taken = 0;
  const clock: Clock = {
    nowMs: () => 0,
    soon: (wake) => void soon.push(wake),
    after(_delayMs, wake) {
      later.push(wake);
      return () => {};
    },
  };
  return { turns: new Turns(clock, () => taken++), soon, later, taken: () => taken };
}

test("while actions are at work, all who ask share a turn that lets them be heard", () => {
  const { turns, soon, later, taken } = arranged();
  for (let k = 0; k < 3; k++) turns.ask(true);
  expect([soon.length, later.length]).toEqual([0, 1]);
  later[0]?.();
  expect(taken()).toBe(1);
  turns.ask(true);
  expect(later).toHaveLength(2);
});

test("when the last action has ended, the turn waits no longer, and is taken once", () => {
  const { turns, soon, later, taken } = arranged();
  turns.ask(true);
  turns.ask(false);
  turns.ask(false);
  expect([soon.length, later.length]).toEqual([1, 1]);
  soon[0]?.();
  later[0]?.();
  expect(taken()).toBe(1);
});
