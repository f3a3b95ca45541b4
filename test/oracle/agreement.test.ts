/** Independent implementations of the semantics, explored exhaustively on random small systems. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Instruction } from "../../src/model/program.ts";
import { systems } from "./arbitrary.ts";
import { denseExplorer } from "./dense.ts";
import { type ExploreOptions, TooManyStates, finals } from "./explore.ts";
import { maude, maudeIsInstalled } from "./maude.ts";

/** Systems in all; ten thousand take some minutes. */
const systemsWanted = Number(process.env["MADEUS_ORACLE_SYSTEMS"] ?? 800);
/** Maude reads up to so many systems at once, half of it on average: starting it is dear, and so is a module of many equations. */
const batch = 50;
const explorers = [denseExplorer, ...(maudeIsInstalled ? [maude] : [])];

test("Maude takes part on the machines that decide", () => {
  expect(maudeIsInstalled || process.env["CI"] === undefined).toBe(true);
});

test.each([
  { actions: "that never fail", options: {} },
  { actions: "that may fail", options: { failures: true } },
])(
  "with actions $actions all semantics reach the same final configurations",
  async ({ options }) => {
    await fc.assert(
      fc.asyncProperty(batches, async (drawn) => {
        const explored = drawn.flatMap(({ instructions }) => naively(instructions, options));
        const programs = explored.map(({ program }) => program);
        for (const explorer of explorers)
          expect(await explorer.finals(programs, options)).toEqual(
            explored.map(({ expected }) => expected),
          );
      }),
      { numRuns: Math.ceil(systemsWanted / batch) },
    );
  },
  600_000,
);

/** Two instances, or three smaller ones: every order of their steps is explored. */
const small = fc.oneof(
  systems({ instancesMax: 2, placesMax: 4 }),
  systems({ instancesMin: 3, placesMax: 3, instructionsMax: 5 }),
);
const batches = fc.array(small, { minLength: 1, maxLength: batch, size: "max" });

/** The program with its final configurations; nothing where it has too many states. */
function naively(program: readonly Instruction[], options: ExploreOptions) {
  try {
    return [{ program, expected: finals(program, { ...options, statesMax: 300 }) }];
  } catch (error) {
    if (error instanceof TooManyStates) return [];
    throw error;
  }
}
