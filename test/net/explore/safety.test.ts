import fc from "fast-check";
import { expect, test } from "vitest";
import { Exclusions } from "../../../src/net/explore/exclusion.ts";
import { flowOf } from "../../../src/net/explore/flow.ts";
import type { Net } from "../../../src/net/net.ts";
import { isSafe } from "../../../src/net/explore/safety.ts";
import { drawnNets, netFrom } from "./drawn-net.ts";

function isKnownSafe(net: Net): boolean {
  const flow = flowOf(net);
  return isSafe(flow, new Exclusions(flow));
}

test("a place holds one token at most where those that give it one need a place apart from it, or take one from there", () => {
  const apart = (p: number, q: number): boolean => p !== q;
  const move = { consumed: [0], read: [], produced: [1] };
  const back = { consumed: [1], read: [], produced: [0] };
  const round = { consumed: [0], read: [], produced: [0] };
  expect(isKnownSafe(netFrom([move, back, round], [1, 0], apart))).toBe(true);
  expect(isKnownSafe(netFrom([move], [1, 0]))).toBe(false);
  expect(
    isKnownSafe(netFrom([{ consumed: [0], read: [1], produced: [1] }], [1, 1], () => true)),
  ).toBe(true);
});

test("it is not called safe where it begins with two tokens on a place, or a transition gives two at once", () => {
  const apart = (): boolean => true;
  const move = { consumed: [0], read: [], produced: [1] };
  expect(isKnownSafe(netFrom([move], [2, 0], apart))).toBe(false);
  expect(isKnownSafe(netFrom([{ ...move, produced: [1, 1] }], [1, 0], apart))).toBe(false);
});

test("no net that is called safe ever has two tokens on a place", () => {
  const all = (_: number, isTrue: boolean): boolean => isTrue;
  let known = 0;
  fc.assert(
    fc.property(fc.oneof(drawnNets(false, all), drawnNets(true, all)), ({ net, graph }) => {
      if (!isKnownSafe(net)) return;
      known++;
      expect(graph.values().find(({ marking }) => marking.some((n) => n > 1))).toBeUndefined();
    }),
    { numRuns: 300, seed: 1 },
  );
  expect(known).toBeGreaterThan(5);
});
