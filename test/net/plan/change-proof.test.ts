/** Random changes of random systems: the program comes to its end in whatever order things happen, and what is wanted stands then. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Instruction, programOf } from "../../../src/model/program.ts";
import { changeTo } from "../../../src/net/plan/change.ts";
import { systemOf } from "../../../src/net/plan/system.ts";
import { proveFrom } from "../../../src/net/proof/proof.ts";
import { assembled } from "../../../src/semantics/assembled.ts";
import { instructionText } from "../../../src/semantics/lack-program.ts";
import { settle } from "../../../src/semantics/settle.ts";
import { type Turn, deployed, standing, turns, wantedIn } from "./changing.ts";

test("whatever changes, the program is proved and ends in what is wanted; else it is said what keeps it from it", () => {
  const seen = { programs: 0, obstacles: 0, waits: 0, instructions: 0 };
  const check = fc.property(
    turns({ instancesMin: 5, instancesMax: 9 }),
    fc.boolean(),
    (turn, atOnce) => {
      const c = deployed(turn.before, turn.asleep);
      const { instructions, obstacles } = changeTo(systemOf(c), wantedIn(turn), atOnce);
      seen.obstacles += obstacles.length;
      for (const one of obstacles)
        expect(one).toMatch(/^i\d needs i\d\.ready for its \w+, and that is not there$/);
      if (obstacles.length > 0) return;
      const told = instructions.map(instructionText).join("\n");
      const program = programOf(assembled(c, { name: "it", hosts: {}, on: [] }), instructions);
      expect(proveFrom(program, c, { isTimed: false }).verdict, told).toBe("proved");
      expect(settle(c, { type: "program", instructions }).outcome).toBe("done");
      expect(standing(c)).toEqual(standing(deployed(turn.after)));
      expect(changeTo(systemOf(c), stillWanted(turn)).instructions).toEqual([]);
      seen.programs++;
      seen.waits += waitsIn(instructions);
      seen.instructions += instructions.length;
    },
  );
  fc.assert(check, { numRuns: 80, seed: 1 });
  expect(seen.programs).toBeGreaterThan(60);
  expect(seen.obstacles).toBeGreaterThan(0);
  expect(seen.waits).toBeGreaterThan(100);
  expect(seen.instructions).toBeGreaterThan(1000);
});

test("where nobody needs a provider once more to clean up, nothing keeps a large system from changing", () => {
  const check = fc.property(
    turns({ instancesMin: 20, instancesMax: 60, isPlain: true }),
    fc.boolean(),
    (turn, atOnce) => {
      const c = deployed(turn.before);
      const { instructions, obstacles } = changeTo(systemOf(c), wantedIn(turn), atOnce);
      expect(obstacles).toEqual([]);
      expect(settle(c, { type: "program", instructions }).outcome).toBe("done");
      expect(standing(c)).toEqual(standing(deployed(turn.after)));
    },
  );
  fc.assert(check, { numRuns: 20 });
});

/** The same when all is up to date. */
const stillWanted = (turn: Turn) => wantedIn({ ...turn, updated: new Set(), anew: new Set() });
const waitsIn = (instructions: readonly Instruction[]): number =>
  instructions.filter(({ op }) => op === "wait").length;
