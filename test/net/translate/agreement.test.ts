/** The net says what the semantics says: both are walked through and explored side by side, on random programs. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seededChance } from "../../../src/net/time/chance-seed.ts";
import { explore } from "../../../src/net/explore/explore.ts";
import { endsThere } from "../../../src/net/explore/verify.ts";
import { translate } from "../../../src/net/translate/translate.ts";
import { start } from "../../../src/semantics/explore.ts";
import { systems } from "../../oracle/arbitrary.ts";
import { explored, walked } from "./lockstep.ts";
import { countedKey } from "./lockstep-game.ts";
import { type Begun, begun, begunSystems, livelySystems, longSystems } from "./lockstep-system.ts";
import { type Tally, count, courseHappenings, happenings } from "./lockstep-tally.ts";

const share = Number(process.env["MADEUS_AGREEMENT_SHARE"] ?? 1);
/** What is counted below must not hang on chance, but where more runs than usual are asked for. */
const runs = (numRuns: number) =>
  share === 1 ? { numRuns, seed: 1 } : { numRuns: numRuns * share };
const timeout = 60_000 * share;

describe("the net of a small random program", { timeout }, () => {
  const tiny = begunSystems(
    { instancesMin: 1, instancesMax: 2, placesMax: 4, instructionsMax: 5 },
    12,
  );

  test("has the graph of the semantics, from wherever it begins", () => {
    let states = 0;
    let complete = 0;
    const check = fc.property(tiny, (system) => {
      const start = begun(system);
      const translation = translate(start);
      if (translation === undefined) return;
      const { difference, ...compared } = explored(start, translation, { statesMax: 200 });
      expect(difference).toBeUndefined();
      states += compared.states;
      complete += Number(compared.isComplete);
    });
    fc.assert(check, runs(150));
    expect(complete).toBeGreaterThan(60 * share);
    expect(states).toBeGreaterThan(2_000 * share);
  });

  test("ends where the semantics ends, whichever way the net is explored", () => {
    let compared = 0;
    const check = fc.property(tiny, (system) => {
      const start = begun(system);
      const translation = translate(start);
      if (translation === undefined) return;
      const { states, terminals, isComplete } = explored(start, translation, { statesMax: 150 });
      if (!isComplete) return;
      const full = explore(translation.net, { mode: "full", terminalsMax: 1_000 });
      expect(full.states).toBe(states);
      expect(full.isSafe).toBe(true);
      const auto = explore(translation.net, { terminalsMax: 1_000 });
      for (const { terminals: found } of [full, auto])
        expect(new Set(found.map(({ marking }) => countedKey(marking)))).toEqual(
          new Set(terminals.keys()),
        );
      compared++;
    });
    fc.assert(check, runs(100));
    expect(compared).toBeGreaterThan(30 * share);
  });
});

test("a search through the net of any program comes to an end, and where it says that nothing goes on, nothing does", () => {
  let ends = 0;
  const check = fc.property(systems(), ({ instructions }) => {
    const translation = translate(start(instructions));
    if (translation === undefined) return;
    const { terminals } = explore(translation.net, { statesMax: 300 });
    for (const { trace } of terminals) expect(endsThere(translation.net, trace)).toBe(true);
    ends += terminals.length;
  });
  fc.assert(check, runs(60));
  expect(ends).toBeGreaterThan(30 * share);
});

/** One walk waits for everything before each instruction; another does not always, by the seed. */
const patiences = [0, 0.6, 0.9];

describe("walks through the nets of long programs", { timeout }, () => {
  const walks = ({ seed, ...system }: Begun, tally: Tally): void => {
    const start = begun({ seed, ...system });
    const translation = translate(start);
    if (translation === undefined) return;
    count(tally, courseHappenings(translation));
    for (const [k, patience] of [1, patiences[seed % patiences.length] ?? 0].entries()) {
      const { difference, terminals } = walked(start, translation, {
        chance: seededChance(seed + k),
        stepsMax: 300,
        patience,
        look: (c) => count(tally, happenings(c)),
      });
      expect(difference).toBeUndefined();
      count(
        tally,
        terminals.values().map((c) => (c.done ? "walks to the end" : "walks that get stuck")),
      );
    }
  };

  test("of random components agree with the semantics", () => {
    const tally: Tally = new Map();
    const systems = longSystems(
      { instructionsMax: 6, placesMax: 5 },
      { moreMax: 30, takenMax: 40 },
    );
    fc.assert(
      fc.property(systems, (system) => walks(system, tally)),
      runs(40),
    );
    expect(tally.get("fire")).toBeGreaterThan(30 * share);
  });

  test("of components that go round agree with the semantics, and come to everything there is", () => {
    const tally: Tally = new Map();
    fc.assert(
      fc.property(livelySystems({ moreMax: 60, takenMax: 60 }), (system) => walks(system, tally)),
      runs(150),
    );
    const seldom = wanted.filter(([what, times]) => (tally.get(what) ?? 0) < times * share);
    expect(seldom.map(([what]) => `${what}: ${tally.get(what) ?? 0}`)).toEqual([]);
  });
});

/** What walks must come to, at least so many times; they come to it some times more often. */
const wanted: readonly (readonly [what: string, times: number])[] = [
  ...["leave", "fire", "end", "enter", "finish", "fork"].map((what) => [what, 100] as const),
  ...["join", "a behavior waits for another one"].map((what) => [what, 100] as const),
  ...["add", "del", "connect", "disconnect", "wait"].map((op) => [`${op}: may`, 30] as const),
  ...["del", "disconnect", "wait"].map((op) => [`${op}: waits`, 10] as const),
  ...["a push is queued", "a push begins at once"].map((what) => [what, 100] as const),
  ["collide", 3],
  ["leave: a token is ahead", 5],
  ["leave: its provide is in use", 5],
  ["fire: not connected", 50],
  ["fire: service not provided", 50],
  ["enter: not connected", 20],
  ["enter: service not provided", 20],
  ["connect data: may", 10],
  ["disconnect of an active use: waits", 5],
  ["disconnect data: may", 10],
  ["walks to the end", 20],
  ["walks that get stuck", 20],
  ["added again", 5],
  ["connected again", 10],
  ["there at the start and deleted", 3],
  ["disconnected from the start", 3],
];
