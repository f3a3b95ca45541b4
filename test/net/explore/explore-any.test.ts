import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { conflictsOf } from "../../../src/net/explore/conflict.ts";
import { type Exploration, explore } from "../../../src/net/explore/explore.ts";
import { flowOf } from "../../../src/net/explore/flow.ts";
import { comesBack, endsThere, isUnsafe, markingAfter } from "../../../src/net/explore/verify.ts";
import { drawnNets } from "./drawn-net.ts";
import { type Graph, disabling, hasInfiniteRun, terminals } from "./naive.ts";

describe("any small net", () => {
  const ordinary = drawnNets(false);
  const weighted = drawnNets(true);
  const nets = fc.oneof(ordinary, weighted);

  test("has the markings, ends, infinite runs and second tokens that a plain search finds", () => {
    fc.assert(
      fc.property(nets, ({ net, graph }) => {
        const found = explore(net, { mode: "full", terminalsMax: Infinity });
        expect(found.states).toBe(graph.size);
        agrees(found, graph);
        const isSafe = graph.values().every(({ marking }) => marking.every((n) => n < 2));
        expect(found.isSafe).toBe(isSafe);
        if (found.unsafe !== undefined)
          expect(isUnsafe(net, found.unsafe.place, found.unsafe.trace)).toBe(true);
        expect([...(found.neverFired ?? [])]).toEqual(neverFired(graph, net.transitionCount));
      }),
      { numRuns: 300 },
    );
  });

  test("has the same ends and infinite runs when only stubborn sets are followed", () => {
    fc.assert(
      fc.property(nets, ({ net, graph }) => {
        const found = explore(net, { terminalsMax: Infinity });
        agrees(found, graph);
        for (const { trace, marking } of found.terminals) {
          expect(endsThere(net, trace)).toBe(true);
          expect(markingAfter(net, trace)).toEqual(marking);
        }
        if (found.lasso !== undefined) expect(comesBack(net, found.lasso)).toBe(true);
        if (found.isSafe === true)
          expect(graph.values().every(({ marking }) => marking.every((n) => n < 2))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("has one run where that is said, and never fires what that run does not", () => {
    fc.assert(
      fc.property(nets, ({ net, graph }) => {
        const { run, neverFired: never } = explore(net);
        if (run === undefined) return;
        expect(terminals(graph)).toHaveLength(1);
        expect(graph.get(terminals(graph)[0] ?? "")?.distance).toBe(run.length);
        expect([...(never ?? [])]).toEqual(neverFired(graph, net.transitionCount));
      }),
      { numRuns: 200 },
    );
  });

  test("is not called free of conflicts where a transition keeps another from firing", () => {
    fc.assert(
      fc.property(nets, ({ net, graph }) => {
        const { none, isFree } = conflictsOf(flowOf(net));
        for (const [by, disabled] of disabling(graph)) {
          expect(none).toBe(false);
          expect([isFree[by], isFree[disabled]]).toEqual([0, 0]);
        }
      }),
      { numRuns: 200 },
    );
  });
});

function agrees(found: Exploration, graph: Graph): void {
  expect(found.stop).toBeUndefined();
  expect(ends(found)).toEqual(terminals(graph).toSorted());
  expect(found.terminalCount).toBe(found.terminals.length);
  expect(found.lasso !== undefined).toBe(hasInfiniteRun(graph));
}

const ends = (found: Exploration): readonly string[] =>
  found.terminals.map(({ marking }) => Array.from(marking).join(",")).toSorted();

function neverFired(graph: Graph, transitionCount: number): readonly number[] {
  const fired = new Set(graph.values().flatMap(({ next }) => next.keys()));
  return Array.from({ length: transitionCount }, (_, t) => t).filter((t) => !fired.has(t));
}
