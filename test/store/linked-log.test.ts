/** Logs of linked entries: read as one stream, merged by one object. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Json, leafBytes } from "../../src/store/leaf.ts";
import { type LinkedLog, linkedLogsIn } from "../../src/store/linked-log.ts";
import { memoryObjects } from "../../src/store/memory-objects.ts";
import { leafMode } from "../../src/store/object-tree.ts";
import { countedObjects } from "./counted-objects.ts";
import { valueOf } from "./merge/history.ts";

const objects = countedObjects(memoryObjects());
const logs = linkedLogsIn(objects);
const logOf = (from: LinkedLog, ...times: readonly number[]): LinkedLog =>
  times.reduce((log, atMs) => logs.append(log, { atMs, value: `at ${atMs}` }), from);
const merge = (x: LinkedLog, y: LinkedLog, old?: LinkedLog): LinkedLog =>
  valueOf(logs.merge(old, x, y));
const timesOf = (log: LinkedLog): readonly number[] =>
  [...logs.entries(log)].map(({ atMs }) => atMs);

describe("a linked log", () => {
  test("is read the newest first, as far as somebody wants to", () => {
    const log = logOf(undefined, 1, 2, 3);
    expect(timesOf(log)).toEqual([3, 2, 1]);
    objects.counted();
    expect(logs.entries(log).next().value).toEqual({ atMs: 3, value: "at 3" });
    expect(objects.counted().reads).toBe(2);
    expect(timesOf(undefined)).toEqual([]);
  });

  test("that was merged has what both wrote by time, and what both had once", () => {
    const old = logOf(undefined, 1, 2);
    const [x, y] = [logOf(old, 4, 6), logOf(old, 3, 5)];
    expect(timesOf(merge(x, y, old))).toEqual([6, 5, 4, 3, 2, 1]);
    expect(timesOf(logOf(merge(x, y, old), 7))).toEqual([7, 6, 5, 4, 3, 2, 1]);
  });

  test("is merged by one object, however long it is, and never a conflict", () => {
    const old = logOf(undefined, ...Array.from({ length: 200 }, (_, k) => k));
    const [x, y] = [logOf(old, 300), logOf(old, 301)];
    objects.counted();
    merge(x, y, old);
    expect(objects.counted()).toEqual({ reads: 0, writes: 1 });
    expect(timesOf(merge(logOf(undefined, 1), logOf(undefined, 2)))).toEqual([2, 1]);
  });

  test("keeps what one wrote in its order where his clock went back", () => {
    expect(timesOf(logOf(undefined, 9, 5, 7))).toEqual([7, 5, 9]);
  });

  test("obeys the laws: it does not matter who merges, nor in which order; a log and itself are that log", () => {
    const times = fc.array(fc.nat(50), { maxLength: 5 });
    fc.assert(
      fc.property(times, times, times, times, (before, ...sides) => {
        const old = logOf(undefined, ...before);
        const [x, y, z] = sides.map((side) => logOf(old, ...side));
        expect(merge(x, y, old)).toBe(merge(y, x, old));
        expect(merge(x, x, old)).toBe(x);
        expect([merge(x, old, old), merge(old, x, old)]).toEqual([x, x]);
        const [left, right] = [merge(merge(x, y, old), z, old), merge(x, merge(y, z, old), old)];
        const rising = (log: LinkedLog): readonly number[] =>
          timesOf(log).toSorted((a, b) => a - b);
        expect(rising(left)).toEqual(rising(right));
      }),
    );
  });

  test("holds a merge within a merge within a merge", () => {
    let log = logOf(undefined, 0);
    for (let k = 1; k <= 10_000; k += 1) log = merge(log, logOf(undefined, (k * 7_919) % 10_007));
    const times = timesOf(log);
    expect(times).toHaveLength(10_001);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  test("has entries of one time in one order, whoever merged it", () => {
    const [x, y] = ["x", "y"].map((value) => logs.append(undefined, { atMs: 1, value }));
    const values = (log: LinkedLog): readonly unknown[] =>
      [...logs.entries(log)].map(({ value }) => value);
    expect(values(merge(x, y))).toEqual(values(merge(y, x)));
    expect(values(logs.append(x, { atMs: 1, value: "later" }))).toEqual(["later", "x"]);
  });

  test.each<Json>([{ atMs: "now" }, { atMs: 1 }, { value: 1 }, { atMs: "now", value: 1 }, null])(
    "whose entry is %j is refused",
    (damaged) => {
      const id = objects.put({ kind: "blob", bytes: leafBytes(damaged) });
      const log = objects.put({ kind: "tree", entries: [{ name: "entry", mode: leafMode, id }] });
      expect(() => timesOf(log)).toThrow("it is not an entry of a log");
    },
  );
});
