/** Differences in words: those that are alike are told together. */
import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { AdoptAnswers } from "../../src/command/adopt-answer.ts";
import { differenceLines } from "../../src/command/prospect.ts";
import { assembly } from "../../src/model/assembly.ts";

test("many that differ in the same way make one line", () => {
  const update = "version 1 is to be 2: update brings it there";
  const webs = Array.from({ length: 40 }, (_, k) => `web${k + 1}`);
  const differences = [
    { what: "removed", name: "old", text: "is no longer declared: it is taken away" } as const,
    ...webs.map((name) => ({ what: "changed", name, text: update }) as const),
  ];
  expect(differenceLines(differences).map((line) => stripVTControlCharacters(line))).toEqual([
    "- old is no longer declared: it is taken away",
    `~ ${webs.slice(0, 8).join(", ")} and 32 more ${update}`,
  ]);
});

test("of adopt, where an instance is said to be has a place", () => {
  const site = assembly({ name: "site", components: {} });
  expect(() => new AdoptAnswers({ at: ["back"], give: [] }, site, false)).toThrow(
    '--at "back" is not written INSTANCE=PLACE.',
  );
});
