/** The semantics of `src/semantics` beside the naive one on random walks. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dense } from "./dense.ts";
import { firstUnlawful } from "./replay.ts";
import { twofold } from "./twofold.ts";
import { alone, firstFault, walks } from "./walk.ts";

const walksWanted = Number(process.env["MADEUS_ORACLE_WALKS"] ?? 400);

describe.each([
  { systems: "of connected instances", drawn: walks(120) },
  { systems: "of one instance that forks and joins", drawn: walks(120, alone) },
  { systems: "in which a used group gets a second token", drawn: walks(120, {}, twofold) },
])("walks through systems $systems", ({ drawn }) => {
  test("the same rules are enabled in every state and do the same", () => {
    fc.assert(
      fc.property(drawn, (walk) => {
        expect(firstFault(walk, dense)).toBeUndefined();
      }),
      { numRuns: walksWanted },
    );
  }, 600_000);

  test("what follows from an event is allowed step by step, and nothing is forgotten", () => {
    fc.assert(
      fc.property(drawn, (walk) => {
        expect(firstUnlawful(walk)).toBeUndefined();
      }),
      { numRuns: walksWanted },
    );
  }, 600_000);
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
