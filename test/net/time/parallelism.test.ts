import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isCover, isTogether } from "../../../src/net/time/antichain-certificate.ts";
import { netOf } from "../../../src/net/net.ts";
import { occurrenceOf } from "../../../src/net/time/occurrence.ts";
import { crowdOf, parallelismOf, spansOf } from "../../../src/net/time/parallelism.ts";
import { rowCount, rowsOf } from "../../../src/net/rows.ts";
import { rangesOf, scheduleOf } from "../../../src/net/time/time.ts";
import {
  type Tasks,
  anyTasks,
  endsS,
  exampleOf,
  nestedTasks,
  rangesFor,
  tasksBefore,
} from "./persistent.ts";

const isEnd = (transition: number): boolean => transition % 3 === 1;

function told(tasks: Tasks, stepsMax?: number) {
  const { occurrence, ends } = exampleOf(tasks);
  const spans = spansOf(occurrence, isEnd);
  const found = parallelismOf(occurrence, spans, stepsMax);
  return { occurrence, spans, ends, ...found };
}

/** The most tasks of which none comes before another, among all sets. */
function enumerated(tasks: Tasks): number {
  const before = tasksBefore(tasks);
  let most = 0;
  for (let bits = 0; bits < 2 ** tasks.length; bits++) {
    const set = [...tasks.keys()].filter((task) => ((bits >> task) & 1) === 1);
    if (set.length > most && set.every((a) => set.every((b) => before[b]?.has(a) !== true)))
      most = set.length;
  }
  return most;
}

/** Tasks in two rows; each of the second waits for some of the first. */
const twoRows = (width: number): fc.Arbitrary<Tasks> =>
  fc
    .array(fc.subarray(Array.from({ length: width }, (_, k) => k)), {
      minLength: width,
      maxLength: width,
    })
    .map((second) => [...second.map(() => []), ...second]);

describe("the most that can run at once", () => {
  test("is as many as the largest set of which none comes before another", () => {
    fc.assert(
      fc.property(fc.oneof(anyTasks(10), nestedTasks(10), twoRows(5)), (tasks) => {
        const { atLeast, atMost } = told(tasks);
        expect([atLeast, atMost]).toEqual([enumerated(tasks), enumerated(tasks)]);
      }),
      { numRuns: 300 },
    );
  });

  test("is told with proofs of both halves, on nets that cannot be enumerated too", () => {
    fc.assert(
      fc.property(fc.oneof(anyTasks(60), twoRows(25)), (tasks) => {
        const { occurrence, spans, atLeast, atMost, together, lines } = told(tasks);
        expect(atLeast).toBe(atMost);
        expect(isTogether(occurrence, spans, together)).toBe(true);
        expect(isCover(occurrence, spans, lines())).toBe(true);
        expect([together.length, rowCount(lines())]).toEqual([atLeast, atMost]);
      }),
      { numRuns: 50 },
    );
  });

  test("is between two bounds, with proofs, where a limit ends the search", () => {
    fc.assert(
      fc.property(anyTasks(10), fc.nat(60), (tasks, stepsMax) => {
        const { occurrence, spans, atLeast, atMost, together, lines } = told(tasks, stepsMax);
        const most = enumerated(tasks);
        expect(atLeast).toBeLessThanOrEqual(most);
        expect(atMost).toBeGreaterThanOrEqual(most);
        expect(together).toHaveLength(atLeast);
        expect(isTogether(occurrence, spans, together)).toBe(true);
        expect(isCover(occurrence, spans, lines())).toBe(true);
      }),
    );
  });

  test("counts what runs from the start", () => {
    // Two run already; when both have ended a third may.
    const net = netOf({
      name: "begun",
      placeCount: 5,
      transitionCount: 4,
      consumed: rowsOf([[0], [1], [2, 3], [4]]),
      read: rowsOf([[], [], [], []]),
      produced: rowsOf([[2], [3], [4], []]),
      initial: Uint8Array.of(1, 1, 0, 0, 0),
      placeName: String,
      transitionName: String,
      apart: () => false,
    });
    const occurrence = occurrenceOf(net, Uint32Array.of(0, 1, 2, 3));
    const spans = spansOf(occurrence, (transition) => transition !== 2);
    const { atLeast, atMost, together, lines } = parallelismOf(occurrence, spans);
    expect([atLeast, atMost]).toEqual([2, 2]);
    expect(together).toEqual(Uint32Array.of(0, 1));
    expect(isTogether(occurrence, spans, together)).toBe(true);
    expect(isCover(occurrence, spans, lines())).toBe(true);
  });

  test("takes what fired last for the begin, where an end depends on more", () => {
    const net = netOf({
      name: "two causes",
      placeCount: 5,
      transitionCount: 3,
      consumed: rowsOf([[0], [1], [2, 3]]),
      read: rowsOf([[], [], []]),
      produced: rowsOf([[2], [3], [4]]),
      initial: Uint8Array.of(1, 1, 0, 0, 0),
      placeName: String,
      transitionName: String,
      apart: () => false,
    });
    const occurrence = occurrenceOf(net, Uint32Array.of(0, 1, 2));
    const { links } = spansOf(occurrence, (transition) => transition === 2);
    expect(Array.from(links, (link) => occurrence.causes.items[link])).toEqual([1]);
  });

  test("of nothing is nothing", () => {
    expect(told([])).toMatchObject({ atLeast: 0, atMost: 0 });
  });
});

