import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { explore } from "../../../src/net/explore/explore.ts";
import {
  comesBack,
  endsThere,
  isEmptySiphon,
  isUnsafe,
  markingAfter,
} from "../../../src/net/explore/verify.ts";
import { proveApart } from "../../../src/net/explore/verify-apart.ts";
import { verifyConflicts } from "../../../src/net/explore/verify-conflict.ts";
import { isOnlyRun } from "../../../src/net/explore/verify-run.ts";
import { golden } from "./golden.ts";
import { disabling, hasInfiniteRun, terminals } from "./naive.ts";
import { drawnNets, netFrom } from "./drawn-net.ts";
import { chain, synthetic } from "./synthetic.ts";

const nothing = new Uint32Array();

describe("a proof that was tampered with is refused", () => {
  const net = golden("ring-3-2");
  const { run = nothing, unmarked } = explore(net);

  test("a run: with an event less, twice, in another order, unknown, or not to the end", () => {
    expect(endsThere(net, run)).toBe(true);
    expect(isOnlyRun(net, run, unmarked)).toBe(true);
    const tampered = [
      run.slice(1),
      run.slice(0, -1),
      Uint32Array.of(...run, run[0] ?? 0),
      run.toReversed(),
      Uint32Array.of(...run, net.transitionCount),
      Uint32Array.of(),
    ];
    for (const one of tampered)
      expect([endsThere(net, one), isOnlyRun(net, one, unmarked)]).toEqual([false, false]);
  });

  test("a loop: empty, cut short, or from elsewhere", () => {
    const free = golden("free-2-1");
    const { lasso = { stem: nothing, loop: nothing } } = explore(free, { mode: "full" });
    const { stem, loop } = lasso;
    expect(comesBack(free, lasso)).toBe(true);
    expect(comesBack(free, { stem, loop: nothing })).toBe(false);
    expect(comesBack(free, { stem, loop: loop.slice(1) })).toBe(false);
    expect(comesBack(free, { stem, loop: loop.slice(0, -1) })).toBe(false);
    expect(comesBack(free, { stem: stem.slice(1), loop })).toBe(false);
  });

  test("a second token: one that is not there", () => {
    const twice = netFrom([{ consumed: [0], read: [], produced: [1, 1] }], [1, 0]);
    expect(isUnsafe(twice, 1, Uint32Array.of(0))).toBe(true);
    expect(isUnsafe(twice, 0, Uint32Array.of(0))).toBe(false);
    expect(isUnsafe(twice, 1, nothing)).toBe(false);
    expect(isUnsafe(twice, 1, Uint32Array.of(0, 0))).toBe(false);
  });

  test("a siphon: with a token, or with a giver from outside", () => {
    const line = netFrom([{ consumed: [0], read: [], produced: [1] }], [0, 0]);
    expect(isEmptySiphon(line, [0, 1], [0, 0])).toBe(true);
    expect(isEmptySiphon(line, [0], [0, 0])).toBe(true);
    expect(isEmptySiphon(line, [1], [0, 0])).toBe(false);
    expect(isEmptySiphon(line, [0, 1], [0, 1])).toBe(false);
    const read = netFrom([{ consumed: [2], read: [0], produced: [1] }], [0, 0, 1]);
    expect(isEmptySiphon(read, [0, 1], read.initial)).toBe(true);
  });

  test("an only run: what would keep an event from happening may be enabled first, by a token that it reads or takes", () => {
    const first = { consumed: [0], read: [], produced: [4] };
    const opener = { consumed: [1], read: [], produced: [3] };
    for (const rival of [
      { consumed: [0], read: [3], produced: [5] },
      { consumed: [0, 3], read: [], produced: [5] },
    ]) {
      const race = netFrom([first, rival, opener], [1, 1, 0, 0, 0, 0]);
      expect(isOnlyRun(race, Uint32Array.of(0, 2), [])).toBe(false);
      expect(explore(race)).toMatchObject({ run: undefined, terminalCount: 2 });
      const order = netFrom([first, rival, { ...opener, read: [4] }], [1, 1, 0, 0, 0, 0]);
      expect(isOnlyRun(order, Uint32Array.of(0, 2), [])).toBe(true);
    }
  });

  test("a claim that nothing conflicts, though places are not apart, or hold tokens after all", () => {
    const race = [
      { consumed: [0, 1], read: [], produced: [] },
      { consumed: [0, 2], read: [], produced: [] },
    ];
    const lie = netFrom(race, [1, 1, 1], () => true);
    expect(verifyConflicts(lie, () => false, [])).toMatchObject({
      isRight: false,
      missing: [
        [0, 1],
        [1, 0],
      ],
    });
    expect(verifyConflicts(lie, () => true, []).isRight).toBe(true);
    expect(isOnlyRun(lie, Uint32Array.of(0), [])).toBe(false);
    const later = netFrom([...race, { consumed: [3], read: [], produced: [2] }], [1, 1, 0, 1]);
    expect(verifyConflicts(later, () => false, [2]).isRight).toBe(false);
    expect(verifyConflicts(netFrom(race, [1, 1, 0]), () => false, [2]).isRight).toBe(true);
  });
});

