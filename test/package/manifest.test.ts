/** The package installs the same way everywhere: exact versions, no download address, no install script that nobody looked at. */
import { existsSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { expect, test } from "vitest";
import { importsOf, sourcesIn } from "../architecture/source.ts";

interface Manifest {
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  /** Loaded where they are there, never needed. */
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
}
interface Locked {
  readonly link?: true;
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly hasInstallScript?: true;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
  readonly packages: Readonly<Record<string, Locked>>;
};
const locked = Object.entries(lock.packages).filter(([path]) => path !== "");
const nameOf = (path: string): string => path.slice(path.lastIndexOf("node_modules/") + 13);

test("every direct dependency has an exact version", () => {
  const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
});

test("what users install is what the sources import", () => {
  const imported = sourcesIn("src")
    .filter(({ path }) => !path.startsWith("src/page/"))
    .flatMap(importsOf)
    .filter(({ specifier }) => !/^(\.|node:)/.test(specifier))
    .map(({ specifier }) => /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier);
  const installed = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
  expect(installed.toSorted()).toEqual([...new Set(imported)].toSorted());
});

test("what the page imports is bundled with it, by what the repository brings", () => {
  const imported = sourcesIn("src/page")
    .flatMap(importsOf)
    .filter(({ specifier }) => !specifier.startsWith("."))
    .map(({ specifier }) => /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier);
  const known = { ...manifest.dependencies, ...manifest.devDependencies };
  expect(imported.filter((name) => !Object.hasOwn(known, name))).toEqual([]);
});

test("the lock file holds every package by its content, and no address", () => {
  const wrong = locked.filter(([, one]) => one.integrity === undefined || "resolved" in one);
  expect(wrong.map(([path]) => path)).toEqual([]);
});

test("the lock file holds what other platforms need, else `npm ci` refuses it", () => {
  const missing = locked.flatMap(([path, one]) =>
    Object.keys({ ...one.dependencies, ...one.optionalDependencies })
      .filter((name) => !isLocked(path, name))
      .map((name) => `${name}, needed by ${path}`),
  );
  expect(missing).toEqual([]);
});

test("every install script is allowed or refused by name", () => {
  const scripts = locked.filter(([, one]) => one.hasInstallScript).map(([path]) => nameOf(path));
  expect(Object.keys(manifest.allowScripts)).toEqual(scripts.toSorted());
});

test("everything that users import and run has a source", () => {
  const targets = [
    ...Object.values(manifest.bin),
    ...Object.values(manifest.exports).flatMap((one) =>
      typeof one === "string" ? [] : Object.values(one),
    ),
  ];
  const sources = targets.map((path) =>
    posix.normalize(path).replace(/^dist\/(.*?)(\.d\.ts|\.js)$/, "src/$1.ts"),
  );
  expect(sources.filter((path) => !existsSync(path))).toEqual([]);
});

test("the tests run on the Node that the repository brings", () => {
  expect(process.version).toBe(`v${manifest.devDependencies["node"]}`);
});

/** Where Node looks for `name` from a package at `path`. */
function isLocked(path: string, name: string): boolean {
  const folders = [...path.matchAll(/(^|\/)node_modules\//g)].map((found) =>
    path.slice(0, found.index),
  );
  return [path, ...folders, ""].some((folder) =>
    Object.hasOwn(lock.packages, posix.join(folder, "node_modules", name)),
  );
}
