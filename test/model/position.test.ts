import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { formatPosition, framePosition, isPosition } from "../../src/model/position.ts";

describe("a line of a stack trace", () => {
  test.each([
    ["    at /a/b.ts:3:5", "/a/b.ts"],
    ["    at file:///a/b.ts:3:5", "/a/b.ts"],
    ["    at async file:///a/b.ts:3:5", "/a/b.ts"],
    ["    at declare (/a/b.ts:3:5)", "/a/b.ts"],
    ["    at new Thing (file:///a/b.ts:3:5)", "/a/b.ts"],
    ["    at Object.<anonymous> (/a/b.ts:3:5)", "/a/b.ts"],
    ["    at Thing.method [as other] (file:///a/b.ts:3:5)", "/a/b.ts"],
    ["    at async Promise.all (file:///a/b.ts:3:5)", "/a/b.ts"],
    ["    at /a b (old)/c.ts:3:5", "/a b (old)/c.ts"],
    ["    at declare (/a b (old)/c.ts:3:5)", "/a b (old)/c.ts"],
    ["    at file:///a%20b%20(old)/c.ts:3:5", "/a b (old)/c.ts"],
    ["    at declare (file:///a%20b%20(old)/c.ts:3:5)", "/a b (old)/c.ts"],
    ["    at file:///a/100%25.ts:3:5", "/a/100%.ts"],
    ["    at file:///a/b.ts?again=1:3:5", "/a/b.ts"],
    ["    at declare (/a/b:c.ts:3:5)", "/a/b:c.ts"],
    ["    at C:\\a b\\c.ts:3:5", "C:\\a b\\c.ts"],
    ["    at declare (file:///C:/a%20b/c.ts:3:5)", "C:/a b/c.ts"],
  ])("%j is read", (frame, file) => {
    expect(framePosition(frame)).toEqual({ file, line: 3, column: 5 });
  });

  test.each([
    "",
    "Error",
    "    at <anonymous>",
    "    at Array.map (<anonymous>)",
    "    at node:fs:3:5",
  ])("%j says nothing", (frame) => {
    expect(framePosition(frame)).toBeUndefined();
  });
});

describe("the position of a declaration", () => {
  const folder = mkdtempSync(join(tmpdir(), "madeus (test) "));
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(["plain", "with space", "with (parentheses)", "100%", "ünïcode #1?"])(
    "is the line that the user wrote, in a directory called %j",
    (name) => {
      const file = join(folder, name, "some assembly.ts");
      mkdirSync(join(folder, name));
      const model = new URL("../../src/model/", import.meta.url).href;
      writeFileSync(
        file,
        `import { component } from "${model}component.ts";
import { assembly } from "${model}assembly.ts";
import { reconfigure } from "${model}program.ts";
interface Erased { readonly nothing: true }
const c =
  component({ name: "c", places: ["a"], initial: "a", behaviors: {} });
const make = () => assembly({ name: "x", components: { c } });
const x = make();
const p = reconfigure(x)
  .changeBehavior("c", "deploy" as never)
  .wait();
console.log(JSON.stringify([c.at, x.at, ...p.instructions.map(({ at }) => at)]));
`,
      );
      const printed = execFileSync(process.execPath, [file], { encoding: "utf8" });
      expect(JSON.parse(printed)).toEqual([
        { file, line: 6, column: 3 },
        { file, line: 7, column: 20 },
        { file, line: 10, column: 4 },
        { file, line: 11, column: 4 },
      ]);
    },
  );
});

test("a position is shown as editors understand it", () => {
  expect(formatPosition({ file: "/a b/c.ts", line: 3, column: 5 })).toBe("/a b/c.ts:3:5");
});

test("only what has a file, a line and a column is a position", () => {
  expect(isPosition({ file: "/a", line: 1, column: 1 })).toBe(true);
  for (const other of [undefined, null, 3, "a:1:1", {}, { file: 1, line: 1, column: 1 }])
    expect(isPosition(other)).toBe(false);
});
