import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { uploaded } from "../../src/actions/uploaded.ts";
import { directory, failure, twice } from "./stage.ts";

test("a file of this machine is copied where the host has another, or none", async () => {
  const at = directory();
  const [from, path] = [`${at}/from $(x)`, `${at}/there`];
  writeFileSync(from, Buffer.from([0, 255, 10, 13, 254]));
  const step = uploaded({ from, path, mode: "0600" });
  expect(await twice(step)).toEqual([`file ${path}: create`]);
  expect(readFileSync(path).equals(readFileSync(from))).toBe(true);
  writeFileSync(from, "new");
  expect(await twice(step)).toEqual([`file ${path}: content`]);
  expect(await twice(uploaded({ from, path, mode: 0o640 }))).toEqual([
    `file ${path}: mode 0600 → 0640`,
  ]);
  symlinkSync(path, `${at}/link`);
  expect(await twice(uploaded({ from, path: `${at}/link` }))).toHaveLength(1);
});

test("a file that is not on this machine is told", async () => {
  const at = directory();
  expect(await failure(uploaded({ from: `${at}/nothing`, path: `${at}/x` }))).toBe(
    `file ${at}/x: ${at}/nothing of this machine cannot be read: ENOENT`,
  );
});
