/** The net says what the semantics says: both are explored side by side, on random programs. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { start } from "../../src/semantics/explore.ts";
import { translate } from "../../src/net/translate.ts";
import { systems } from "../oracle/arbitrary.ts";
import { lockstep } from "./lockstep.ts";

describe("the net of a random program", () => {
  test("has the graph of the semantics", () => {
    let states = 0;
    let complete = 0;
    const check = fc.property(
      systems({ instancesMin: 1, instructionsMax: 5 }),
      ({ instructions }) => {
        const begin = start(instructions);
        const translation = translate(begin);
        if (translation === undefined) return;
        const compared = lockstep(begin, translation, { statesMax: 400 });
        expect(compared.difference).toBeUndefined();
        states += compared.states;
        complete += Number(compared.isComplete);
      },
    );
    fc.assert(check, { numRuns: Number(process.env["RUNS"] ?? 300) });
    expect(complete).toBeGreaterThan(100);
    expect(states).toBeGreaterThan(10_000);
  });
});
