/** By what Linux says of a process. */
import { expect, test } from "vitest";
import { isBackgroundIn } from "../../src/command/foreground.ts";

/** Its name, its group, and the group that the terminal belongs to. */
const stat = (name: string, group: number, foreground: number): string =>
  `71 (${name}) S 70 ${group} 70 34816 ${foreground} 4194304 1 2 3`;

test("the terminal belongs to a job, whatever the process is called", () => {
  for (const name of ["node", ") R 1 2 3 4 5", "a b"]) {
    expect(isBackgroundIn(stat(name, 71, 71))).toBe(false);
    expect(isBackgroundIn(stat(name, 71, 70))).toBe(true);
  }
});

test("where there is no terminal, or one of another world, nobody else has it", () => {
  for (const foreground of [-1, 0])
    expect(isBackgroundIn(stat("node", 71, foreground))).toBe(false);
  expect(isBackgroundIn("")).toBe(false);
});
