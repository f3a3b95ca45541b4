import { readFileSync, statSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type LineOptions, block, edited, line, noLine } from "../../src/actions/edit.ts";
import type { Step } from "../../src/model/step.ts";
import { directory, failure, twice } from "./stage.ts";

/** What becomes of a file that holds `before`. */
async function after(before: string, step: (path: string) => Step): Promise<string> {
  const path = `${directory()}/config`;
  writeFileSync(path, before, { mode: 0o640 });
  await twice(step(path));
  expect(statSync(path).mode & 0o777).toBe(0o640);
  return readFileSync(path, "utf8");
}

describe("a line", () => {
  const root = { line: "Root no", match: /^#?Root / };
  test.each<[string, string, Omit<LineOptions, "path">, string]>([
    ["is put at the end", "a\n", { line: "b" }, "a\nb\n"],
    ["is put behind a last line without a newline", "a", { line: "b" }, "a\nb\n"],
    ["is put into an empty file", "", { line: "b" }, "b\n"],
    ["is left where it is", "a\nb\nc\n", { line: "b" }, "a\nb\nc\n"],
    ["takes the place of what matches", "a\n#Root yes\nc\n", root, "a\nRoot no\nc\n"],
    ["takes the place of all that match", "Root yes\na\nRoot x\n", root, "Root no\na\n"],
    ["stands there once", "Root yes\nRoot no\n", root, "Root no\n"],
    ["is put at the end where nothing matches", "a\n", root, "a\nRoot no\n"],
    ["is found by a pattern that remembers", "x\nx\n", { line: "y", match: /x/g }, "y\n"],
    ["may hold what a shell would run", "", { line: "a'$(id)\\1&/" }, "a'$(id)\\1&/\n"],
  ])("%s", async (_, before, options, text) => {
    expect(await after(before, (path) => line({ path, ...options }))).toBe(text);
  });

  test("makes the file where it may, and else fails", async () => {
    const path = `${directory()}/new`;
    expect(await failure(line({ path, line: "a" }))).toContain("there is no such file");
    expect(await twice(line({ path, line: "a", create: true }))).toEqual([
      `line "a" of ${path}: create`,
    ]);
  });

  test("is no longer there", async () => {
    expect(await after("a\nb 1\nb 2\n", (path) => noLine({ path, match: /^b/ }))).toBe("a\n");
  });
});

describe("a block", () => {
  const text = "one\ntwo";
  const it = (path: string): Step => block({ path, name: "shop", text });
  test.each([
    ["is put at the end", "a\n", "a\n# BEGIN shop\none\ntwo\n# END shop\n"],
    [
      "takes the place of its former self",
      "a\n# BEGIN shop\nold\n# END shop\nz\n",
      "a\n# BEGIN shop\none\ntwo\n# END shop\nz\n",
    ],
    [
      "leaves others alone",
      "# BEGIN x\n# END x\n",
      "# BEGIN x\n# END x\n# BEGIN shop\none\ntwo\n# END shop\n",
    ],
  ])("%s", async (_, before, wanted) => {
    expect(await after(before, it)).toBe(wanted);
  });

  test("that has lost one end is not guessed at", async () => {
    const path = `${directory()}/config`;
    writeFileSync(path, "# BEGIN shop\n");
    expect(await failure(it(path))).toContain("it lacks its begin or its end");
  });
});

describe("an edit", () => {
  test("is any function from text to text", async () => {
    const upper = (path: string): Step => edited({ path, edit: (text) => text.toUpperCase() });
    expect(await after("ä b\r\n", upper)).toBe("Ä B\r\n");
  });

  test("that never comes to an end is refused", async () => {
    const path = `${directory()}/config`;
    writeFileSync(path, "a");
    expect(await failure(edited({ path, edit: (text) => `${text}a` }))).toContain(
      "changes its own result",
    );
    expect(readFileSync(path, "utf8")).toBe("a");
  });

  test("leaves files alone that are not text", async () => {
    const path = `${directory()}/binary`;
    writeFileSync(path, Buffer.from([0xff, 0xfe, 0x00]));
    expect(await failure(line({ path, line: "a" }))).toContain("is not written in UTF-8");
    expect(await failure(line({ path: directory(), line: "a" }))).toContain("it is no file");
  });
});
