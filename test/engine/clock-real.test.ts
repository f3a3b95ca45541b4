import { expect, test } from "vitest";
import { realClock } from "../../src/engine/clock-real.ts";

test("what is to happen soon happens once, when what runs now has ended", async () => {
  const order: string[] = [];
  const woken = new Promise<void>((resolve) => {
    realClock.soon(() => {
      order.push("woken");
      resolve();
    });
  });
  order.push("asked");
  await woken;
  await new Promise((resolve) => void setImmediate(resolve));
  expect(order).toEqual(["asked", "woken"]);
});

test("calls that follow each other without end keep no timer waiting", async () => {
  let [calls, isOver] = [0, false];
  const again = (): void => {
    calls++;
    if (!isOver) realClock.soon(again);
  };
  again();
  await new Promise((resolve) => void setTimeout(resolve, 1));
  isOver = true;
  expect(calls).toBeGreaterThan(1);
});
