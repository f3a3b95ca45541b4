import { expect, test } from "vitest";
import { commandTold } from "../../src/engine/command-told.ts";

test.for([
  [
    "a program as one would type it",
    "printf",
    ["%s", "one 'two'"],
    "printf %s 'one '\\''two'\\'''",
  ],
  ["shell text as itself", "sh", ["-ec", "'/usr/bin/node' app.mjs"], "'/usr/bin/node' app.mjs"],
  ["shell text behind --", "sh", ["-ec", "--", "-x || true"], "-x || true"],
  ["shell text of several lines by its first", "sh", ["-c", "\n  one\n  two\n"], "one …"],
  [
    "shell text with arguments whole",
    "sh",
    ["-c", 'echo "$1"', "sh", "a"],
    `sh -c 'echo "$1"' sh a`,
  ],
  ["a shell without text", "sh", ["-s"], "sh -s"],
] as const)("%s", ([, file, args, told]) => {
  expect(commandTold(file, args, false)).toBe(told);
});

test("nothing of a shell that reads its text from its input", () => {
  expect(commandTold("sh", ["-s"], true)).toBeUndefined();
  expect(commandTold("sh", ["-es"], true)).toBeUndefined();
  expect(commandTold("cat", ["-s"], true)).toBe("cat -s");
});
