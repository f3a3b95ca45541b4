import fc from "fast-check";
import { expect, test } from "vitest";
import { circleThrough, stronglyConnected } from "../../src/semantics/circle.ts";

/** Followers of the points 0, 1, 2 … */
const graphs = fc
  .array(fc.array(fc.nat(11), { maxLength: 3 }), { minLength: 1, maxLength: 12 })
  .map((drawn) => drawn.map((followers) => followers.map((one) => one % drawn.length)));

/** Everything that can be reached from `point` by one step or more. */
function reached(graph: readonly (readonly number[])[], point: number): ReadonlySet<number> {
  const found = new Set(graph[point]);
  for (const one of found) for (const follower of graph[one] ?? []) found.add(follower);
  return found;
}

test("points are in one set if and only if they reach each other; what follows a set comes before it", () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const sets = stronglyConnected(graph.keys(), (point) => graph[point] ?? []);
      expect(sets.flat().toSorted((a, b) => a - b)).toEqual([...graph.keys()]);
      const place = new Map(sets.flatMap((set, k) => set.map((point) => [point, k])));
      for (const a of graph.keys())
        for (const b of reached(graph, a)) {
          expect(place.get(b)).toBeLessThanOrEqual(place.get(a) ?? -1);
          expect(place.get(a) === place.get(b)).toBe(a === b || reached(graph, b).has(a));
        }
    }),
  );
});

test("a circle is a shortest way from a point back to itself", () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const next = (point: number): readonly number[] => graph[point] ?? [];
      for (const point of graph.keys()) {
        const way = circleThrough(point, new Set(graph.keys()), next);
        expect(way[0]).toBe(point);
        expect(new Set(way).size).toBe(way.length);
        if (!reached(graph, point).has(point)) expect(way).toEqual([point]);
        else
          for (const [k, one] of way.entries())
            expect(next(one)).toContain(way[(k + 1) % way.length]);
      }
    }),
  );
});

test("only what can be reached is asked, each point once", () => {
  const asked: number[] = [];
  const graph = [[1], [0, 2], [], [0]];
  stronglyConnected([0, 1], (point) => {
    asked.push(point);
    return graph[point] ?? [];
  });
  expect(asked.toSorted((a, b) => a - b)).toEqual([0, 1, 2]);
});

test("a way of 200,000 points is no problem", () => {
  const length = 200_000;
  const sets = stronglyConnected([0], (point) => (point + 1 < length ? [point + 1] : []));
  expect(sets.length).toBe(length);
  expect(sets.at(-1)).toEqual([0]);
});
