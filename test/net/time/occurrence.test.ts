import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Net, netOf } from "../../../src/net/net.ts";
import { isBefore, unorderedPair } from "../../../src/net/time/occurrence-order.ts";
import { occurrenceOf } from "../../../src/net/time/occurrence.ts";
import { row, rowCount, rowsOf } from "../../../src/net/rows.ts";
import { anyTasks, exampleOf, nestedTasks, tasksBefore } from "./persistent.ts";

/** Places p, q, …; each transition takes, reads and puts as written: `p q ? r > s`. */
function netOfArcs(arcs: readonly string[], initial: string): Net {
  const names = [...new Set(`${arcs.join("")}${initial}`.match(/[a-z]/g))].sort();
  const parts = arcs.map((arc) => /^([^?>]*)(?:\?([^>]*))?>(.*)$/.exec(arc) ?? []);
  const side = (k: number) =>
    rowsOf(
      parts.map((part) => ((part[k] ?? "").match(/[a-z]/g) ?? []).map((c) => names.indexOf(c))),
    );
  return netOf({
    name: "arcs",
    placeCount: names.length,
    transitionCount: arcs.length,
    consumed: side(1),
    read: side(2),
    produced: side(3),
    initial: Uint8Array.from(names, (name) => (initial.includes(name) ? 1 : 0)),
    placeName: (place) => names[place] ?? "",
    transitionName: (transition) => arcs[transition] ?? "",
    apart: () => false,
  });
}

/** event → its causes, by the transitions that fire in `order`. */
const causesIn = (net: Net, ...run: number[]): readonly (readonly number[])[] => {
  const { causes } = occurrenceOf(net, Uint32Array.from(run));
  return Array.from({ length: rowCount(causes) }, (_, event) => [...row(causes, event)]);
};

describe("an event depends on", () => {
  test("who made the tokens that it takes and reads, once each", () => {
    const net = netOfArcs(["a > bc", "bc > d", "d > e", "f ? de >"], "af");
    expect(causesIn(net, 0, 1)).toEqual([[], [0]]);
    expect(causesIn(netOfArcs(["a > bc", "b > d", "x ? cd > y"], "ax"), 0, 1, 2)).toEqual([
      [],
      [0],
      [0, 1],
    ]);
  });

  test("nothing, where the tokens are there at the start", () => {
    expect(causesIn(netOfArcs(["a ? b > c"], "ab"), 0)).toEqual([[]]);
  });

  test("those who read a token before it is taken away", () => {
    const net = netOfArcs(["a ? p > b", "c ? p > d", "p > q"], "acp");
    expect(causesIn(net, 0, 1, 2)).toEqual([[], [], [0, 1]]);
  });

  test("those who read this token, not one that was there before", () => {
    const net = netOfArcs(["a ? p > b", "p > q", "q > p"], "ap");
    expect(causesIn(net, 0, 1, 2, 1)).toEqual([[], [0], [1], [2]]);
  });

  test("who emptied the place that it fills", () => {
    expect(causesIn(netOfArcs(["p > q", "a > p"], "ap"), 0, 1)).toEqual([[], [0]]);
  });

  test("not on itself, where it gives back what it took", () => {
    expect(causesIn(netOfArcs(["p > p"], "p"), 0, 0)).toEqual([[], [0]]);
  });
});

describe("what is no run is refused:", () => {
  test.each([
    ["a token is missing", ["a > b"], "", [0], /event 0 fires a > b, but a does not hold one/],
    ["a token read is missing", ["a ? c > b"], "a", [0], /c does not hold one token/],
    ["a token is taken twice", ["a > b", "a > c"], "a", [0, 1], /event 1 .* a does not hold one/],
    [
      "a place would hold two",
      ["a > c", "b > c"],
      "ab",
      [0, 1],
      /event 1 puts a second token on c/,
    ],
    ["an arc weighs two", ["aa > b"], "a", [0], /a does not hold one token/],
    ["the transition does not exist", ["a > b"], "a", [7], /there is no transition 7/],
  ])("%s", (_, arcs, initial, run, message) => {
    expect(() => causesIn(netOfArcs(arcs, initial), ...run)).toThrow(message);
  });

  test("a place that starts with two tokens is of no safe net", () => {
    const net = netOfArcs(["a > b"], "a");
    expect(() => causesIn({ ...net, initial: Uint8Array.of(2, 0) }, 0)).toThrow(RangeError);
  });
});

describe("order", () => {
  test("a task ends before another is fired if and only if the other waits for it, in any run", () => {
    fc.assert(
      fc.property(
        fc.oneof(anyTasks(8), nestedTasks(8)),
        fc.infiniteStream(fc.nat()),
        (tasks, nats) => {
          const { occurrence, fires, ends } = exampleOf(
            tasks,
            (enabled) => enabled[(nats.next().value ?? 0) % enabled.length] ?? 0,
          );
          const before = tasksBefore(tasks);
          for (const [a] of tasks.entries())
            for (const [b] of tasks.entries())
              expect(isBefore(occurrence, ends[a] ?? 0, fires[b] ?? 0)).toBe(before[b]?.has(a));
        },
      ),
    );
  });

  test("no event is before itself", () => {
    const { occurrence } = exampleOf([[], [0]]);
    for (let e = 0; e < occurrence.eventCount; e++) expect(isBefore(occurrence, e, e)).toBe(false);
  });

  test("a set comes before another if each of the one comes before each of the other", () => {
    fc.assert(
      fc.property(
        anyTasks(8),
        fc.array(fc.nat(23)),
        fc.array(fc.nat(23)),
        (tasks, some, others) => {
          const { occurrence } = exampleOf(tasks);
          const within = (events: number[]): number[] =>
            events.filter((e) => e < occurrence.eventCount);
          const [firsts, seconds] = [within(some), within(others)];
          const pair = unorderedPair(occurrence, firsts, seconds);
          const isOrdered = firsts.every((a) => seconds.every((b) => isBefore(occurrence, a, b)));
          expect(pair === undefined).toBe(isOrdered);
          if (pair !== undefined) {
            expect(isBefore(occurrence, ...pair)).toBe(false);
            expect(firsts).toContain(pair[0]);
            expect(seconds).toContain(pair[1]);
          }
        },
      ),
    );
  });

  test("sets of more than 32 events are looked at to the last", () => {
    const tasks = [
      ...Array.from({ length: 40 }, () => []),
      Array.from({ length: 39 }, (_, k) => k),
    ];
    const { occurrence, ends, fires } = exampleOf(tasks);
    expect(unorderedPair(occurrence, ends.slice(0, 39), fires.slice(40))).toBeUndefined();
    expect(unorderedPair(occurrence, ends.slice(0, 40), fires.slice(40))).toEqual([
      ends[39],
      fires[40],
    ]);
  });
});
