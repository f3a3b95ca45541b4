/** Files that are read whole or refused, and that nobody ever finds half written. */
import {
  lstatSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readWhole, writeWhole } from "../../src/command/whole-file.ts";

function directory(): string {
  const path = mkdtempSync(join(tmpdir(), "madeus-whole-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

test("a file is written in pieces, in place of the one before, and no draft is left", () => {
  const folder = directory();
  const file = join(folder, "plan");
  writeWhole(file, "before, and longer");
  writeWhole(file, ["one ", "two"]);
  expect(readWhole(file, "")).toBe("one two");
  expect(readdirSync(folder)).toEqual(["plan"]);
});

test("what fails while it is made leaves the file as it was", () => {
  const folder = directory();
  const file = join(folder, "plan");
  writeWhole(file, "before");
  function* broken(): Generator<string> {
    yield "half";
    throw new Error("it broke");
  }
  expect(() => writeWhole(file, broken())).toThrow(/cannot be written: it broke/);
  expect(readFileSync(file, "utf8")).toBe("before");
  expect(readdirSync(folder)).toEqual(["plan"]);
});

test("a link stays one, and what it leads to is written", () => {
  const folder = directory();
  writeFileSync(join(folder, "real"), "before");
  symlinkSync(join(folder, "real"), join(folder, "link"));
  writeWhole(join(folder, "link"), "after");
  expect(lstatSync(join(folder, "link")).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, "real"), "utf8")).toBe("after");
});

test("a device is written to, not replaced", () => {
  writeWhole("/dev/null", "nothing");
  expect(lstatSync("/dev/null").isCharacterDevice()).toBe(true);
});

test("what cannot be written is said in words, and nothing is left", () => {
  const folder = directory();
  const refused = (path: string): unknown => {
    try {
      return writeWhole(path, "text");
    } catch (error) {
      return error;
    }
  };
  expect(refused(folder)).toMatchObject({
    code: "MADEUS_FILE_UNWRITABLE",
    message: `${folder} cannot be written: it is a directory.`,
  });
  expect(refused(join(folder, "nowhere", "plan"))).toMatchObject({
    code: "MADEUS_FILE_UNWRITABLE",
    message: expect.stringContaining("there is no such directory"),
  });
  expect(readdirSync(folder)).toEqual([]);
});

test("what cannot be read is refused, with what was wanted", () => {
  const folder = directory();
  expect(() => readWhole(join(folder, "nowhere"), "Make one.")).toThrow(
    expect.objectContaining({ code: "MADEUS_FILE_MISSING", hint: "Make one." }),
  );
  expect(() => readWhole(folder, "Make one.")).toThrow(
    expect.objectContaining({
      code: "MADEUS_FILE_UNREADABLE",
      message: `${folder} cannot be read: it is a directory.`,
    }),
  );
});
