import fc from "fast-check";
import { expect, test } from "vitest";
import { type Conflicts, conflictsOf, everyConflict } from "../../../src/net/explore/conflict.ts";
import { type Flow, flowOf } from "../../../src/net/explore/flow.ts";
import { Player } from "../../../src/net/explore/player.ts";
import { row } from "../../../src/net/rows.ts";
import { NumberStack } from "../../../src/net/explore/stack.ts";
import { StubbornSets } from "../../../src/net/explore/stubborn.ts";
import { type Drawn, drawnNets, netFrom } from "./drawn-net.ts";
import type { Graph } from "./naive.ts";

const nets = fc.oneof(
  drawnNets(false),
  drawnNets(true),
  drawnNets(false, (_, isTrue) => isTrue),
);

/** Calls `each` for every marking of the net, with the set chosen there. */
function inEveryMarking(
  { net, graph }: Drawn,
  each: (name: string, chosen: Uint32Array) => void,
): void {
  const flow = flowOf(net);
  const conflicts = conflictsOf(flow);
  const player = new Player(flow, conflicts.isFree);
  const sets = new StubbornSets(player, conflicts);
  const into = new NumberStack();
  for (const [name, { marking }] of graph) {
    player.set(marking);
    into.cut(0);
    sets.choose(into);
    each(name, into.slice());
  }
}

test("whatever happens outside a set, its transitions stay enabled, and it does not matter when they fire", () => {
  fc.assert(
    fc.property(nets, (drawn) => {
      inEveryMarking(drawn, (name, chosen) => {
        const { graph } = drawn;
        const isSome = graph.get(name)?.next.size !== 0;
        expect([new Set(chosen).size, chosen.length > 0]).toEqual([chosen.length, isSome]);
        const outside = new Set([name]);
        for (const here of outside)
          for (const [u, there] of graph.get(here)?.next ?? []) {
            if (chosen.includes(u)) continue;
            outside.add(there);
            const broken = chosen.find((t) => !commute(graph, here, t, u));
            if (broken !== undefined) expect({ here, outside: u, broken }).toBeUndefined();
          }
      });
    }),
    { numRuns: 400 },
  );
});

test("a set has one transition wherever nothing that conflicts with one can come before it", () => {
  fc.assert(
    fc.property(nets, (drawn) => {
      const flow = flowOf(drawn.net);
      const conflicts = conflictsOf(flow);
      inEveryMarking(drawn, (name, chosen) => {
        const enabled = [...(drawn.graph.get(name)?.next.keys() ?? [])];
        const marking = drawn.graph.get(name)?.marking ?? [];
        if (enabled.some((t) => isAlone(flow, conflicts, marking, t)))
          expect(chosen).toHaveLength(1);
      });
    }),
    { numRuns: 200 },
  );
});

test("a set leaves out what has nothing to do with it", () => {
  const pairs = Array.from({ length: 40 }, (_, k) => [
    { consumed: [3 * k], read: [], produced: [3 * k + 1] },
    { consumed: [3 * k], read: [], produced: [3 * k + 2] },
  ]);
  const initial = pairs.flatMap(() => [1, 0, 0]);
  const flow = flowOf(netFrom(pairs.flat(), initial));
  const conflicts = conflictsOf(flow);
  const into = new NumberStack();
  new StubbornSets(new Player(flow, conflicts.isFree), conflicts).choose(into);
  expect(into.slice().toSorted()).toEqual(Uint32Array.of(78, 79));
});

/** Are both ways from `here`, `t` first and `u` first, open, and do they meet? */
function commute(graph: Graph, here: string, t: number, u: number): boolean {
  const next = (name: string | undefined, by: number): string | undefined =>
    graph.get(name ?? "")?.next.get(by);
  const end = next(next(here, u), t);
  return end !== undefined && next(next(here, t), u) === end;
}

/** Is `t` a set of its own by tokens that come alone? If none were ever taken, nothing that conflicts with it would be enabled. */
function isAlone(flow: Flow, conflicts: Conflicts, marking: readonly number[], t: number): boolean {
  const marked = new Set([...marking.keys()].filter((p) => marking[p] !== 0));
  const before = new Set<number>();
  for (let size = -1; size !== before.size; ) {
    size = before.size;
    for (let u = 0; u < flow.net.transitionCount; u++) {
      const needs = [...row(flow.net.consumed, u), ...row(flow.net.read, u)];
      if (u === t || !needs.every((p) => marked.has(p))) continue;
      before.add(u);
      for (const p of row(flow.gives, u)) marked.add(p);
    }
  }
  let isAlone = true;
  everyConflict(flow, conflicts, t, (u) => (isAlone &&= !before.has(u)));
  return isAlone;
}
