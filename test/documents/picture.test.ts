/** The pictures of the documents are those that their commands draw now: `npm run pictures` brings them up to date. */
import { readFileSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { draw, drawnNow, pictures } from "./picture.ts";

test.each([...pictures()])("%s is what `%s` draws", (path, line) => {
  expect(drawnNow(line)).toBe(readFileSync(path, "utf8"));
});

test("every picture is in the list", () => {
  const drawn = readdirSync("docs/pictures")
    .filter((name) => name !== "pictures.json")
    .map((name) => `docs/pictures/${name}`);
  expect(drawn.toSorted()).toEqual([...pictures().keys()].toSorted());
});

test("a command that draws nothing is found out", () => {
  expect(() => draw("graph gone.ts --out FILE", "gone.svg")).toThrow("MADEUS_FILE_MISSING");
});
