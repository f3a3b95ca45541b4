/**
 * What the compiler says of wrong declarations: its messages are part of the API.
 *
 * Each case in `wrong/` is named by a comment; `wrong.txt` holds the messages, case by case. `vitest run test/compiler -u` rewrites it.
 */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compile, root } from "./compiler.ts";

const folder = `${root}test/compiler/wrong/`;
const files = readdirSync(folder).toSorted();
const printed = compile("test/compiler/tsconfig.json");

interface Case {
  readonly file: string;
  readonly line: number;
  readonly name: string;
}

const cases: readonly Case[] = files.flatMap((file) =>
  readFileSync(folder + file, "utf8")
    .split("\n")
    .flatMap((text, index) => {
      const name = /^\s*\/\/ (.*)$/.exec(text)?.[1];
      return name === undefined ? [] : [{ file, line: index + 1, name }];
    }),
);

/** The messages of each case, in the order of the cases; those of none under undefined. */
function messages(): ReadonlyMap<Case | undefined, readonly string[]> {
  const of = new Map<Case | undefined, string[]>(cases.map((one) => [one, []]));
  let current: string[] = [];
  for (const line of printed.split("\n").filter((text) => text !== "")) {
    const [, file, at, text] =
      /^test\/compiler\/wrong\/([\w-]+\.ts)\((\d+),\d+\): (.*)$/.exec(line) ?? [];
    if (text === undefined) {
      current.push(line);
      continue;
    }
    const found = cases.findLast((one) => one.file === file && one.line < Number(at));
    of.set(found, (current = of.get(found) ?? []));
    current.push(text);
  }
  return of;
}

test("every wrong declaration is refused by the compiler", () => {
  const accepted = cases.filter((one) => messages().get(one)?.length === 0);
  expect(accepted).toEqual([]);
});

test("nothing else in the wrong files is refused", () => {
  expect(messages().get(undefined) ?? []).toEqual([]);
});

test("the messages are those that were agreed on", async () => {
  const text = cases.flatMap(({ file, name }, index) => [
    ...(cases[index - 1]?.file === file ? [] : [`# ${file}`, ""]),
    name,
    ...(messages().get(cases[index]) ?? []).map((line) => `    ${line}`),
    "",
  ]);
  await expect(text.join("\n")).toMatchFileSnapshot("wrong.txt");
});

test("no message is a wall", () => {
  const long = [...messages().values()].flat().filter((line) => line.length > 370);
  expect(long).toEqual([]);
});
