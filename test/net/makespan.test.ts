/** What is proved of a makespan is what the engine needs in virtual time: on random assemblies. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { prove } from "../../src/net/proof.ts";
import { simulate } from "../../src/host/simulation.ts";
import { rarely } from "../oracle/component-arbitrary.ts";
import { assemblies } from "./random-assembly.ts";

test("a random assembly takes as long as was proved, or gets stuck when and as that was proved", async () => {
  const seen = { done: 0, stuck: 0 };
  const agree = fc.asyncProperty(assemblies(rarely(3)), async (declared) => {
    const { method, verdict, expectation } = prove(declared);
    expect(method).toBe("one run");
    const { outcome, makespanS } = await simulate(declared);
    expect(outcome).toBe(verdict === "proved" ? "done" : "stuck");
    expect(expectation?.bounds.minS).toBeCloseTo(makespanS, 6);
    expect(expectation?.bounds.maxS).toBeCloseTo(makespanS, 6);
    seen[verdict === "proved" ? "done" : "stuck"]++;
  });
  await fc.assert(agree, { numRuns: Number(process.env["RUNS"] ?? 200) });
  expect(seen.done).toBeGreaterThan(100);
  expect(seen.stuck).toBeGreaterThan(5);
});
