/** Independent implementations of the semantics, explored exhaustively on random small systems. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type System, systems } from "./arbitrary.ts";
import { denseExplorer } from "./dense.ts";
import { type ExploreOptions, TooManyStates, finals, naive } from "./explore.ts";
import { maude, maudeIsInstalled } from "./maude.ts";

/** Systems in all; ten thousand take some minutes. */
const systemsWanted = Number(process.env["MADEUS_ORACLE_SYSTEMS"] ?? 800);
/** Maude reads so many systems at once: starting it is dear, and so is a module of many equations. */
const batch = 50;
const explorers = [naive, denseExplorer, ...(maudeIsInstalled ? [maude] : [])];

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
        const programs = drawn.filter(isSmall(options)).map(({ instructions }) => instructions);
        const [expected, ...others] = await Promise.all(
          explorers.map(async (explorer) => explorer.finals(programs, options)),
        );
        for (const found of others) expect(found).toEqual(expected);
      }),
      { numRuns: Math.ceil(systemsWanted / 2 / batch) },
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

const isSmall =
  (options: ExploreOptions) =>
  ({ instructions }: System): boolean => {
    try {
      return finals(instructions, { ...options, statesMax: 300 }).size > 0;
    } catch (error) {
      if (error instanceof TooManyStates) return false;
      throw error;
    }
  };
