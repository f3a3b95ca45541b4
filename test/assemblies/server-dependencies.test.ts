/** The server with many dependencies: what is proved of it, what the engine does and what the formulas say are the same. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Times,
  deploymentS,
  serverDependencies,
  serverWith,
  updateDependencies,
  updateOf,
  updateS,
} from "../../assemblies/server-dependencies.ts";
import { check, type Assembly, type Program } from "madeus";
import { simulate } from "madeus/testing";
import { prove } from "../../src/net/proof/proof.ts";

const seconds = fc.integer({ min: 0, max: 60_000 }).map((ms) => ms / 1000);
const dependency = fc.record({
  installS: seconds,
  runS: seconds,
  updateS: seconds,
  configureS: seconds,
  suspendS: seconds,
  prepareS: seconds,
});
const timesOf = (n: fc.Arbitrary<number>): fc.Arbitrary<Times> =>
  n.chain((length) =>
    fc.record({
      server: fc.record({ allocateS: seconds, runS: seconds }),
      dependencies: fc.array(dependency, { minLength: length, maxLength: length }),
    }),
  );

/** Proved and run by the engine, both with this makespan. */
async function takes(declared: Assembly | Program, makespanS: number): Promise<void> {
  const { verdict, method, expectation } = prove(declared);
  expect({ verdict, method }).toEqual({ verdict: "proved", method: "one run" });
  expect(expectation?.bounds.minS).toBeCloseTo(makespanS, 6);
  expect(expectation?.bounds.maxS).toBeCloseTo(makespanS, 6);
  const run = await simulate(declared);
  expect(run.outcome).toBe("done");
  expect(run.makespanS).toBeCloseTo(makespanS, 6);
}

describe("a server with n dependencies, which take what they like", () => {
  const sizes = [
    ["1 to 5", fc.integer({ min: 1, max: 5 }), 20],
    ["1 to 100", fc.integer({ min: 1, max: 100 }), 4],
  ] as const;

  test.each(sizes)("n = %s: it is deployed in the time of the formula", async (_, n, numRuns) => {
    const deployed = fc.asyncProperty(timesOf(n), (times) =>
      takes(serverWith(times), deploymentS(times)),
    );
    await fc.assert(deployed, { numRuns });
  });

  test.each(sizes)("n = %s: it is updated in the time of the formula", async (_, n, numRuns) => {
    const updated = fc.asyncProperty(timesOf(n), (times) => takes(updateOf(times), updateS(times)));
    await fc.assert(updated, { numRuns });
  });
});

test("the server and its dependencies have the published sizes", () => {
  const { server, dep1 } = serverDependencies.components;
  const sizes = [server, dep1].map((one) => [
    one?.places.length,
    Object.values<object>(one?.behaviors ?? {}).flatMap((edges) => Object.keys(edges)).length,
    Object.keys(one?.uses ?? {}).length + Object.keys(one?.provides ?? {}).length,
  ]);
  const n = 3;
  expect(sizes).toEqual([
    [4 + n, 2 + 3 * n, 2 + 2 * n],
    [3, 3, 2],
  ]);
});

test("what the file exports is sound", () => {
  expect(check(serverDependencies)).toEqual([]);
  expect(check(updateDependencies)).toEqual([]);
});
