import { describe, expect, test } from "vitest";
import { conflictsOf, everyConflict } from "../../../src/net/explore/conflict.ts";
import { explore } from "../../../src/net/explore/explore.ts";
import { flowOf } from "../../../src/net/explore/flow.ts";
import { netOf } from "../../../src/net/net.ts";
import { possible } from "../../../src/net/explore/possible.ts";
import { RowsBuilder } from "../../../src/net/rows.ts";
import { type Arcs, netFrom } from "./drawn-net.ts";

/** Transition → those it conflicts with. */
function conflicts(net: ReturnType<typeof netFrom>): number[][] {
  const flow = flowOf(net);
  const found = conflictsOf(flow);
  return Array.from({ length: net.transitionCount }, (_, t) => {
    const others = new Set<number>();
    everyConflict(flow, found, t, (u) => others.add(u).size > 0);
    expect(found.isFree[t]).toBe(others.size === 0 ? 1 : 0);
    return [...others].toSorted((a, b) => a - b);
  });
}
const arc = (consumed: number[], read: number[], produced: number[] = []): Arcs => ({
  consumed,
  read,
  produced,
});

describe("two transitions", () => {
  test("conflict if they take from one place", () => {
    expect(conflicts(netFrom([arc([0], []), arc([0], [])], [1]))).toEqual([[1], [0]]);
  });

  test("conflict if one takes what the other reads", () => {
    expect(conflicts(netFrom([arc([0], []), arc([1], [0])], [1, 1]))).toEqual([[1], [0]]);
  });

  test("do not conflict if both only read, or one takes it and puts it back", () => {
    expect(conflicts(netFrom([arc([1], [0]), arc([2], [0])], [1, 1, 1]))).toEqual([[], []]);
    expect(conflicts(netFrom([arc([0], [], [0]), arc([1], [0])], [1, 1]))).toEqual([[], []]);
    expect(conflicts(netFrom([arc([0, 0], [], [0]), arc([1], [0])], [2, 1]))).toEqual([[1], [0]]);
  });

  test("do not conflict if other places that they need are apart", () => {
    const apart = (p: number, q: number): boolean => p + q === 3 && p !== 0 && q !== 0;
    const takers = [arc([0, 1], []), arc([0, 2], []), arc([3], [], [2])];
    expect(conflicts(netFrom(takers, [1, 1, 0, 1], apart))).toEqual([[], [], []]);
    expect(conflicts(netFrom(takers, [1, 1, 0, 1]))).toEqual([[1], [0], []]);
    const readers = [arc([0], [1], [2]), arc([2], [0], [1])];
    expect(conflicts(netFrom(readers, [1, 1, 0], apart))).toEqual([[], []]);
    expect(conflicts(netFrom(readers, [1, 1, 0]))).toEqual([[1], [0]]);
  });

  test("conflict though a place is said to be apart from itself", () => {
    const takers = [arc([0], []), arc([0], [])];
    expect(conflicts(netFrom(takers, [1], () => true))).toEqual([[1], [0]]);
  });

  test("do not conflict if one of them never fires", () => {
    const net = netFrom([arc([0], []), arc([0], [1])], [1, 0]);
    expect(conflicts(net)).toEqual([[], []]);
    expect([...possible(flowOf(net)).fires]).toEqual([1, 0]);
    expect([...explore(net).unmarked]).toEqual([1]);
  });
});

test("what may fire if no token were taken away is told by what it would need", () => {
  const net = netFrom(
    [arc([0], [1], [2]), arc([0], [], [1]), arc([2], [3]), arc([], [], [])],
    [1, 0, 0, 0],
  );
  const { fires, holds } = possible(flowOf(net));
  expect([[...fires], [...holds]]).toEqual([
    [1, 1, 0, 1],
    [1, 1, 1, 0],
  ]);
});

