/** The file of a state as it is made. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createStateFile } from "../../src/store/sqlite-creation.ts";
import { stateDirectory } from "./state-directory.ts";

test("it has its log from the beginning, which two who open it at once could not give it", () => {
  const directory = stateDirectory();
  const path = join(directory, "state.sqlite");
  createStateFile(path);
  // The versions of the format to write and to read (https://www.sqlite.org/fileformat2.html#file_format_version_numbers): 2 is with a log.
  expect([...readFileSync(path).subarray(18, 20)]).toEqual([2, 2]);
  expect(readdirSync(directory)).toEqual(["state.sqlite"]);
});

test("who makes it second leaves it as it is", () => {
  const path = join(stateDirectory(), "state.sqlite");
  createStateFile(path);
  const first = readFileSync(path);
  createStateFile(path);
  expect(readFileSync(path).equals(first)).toBe(true);
});
