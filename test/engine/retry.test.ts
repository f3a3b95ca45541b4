import fc from "fast-check";
import { expect, test } from "vitest";
import { retryDelayMs } from "../../src/engine/retry.ts";

test("without a declaration nothing is tried again", () => {
  expect(retryDelayMs(undefined, 1)).toBeUndefined();
});

test("the first try is one of those that are declared", () => {
  expect(retryDelayMs({ attempts: 1 }, 1)).toBeUndefined();
  expect(retryDelayMs({ attempts: 2 }, 1)).toBe(1_000);
  expect(retryDelayMs({ attempts: 2 }, 2)).toBeUndefined();
});

test("the wait doubles with each try, up to its limit", () => {
  const retry = { attempts: 7, delayMs: 100, delayMaxMs: 900 };
  expect([1, 2, 3, 4, 5, 6, 7].map((attempt) => retryDelayMs(retry, attempt))).toEqual([
    100,
    200,
    400,
    800,
    900,
    900,
    undefined,
  ]);
});

test("a first wait beyond the usual limit is kept, not cut down to it", () => {
  expect(retryDelayMs({ attempts: 3, delayMs: 60_000 }, 1)).toBe(60_000);
  expect(retryDelayMs({ attempts: 3, delayMs: 60_000 }, 2)).toBe(60_000);
});

test("however often is tried, the wait is a number within its limit and never shrinks", () => {
  const delay = fc.integer({ min: 0, max: 100_000 });
  const attempt = fc.integer({ min: 1, max: 1_000_000 });
  fc.assert(
    fc.property(delay, delay, attempt, (delayMs, delayMaxMs, number) => {
      const retry = { attempts: Infinity, delayMs, delayMaxMs };
      const now = retryDelayMs(retry, number) ?? Number.NaN;
      const next = retryDelayMs(retry, number + 1) ?? Number.NaN;
      expect(now).toBeGreaterThanOrEqual(0);
      expect(next).toBeGreaterThanOrEqual(now);
      expect(next).toBeLessThanOrEqual(delayMaxMs);
    }),
  );
});
