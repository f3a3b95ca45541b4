import { describe, expect, test } from "vitest";
import type { ExportSource } from "../../../src/net/format/export-source.ts";
import { wholeTimes } from "../../../src/net/format/export-time.ts";
import { netOf } from "../../../src/net/net.ts";
import { romeo } from "../../../src/net/format/romeo.ts";
import { rowsOf } from "../../../src/net/rows.ts";
import { tapn } from "../../../src/net/format/tapn.ts";
import type { Range } from "../../../src/net/time/time.ts";
import { tina } from "../../../src/net/format/tina.ts";
import { readTina } from "./net-text.ts";
import { readRomeo, readTapn } from "./net-xml.ts";

const places = ["dock", "running", "ended", "service", "other", "final", "idle", "queue"];
const transitions = ["start", "end", "abort", "join", "late", "leave", "slow"];

/**
 * `start` waits for the service; `end` takes from 2 to 5.5 s, unless `abort` comes first; `join` waits for two tokens, `slow` for the
 * service and then takes its time; `leave` waits for nothing.
 */
const net = netOf({
  name: "timed",
  placeCount: places.length,
  transitionCount: transitions.length,
  consumed: rowsOf([[0], [1], [1], [2, 4], [5], [6], [7]]),
  read: rowsOf([[3], [], [3], [], [], [], [3]]),
  produced: rowsOf([[1], [2], [0], [5], [], [7], []]),
  initial: Uint8Array.from([1, 0, 0, 1, 1, 0, 1, 0]),
  placeName: (place) => places[place] ?? "",
  transitionName: (transition) => transitions[transition] ?? "",
  apart: () => false,
});
const timed = (ranges: Readonly<Record<number, Range>>): ExportSource => ({
  net,
  goal: [5],
  rangeOf: (transition) => ranges[transition],
  properties: [],
});
const source = timed({
  1: { minS: 2, maxS: 5.5 },
  3: { minS: 1, maxS: 1 },
  4: { minS: 3, maxS: Infinity },
  6: { minS: 1, maxS: 2 },
});

describe("times as whole numbers", () => {
  test("are in the longest unit that all of them are multiples of", () => {
    expect(wholeTimes(source).unitMs).toBe(500);
    const minutes = timed({ 1: { minS: 60, maxS: 180 }, 3: { minS: 0, maxS: 120 } });
    expect(wholeTimes(minutes).unitMs).toBe(60_000);
    expect(wholeTimes(minutes).rangeOf(1)).toEqual({ min: 1, max: 3 });
  });

  test("are rounded outwards where they are no milliseconds", () => {
    const times = wholeTimes(timed({ 1: { minS: 1.0006, maxS: 1.100_01 } }));
    expect(times.unitMs).toBe(1);
    expect(times.rangeOf(1)).toEqual({ min: 1000, max: 1101 });
  });

  test("are not rounded where only their binary form is no whole number", () => {
    const times = wholeTimes(timed({ 1: { minS: 1.1, maxS: 1.1 } }));
    expect([times.unitMs, times.rangeOf(1)]).toEqual([1100, { min: 1, max: 1 }]);
  });

  test("have some unit where no time passes at all", () => {
    expect(wholeTimes(timed({})).unitMs).toBe(1000);
    expect(wholeTimes(timed({})).rangeOf(0)).toEqual({ min: 0, max: 0 });
  });
});

describe("for TAPAAL", () => {
  const { invariants, intervals, urgent } = readTapn([...tapn(source)].join(""));

  test("a token goes in time where one is enough, and no place that waits stops the time", () => {
    expect(invariants).toEqual({
      p_dock: "< inf",
      p_running: "<= 11",
      p_ended: "< inf",
      p_service: "< inf",
      p_other: "< inf",
      p_final: "< inf",
      p_idle: "< inf",
      p_queue: "< inf",
    });
  });

  test("an arc bounds the age of its token from above only where the token waits for no other", () => {
    expect(intervals).toEqual({
      "p_dock>t_start": "[0,inf)",
      "p_running>t_end": "[4,11]",
      "p_running>t_abort": "[0,inf)",
      "p_ended>t_join": "[2,inf)",
      "p_other>t_join": "[2,inf)",
      "p_final>t_late": "[6,inf)",
      "p_idle>t_leave": "[0,inf)",
      "p_queue>t_slow": "[2,inf)",
    });
  });

  test("what takes no time is urgent", () => {
    expect(urgent).toEqual(["t_start", "t_abort", "t_leave"]);
  });
});

test("TINA and Roméo have the interval of each transition, from where it becomes enabled", () => {
  expect(readTina([...tina(source)].join("")).intervals).toEqual({
    start: "[0,0]",
    end: "[4,11]",
    abort: "[0,0]",
    join: "[2,2]",
    late: "[6,w[",
    leave: "[0,0]",
    slow: "[2,4]",
  });
  expect(readRomeo([...romeo(source)].join("")).intervals).toEqual({
    start: ["0", "0"],
    end: ["4", "11"],
    abort: ["0", "0"],
    join: ["2", "2"],
    late: ["6", "inf"],
    leave: ["0", "0"],
    slow: ["2", "4"],
  });
});

test("the unit stands at the head of the file", () => {
  for (const format of [tapn, tina, romeo])
    expect([...format(source)].join("").slice(0, 120)).toContain("1 unit of time is 500 ms");
});
