/** The semantics of `src/semantics` beside the naive one on random walks. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dense } from "./dense.ts";
import { firstUnlawful } from "./replay.ts";
import { alone, firstFault, walks } from "./walk.ts";

const walksWanted = Number(process.env["MADEUS_ORACLE_WALKS"] ?? 300);

describe.each([
  { systems: "of connected instances", sizes: {} },
  { systems: "of one instance that forks and joins", sizes: alone },
])("walks through systems $systems", ({ sizes }) => {
  test("the same rules are enabled in every state and do the same", () => {
    fc.assert(
      fc.property(walks(120, sizes), (walk) => {
        expect(firstFault(walk, dense)).toBeUndefined();
      }),
      { numRuns: walksWanted },
    );
  });

  test("what follows from an event is allowed step by step, and nothing is forgotten", () => {
    fc.assert(
      fc.property(walks(120, sizes), (walk) => {
        expect(firstUnlawful(walk)).toBeUndefined();
      }),
      { numRuns: walksWanted },
    );
  });
});

test("a semantics that lacks one rule is told apart", () => {
  const lacking = (rule: string): typeof dense => ({
    ...dense,
    enabled: (c) => dense.enabled(c).filter((text) => !text.startsWith(rule)),
  });
  const drawn = fc.sample(walks(120), { numRuns: 100, seed: 1 });
  for (const rule of ["leave", "fire", "end", "enter", "collide", "finish", "withdraw", "instruct"])
    expect(drawn.some((walk) => firstFault(walk, lacking(rule)) !== undefined)).toBe(true);
});
