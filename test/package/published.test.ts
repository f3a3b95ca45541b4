/** What is published: right for everybody who resolves it, and nothing that nobody needs. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, expect, test } from "vitest";
import { assetTypes } from "../../src/command/page-asset.ts";
import { packed } from "./packed.ts";

const pack = packed();
afterAll(() => pack[Symbol.dispose]());

test("publint finds nothing", async () => {
  const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Record<string, unknown>;
  const { messages } = await publint({ pkgDir: ".", level: "suggestion", strict: true });
  expect(messages.map((message) => formatMessage(message, manifest))).toEqual([]);
});

/** It is of ES modules alone: `require` of them works since Node 22, and resolvers older than `exports` know none of its sub-paths. */
const notServed: readonly string[] = ["node10", "node16-cjs"];

test("the types are right for all who resolve ES modules", async () => {
  const bytes = new Uint8Array(readFileSync(pack.path));
  const result = await checkPackage(createPackageFromTarballData(bytes));
  expect(result.types).not.toBe(false);
  const problems = result.types === false ? [] : result.problems;
  const wrong = problems.filter(
    (one) => !("resolutionKind" in one && notServed.includes(one.resolutionKind)),
  );
  expect(wrong).toEqual([]);
});

test("there is no file, dependency or export in the sources that nobody uses", () => {
  expect(execFileSync("knip", ["--no-progress"], { encoding: "utf8" })).toBe("");
});

test("it holds what runs, its types, its sources, and no more", () => {
  const rest = pack.files.filter((path) => !/^(dist|src|templates)\//.test(path));
  expect(rest.toSorted()).toEqual([
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "package.json",
    "schema/events-1.schema.json",
  ]);
  const sources = pack.files.filter((path) => path.startsWith("src/"));
  const page = pack.files.filter((path) => path.startsWith("dist/ui/"));
  expect(page.map((path) => path.slice("dist/ui/".length)).toSorted()).toEqual(
    Object.keys(assetTypes).toSorted(),
  );
  const built = pack.files.filter((path) => /^dist\/(?!ui\/).*\.js$/.test(path));
  expect(sources.map((path) => path.replace(/^src\/(.*)\.ts$/, "dist/$1.js")).toSorted()).toEqual(
    built.toSorted(),
  );
});

test("its size has a bound", () => {
  expect(pack.bytes).toBeLessThan(2_500_000);
  expect(pack.unpackedBytes).toBeLessThan(8_000_000);
});