describe("that places are apart is proved", () => {
  test("for the behaviors of a component and the steps of a program, which rest on each other", () => {
    const program = { waits: () => true };
    const net = synthetic({ componentCount: 5, width: 2, uses: chain, program });
    const groups = Array.from({ length: net.placeCount }, (_, p) => p).flatMap((p) =>
      Array.from({ length: net.placeCount }, (_q, q) => [p, q] as const).filter(
        ([, q]) => net.apart(p, q) && /install|suspend|program/.test(net.placeName(p)),
      ),
    );
    const { isProved, count } = proveApart(net, groups, () => false);
    expect(groups.length).toBeGreaterThan(100);
    expect(groups.every(isProved)).toBe(true);
    expect(count).toBeLessThanOrEqual(groups.length / 2 + net.placeCount);
    expect(isProved([0, 3])).toBe(false);
    const few = proveApart(net, groups, () => false, 16, 10);
    expect([few.isCut, groups.some(few.isProved)]).toEqual([true, false]);
  });

  test("only where it is so, whatever the net says", () => {
    let proved = 0;
    const lying = fc.oneof(
      drawnNets(false, (drawn, isTrue) => isTrue || drawn === 0),
      drawnNets(true, (drawn) => drawn > 0),
    );
    fc.assert(
      fc.property(lying, ({ net, graph }) => {
        const pairs = Array.from(
          { length: net.placeCount ** 2 },
          (_, k) => [k % net.placeCount, Math.floor(k / net.placeCount)] as const,
        );
        const { isProved } = proveApart(net, pairs, () => false);
        for (const [p, q] of pairs.filter(isProved)) {
          proved++;
          const isBroken = ({ marking }: { readonly marking: readonly number[] }): boolean =>
            Math.min(marking[p] ?? 0, marking[q] ?? 0) > (p === q ? 1 : 0);
          expect(graph.values().find(isBroken)).toBeUndefined();
        }
      }),
      { numRuns: 200, seed: 1 },
    );
    expect(proved).toBeGreaterThan(100);
  });
});

describe("in any net, whatever it says", () => {
  const lying = fc.oneof(
    drawnNets(false, (drawn, isTrue) => isTrue || drawn === 0),
    drawnNets(true, (drawn, isTrue) => isTrue || drawn === 0),
  );

  test("transitions that keep each other from firing are found missing among those said to conflict", () => {
    fc.assert(
      fc.property(lying, fc.array(fc.nat(7)), ({ net, graph }, unmarked) => {
        const { missing } = verifyConflicts(
          net,
          () => false,
          unmarked.map((p) => p % net.placeCount),
        );
        for (const [t, u] of disabling(graph)) expect(missing).toContainEqual([t, u]);
      }),
      { numRuns: 200 },
    );
  });

  test("the only run is one, and is accepted wherever the explorer finds one and the net says the truth", () => {
    fc.assert(
      fc.property(lying, ({ net, graph }) => {
        const { run, terminals: ends, unmarked } = explore(net);
        for (const trace of [run, ...ends.map((end) => end.trace)]) {
          if (trace === undefined || !isOnlyRun(net, trace, unmarked)) continue;
          expect(terminals(graph)).toEqual([Array.from(markingAfter(net, trace) ?? []).join(",")]);
          expect(hasInfiniteRun(graph)).toBe(false);
        }
      }),
      { numRuns: 200 },
    );
    fc.assert(
      fc.property(
        drawnNets(false, () => false),
        ({ net }) => {
          const { run, unmarked } = explore(net);
          if (run !== undefined) expect(isOnlyRun(net, run, unmarked)).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });
});
