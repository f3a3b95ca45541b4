/** What is proved of an assembly is what the engine does in virtual time: how long it takes, or where it gets stuck. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Marking } from "../../../src/engine/report.ts";
import { simulate } from "../../../src/host/simulation.ts";
import { type Proof, prove } from "../../../src/net/proof/proof.ts";
import { rarely } from "../../oracle/component-arbitrary.ts";
import { assemblies } from "../proof/random-assembly.ts";

test("a random assembly takes as long as was proved, and ends where that was proved", async () => {
  const seen = { proved: 0, violated: 0, unknown: 0 };
  const agree = fc.asyncProperty(assemblies(rarely(3)), async (declared) => {
    const { method, verdict, expectation, finals } = prove(declared);
    const { outcome, makespanS, marking } = await simulate(declared);
    seen[verdict]++;
    expect(method).toBe("one run");
    expect(outcome).toBe(verdict === "proved" ? "done" : "stuck");
    expect(finals.map(placesOf)).toEqual([placesIn(marking)]);
    if (verdict !== "proved") return;
    expect(expectation?.bounds.minS).toBeCloseTo(makespanS, 6);
    expect(expectation?.bounds.maxS).toBeCloseTo(makespanS, 6);
  });
  await fc.assert(agree, { numRuns: 200, seed: 1 });
  expect(seen.proved).toBeGreaterThan(100);
  expect(seen.violated).toBeGreaterThan(5);
});

/** instance → the component's places that hold tokens, and the transitions that do or whose docks do; as a proof tells it */
const placesOf = (final: Proof["finals"][number]): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    Object.entries(final).map(([instance, { tokens }]) => [
      instance,
      [...new Set(tokens.map((token) => token.replace(/^(in|out):/, "")))].toSorted(),
    ]),
  );

/** The same of a run. */
const placesIn = (marking: Marking): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    Object.entries(marking).map(([instance, { places, transitions }]) => [
      instance,
      [...places, ...transitions].toSorted(),
    ]),
  );
