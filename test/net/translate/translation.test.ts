/** Nets of programs that were chosen, explored completely: beside the semantics, by themselves, and by what they come to. */
import { describe, expect, test } from "vitest";
import { explore as exploreNet } from "../../../src/net/explore/explore.ts";
import { encode } from "../../../src/net/translate/encode.ts";
import { type Translation, translate } from "../../../src/net/translate/translate.ts";
import type { Configuration } from "../../../src/semantics/configuration.ts";
import { explore } from "../../../src/semantics/explore.ts";
import { cases } from "../../semantics/cases.ts";
import { explored } from "./lockstep.ts";
import { countedKey, markingKey } from "./lockstep-game.ts";
import { type Tally, count, courseHappenings, everything, happenings } from "./lockstep-tally.ts";
import { type TranslationCase, startOf, translationCases } from "./translation-cases.ts";

describe("the table of the semantics", () => {
  test.each(cases)("$name, in the net too", (one) => {
    const { c, translation } = translated(one);
    const wanted = explore(c);
    const found = exploreNet(translation.net, { mode: "full" });
    expect(found.states).toBe(wanted.states);
    expect(terminalKeys(found)).toEqual(
      new Set(wanted.finals.values().map((end) => markingKey(encode(translation, end)))),
    );
  });
});

describe("the net of a program", () => {
  const all: readonly TranslationCase[] = [...cases, ...translationCases];
  const tally: Tally = new Map();

  test.each(all)("$name: it has the graph of the semantics", (one) => {
    const { c, translation } = translated(one);
    const { difference, states, terminals, isComplete } = explored(c, translation, {
      statesMax: 20_000,
      look: (one) => count(tally, happenings(one)),
    });
    count(tally, courseHappenings(translation));
    expect(difference).toBeUndefined();
    expect(isComplete).toBe(true);
    const full = exploreNet(translation.net, { mode: "full", terminalsMax: 10_000 });
    expect(full.states).toBe(states);
    expect(full.isSafe).toBe(true);
    for (const found of [full, exploreNet(translation.net, { terminalsMax: 10_000 })])
      expect(terminalKeys(found)).toEqual(new Set(terminals.keys()));
  });

  test("comes, among all of these, to everything there is", () => {
    expect(everything.filter((what) => !tally.has(what))).toEqual([]);
  });
});

const translated = (
  one: TranslationCase,
): { readonly c: Configuration; readonly translation: Translation } => {
  const c = startOf(one);
  const translation = translate(c);
  if (translation === undefined) throw new Error("it has too many outcomes");
  return { c, translation };
};

const terminalKeys = ({ terminals }: ReturnType<typeof exploreNet>): ReadonlySet<string> =>
  new Set(terminals.map(({ marking }) => countedKey(marking)));
