/** `docs/comparison.md` is fair: what it claims of Madeus names tests that there are, what it says of others names a source. */
import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { expect, test } from "vitest";

const text = readFileSync("docs/comparison.md", "utf8");
const claims = /<!-- claims -->([^]*)<!-- \/claims -->/.exec(text)?.[1] ?? "";
const rows = claims.split("\n").filter((line) => /^\| (?!claim)(?!-)/.test(line));

interface Held {
  readonly name: string;
  readonly file: string;
}
const heldBy = (row: string): readonly Held[] =>
  [...row.matchAll(/\[`([^`]+)`\]\(([^)]+\.test\.ts)\)/g)].map(([, name = "", link = ""]) => ({
    name,
    file: posix.join("docs", link),
  }));

/** Is it the name of a test of that file, one that is not left out? */
const isTest = ({ name, file }: Held): boolean =>
  readFileSync(file, "utf8")
    .replaceAll(/test\(\s+"/g, 'test("')
    .includes(`test("${name}"`);

test("every claim is held by tests, by their names", () => {
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.filter((row) => heldBy(row).length === 0)).toEqual([]);
  expect(rows.flatMap(heldBy).filter((one) => !isTest(one))).toEqual([]);
});

test("a test that is not there, or goes by another name, is found out", () => {
  const [first] = rows.flatMap(heldBy);
  if (first === undefined) throw new Error("nothing is claimed");
  expect(isTest(first)).toBe(true);
  expect(isTest({ ...first, name: `${first.name}, always` })).toBe(false);
});

test("whatever is said of another tool names a source", () => {
  const [, ofOthers = ""] = /## One by one([^]*?)## What you will not/.exec(text) ?? [];
  const chapters = ofOthers.split(/^### /m).slice(1);
  expect(chapters.length).toBeGreaterThan(5);
  expect(chapters.filter((chapter) => !chapter.includes("](https://"))).toEqual([]);
  const [, table = ""] = /## Who expresses what([^]*?)\n\n## /.exec(text) ?? [];
  const others = table.split("\n").filter((line) => /^\| [A-Z]/.test(line));
  expect(others.length).toBeGreaterThan(5);
  expect(others.filter((line) => !line.includes("](https://"))).toEqual([]);
});

test("the gaps are named", () => {
  const [, gaps = ""] = /## What you will not find here([^]*)$/.exec(text) ?? [];
  expect(gaps.match(/^- \*\*/gm)?.length).toBeGreaterThan(5);
});
