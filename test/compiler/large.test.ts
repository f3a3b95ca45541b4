/** How much work large declarations are for the compiler, counted in type instantiations: the count does not depend on the machine. */
import { expect, test } from "vitest";
import { compileSource, instances, instantiationsIn, instructions, large, loops } from "./large.ts";

const instantiationsMax = 300_000;

test(`an assembly of ${instances} components and a program of ${instructions} instructions are little work for the compiler`, () => {
  const printed = compileSource(large + loops);
  expect(printed).not.toContain("error TS");
  const instantiations = instantiationsIn(printed);
  expect(instantiations).toBeGreaterThan(10_000);
  expect(instantiations).toBeLessThan(instantiationsMax);
});

test("one wrong wire among sixty is found, so the compiler did look at them", () => {
  const printed = compileSource(large.replace(`{ s: "i0.s"`, `{ s: "i1.s"`));
  expect(printed).toContain(`error TS2322: Type '"i1.s"' is not assignable to type '"i0.s"'.`);
});
