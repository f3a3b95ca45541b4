/** Counters against a recount, after every step of random walks, and wake-ups against all that is enabled. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dense } from "../oracle/dense.ts";
import { type Walker, alone, firstFault, walks } from "../oracle/walk.ts";
import type { Configuration } from "../../src/semantics/configuration.ts";
import { eagerWalks, firstMiscount } from "./eager.ts";
import { miscounts } from "./recount.ts";

const walksWanted = Number(process.env["MADEUS_ORACLE_WALKS"] ?? 200);

/** The real semantics; throws as soon as a counter is wrong. */
const counted: Walker<Configuration> = {
  ...dense,
  submit: (c, instructions) => recounted(dense.submit(c, instructions)),
  apply: (c, step) => recounted(dense.apply(c, step)),
};
function recounted(c: Configuration): Configuration {
  const wrong = miscounts(c);
  if (wrong.length > 0) throw new Error(wrong.join("\n"));
  return c;
}

describe.each([
  { systems: "of connected instances", sizes: {} },
  { systems: "of one instance that forks and joins", sizes: alone },
])("systems $systems", ({ sizes }) => {
  test("every counter is exact after every single step", () => {
    fc.assert(
      fc.property(walks(120, sizes), (walk) => {
        expect(firstFault(walk, counted)).toBeUndefined();
      }),
      { numRuns: walksWanted },
    );
  });

  test("every counter is exact and no rule is overlooked after every event", () => {
    fc.assert(
      fc.property(eagerWalks(sizes), (walk) => {
        expect(firstMiscount(walk)).toBeUndefined();
      }),
      { numRuns: walksWanted },
    );
  });
});
