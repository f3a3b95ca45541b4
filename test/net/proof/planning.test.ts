/** The published planning cases can be written, are proved, and take as long as a run of the engine in virtual time. */
import { describe, expect, test } from "vitest";
import { prove } from "../../../src/net/proof/proof.ts";
import { simulate } from "../../../src/host/simulation.ts";
import { parallelUser, provider, transformer } from "./planning/component.ts";
import { changes, hastyUpdate, planningCase, structures } from "./planning/case.ts";

const cases = structures.flatMap((structure) =>
  changes.flatMap((change) => [10, 30, 100].map((n) => [structure, change, n] as const)),
);

test.each(cases)("%s, %s, n = %i", async (structure, change, n) => {
  const declared = planningCase(structure, change, n);
  const proof = prove(declared);
  expect(proof).toMatchObject({ verdict: "proved", complete: true, method: "one run" });
  const { makespanS, outcome } = await simulate(declared);
  expect(outcome).toBe("done");
  expect(proof.expectation?.bounds.minS).toBeCloseTo(makespanS, 6);
  expect(proof.expectation?.bounds.maxS).toBeCloseTo(makespanS, 6);
});

test.each([
  ["provider", provider, 3, 5, 2],
  ["transformer", transformer, 4, 8, 4],
  ["parallel user of 1", parallelUser(1), 6, 7, 4],
  ["parallel user of 7", parallelUser(7), 18, 31, 16],
] as const)(
  "%s has the published size",
  (_, { places, behaviors, uses, provides }, ...published) => {
    const transitions = Object.values<object>(behaviors).flatMap((one) => Object.keys(one));
    const ports = [...Object.keys(uses), ...Object.keys(provides)];
    expect([places.length, transitions.length, ports.length]).toEqual(published);
  },
);

describe("an update that does not wait before it goes up again", () => {
  test("may get stuck where a transformer is between two others", () => {
    const { verdict, findings } = prove(hastyUpdate("linear", 3));
    expect(verdict).toBe("violated");
    expect(findings.map(({ text }) => text).join("\n")).toMatch(
      /transformer1 waits for transformer2 waits for transformer1/,
    );
  });

  test("does so in some orders only: it may come to its end, too", async () => {
    const { finals, deadlocks } = prove(hastyUpdate("linear", 2));
    expect(finals.length).toBeGreaterThan(deadlocks.length);
    expect(deadlocks.length).toBeGreaterThan(0);
    expect((await simulate(hastyUpdate("linear", 2))).outcome).toBe("done");
  });

  test("is told without waiting for all the ways in which it does", () => {
    const proof = prove(hastyUpdate("stratified", 20));
    expect(proof).toMatchObject({ verdict: "violated", complete: false });
    expect(proof.states).toBeLessThan(200_000);
    expect(proof.findings[0]?.text).toMatch(/^it may get stuck/);
  });

  test("is harmless where who provides uses nobody", () => {
    for (const structure of ["central provider", "central user"] as const)
      expect(prove(hastyUpdate(structure, 10)).verdict).toBe("proved");
  });
});