describe("a hub", () => {
  /** Transitions as `of` gives them, places as many as `initial` has. */
  function large(
    count: number,
    initial: Uint8Array,
    of: (t: number) => Arcs,
  ): ReturnType<typeof netFrom> {
    const [consumed, read, produced] = [new RowsBuilder(), new RowsBuilder(), new RowsBuilder()];
    for (let t = 0; t < count; t++) {
      const one = of(t);
      consumed.push(one.consumed);
      read.push(one.read);
      produced.push(one.produced);
    }
    return netOf({
      ...netFrom([], []),
      placeCount: initial.length,
      transitionCount: count,
      consumed: consumed.build(),
      read: read.build(),
      produced: produced.build(),
      initial,
    });
  }
  const size = 100_000;

  test("with one taker and many readers conflicts with each of them", () => {
    const net = large(size, new Uint8Array(size).fill(1), (t) =>
      arc(t === 0 ? [0] : [t], t === 0 ? [] : [0]),
    );
    const { rows } = conflictsOf(flowOf(net));
    expect(rows.items).toHaveLength(2 * (size - 1));
  });

  test("that reads many places, each of which another transition takes, is looked at place by place", () => {
    const all = Array.from({ length: size - 1 }, (_, k) => k + 1);
    const net = large(size, new Uint8Array(size).fill(1), (t) =>
      t === 0 ? arc([0], all) : arc([t], []),
    );
    const { rows } = conflictsOf(flowOf(net));
    expect(rows.items).toHaveLength(2 * (size - 1));
  });

  test("that needs many places is exclusive with what needs a place apart from one of them, however far down", () => {
    const count = 50;
    const at = (kind: number, k: number): number => kind * count + k;
    const all = Array.from({ length: count }, (_, k) => k);
    // 0: shared, 1: on, 2: off; the first reads all that are on, the others take what is shared while theirs is off.
    const hub = arc(
      [],
      all.flatMap((k) => [at(0, k), at(1, k)]),
    );
    const users = all.map((k) => arc([at(0, k)], [at(2, k)]));
    const switches = all.map((k) => arc([at(1, k)], [], [at(2, k)]));
    const isOnOff = (p: number, q: number): boolean =>
      p >= count && q >= count && Math.abs(p - q) === count;
    const initial = Array.from({ length: 3 * count }, (_, p) => (p < 2 * count ? 1 : 0));
    const net = netFrom([hub, ...users, ...switches], initial, isOnOff);
    const found = conflicts(net);
    expect(found[0]).toEqual(all.map((k) => 1 + count + k));
    expect(found.slice(1, 1 + count).flat()).toEqual([]);
    const lone = netFrom(
      [hub, ...users, ...switches],
      initial,
      (p, q) => isOnOff(p, q) && p !== at(1, 30) && q !== at(1, 30),
    );
    expect(conflicts(lone)[31]).toEqual([0]);
  });

  test("with many takers is not listed pair by pair, and yet each conflicts with all others", () => {
    const net = large(size, new Uint8Array(size + 1).fill(1), (t) =>
      t % 2 === 0 ? arc([0, t + 1], []) : arc([t + 1], [0]),
    );
    const flow = flowOf(net);
    const found = conflictsOf(flow);
    expect([found.rows.items.length, found.hubs.items.length, found.none]).toEqual([
      0,
      size,
      false,
    ]);
    const count = (t: number): number => {
      const others = new Set<number>();
      everyConflict(flow, found, t, (u) => others.add(u).size > 0);
      return others.size;
    };
    expect([count(0), count(1)]).toEqual([size - 1, size / 2]);
  });

  test("with many takers, one of which wins, leads to one end each", () => {
    const count = 70;
    const net = large(
      count,
      Uint8Array.from({ length: count + 1 }, (_, p) => (p === 0 ? 1 : 0)),
      (t) => arc([0], [], [t + 1]),
    );
    expect(explore(net)).toMatchObject({ terminalCount: count, states: count + 1, run: undefined });
  });
});