describe("a proof is refused", () => {
  const { occurrence, spans, ends, lines } = told([[], [0], []]);
  const [first = 0, second = 0, third = 0] = ends;

  test("of spans of which one is over before another begins", () => {
    expect(isTogether(occurrence, spans, Uint32Array.of(first, second))).toBe(false);
    expect(isTogether(occurrence, spans, Uint32Array.of(second, third))).toBe(true);
  });

  test("that names a span twice, or what is none", () => {
    expect(isTogether(occurrence, spans, Uint32Array.of(third, third))).toBe(false);
    expect(isTogether(occurrence, spans, Uint32Array.of(third, first - 1))).toBe(false);
  });

  test("whose lines leave a span out, or jump", () => {
    expect(isCover(occurrence, spans, lines())).toBe(true);
    expect(isCover(occurrence, spans, rowsOf([[first - 1, first]]))).toBe(false);
    const all = Array.from({ length: occurrence.eventCount }, (_, event) => event);
    expect(isCover(occurrence, spans, rowsOf([all]))).toBe(false);
  });
});

describe("in a schedule", () => {
  const scheduled = (tasks: Tasks, lastsS: readonly number[]) => {
    const { net, occurrence, rangeOf, ends } = exampleOf(tasks);
    const range = rangeOf(lastsS.map((s) => ({ minS: s, maxS: s })));
    const schedule = scheduleOf(occurrence, rangesOf(net, occurrence, range).minUs);
    return { ends, ...crowdOf(spansOf(occurrence, isEnd), schedule) };
  };

  test("the most at once are counted second by second", () => {
    fc.assert(
      fc.property(
        anyTasks(9).chain((tasks) => fc.tuple(fc.constant(tasks), rangesFor(tasks))),
        ([tasks, ranges]) => {
          const lastsS = ranges.map(({ maxS }) => maxS);
          const over = endsS(tasks, lastsS);
          const running = (atS: number): number[] =>
            [...tasks.keys()].filter(
              (task) => (over[task] ?? 0) - (lastsS[task] ?? 0) <= atS && atS < (over[task] ?? 0),
            );
          const counts = Array.from({ length: 80 }, (_, atS) => running(atS).length);
          const { ends, atS, together } = scheduled(tasks, lastsS);
          expect(atS).toBe(counts.indexOf(Math.max(...counts)));
          const taskOf = (end: number): number => ends.indexOf(end);
          expect(Array.from(together, taskOf).sort((a, b) => a - b)).toEqual(running(atS));
        },
      ),
    );
  });

  test("those that follow each other at one moment are not together", () => {
    expect(scheduled([[], [0], []], [2, 2, 1]).together).toHaveLength(2);
    expect(scheduled([[], [0]], [2, 2])).toMatchObject({ atS: 0, together: { length: 1 } });
  });
});
