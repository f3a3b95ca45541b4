/** What users import from `madeus/store` needs nothing of Node: its imports are walked, and it runs where there is none. */
import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { createContext, runInContext } from "node:vm";
import { build } from "vite";
import { beforeAll, describe, expect, test } from "vitest";
import { makeCommit, memoryObjects, Tree } from "madeus/store";
import { importsOf, parse } from "./architecture/source.ts";

const entry = "src/store.ts";

/** The files that an entry needs when it runs, and the packages. */
function neededBy(path: string): {
  readonly files: readonly string[];
  readonly packages: readonly string[];
} {
  const files = new Set([path]);
  const packages = new Set<string>();
  for (const file of files)
    for (const { specifier, typeOnly, at } of importsOf(parse(file, readFileSync(file, "utf8")))) {
      if (typeOnly || areTypes(at)) continue;
      if (specifier.startsWith(".")) files.add(posix.join(posix.dirname(file), specifier));
      else packages.add(specifier);
    }
  return { files: [...files], packages: [...packages] };
}

/** `import { type A, type B }` leaves nothing. */
function areTypes(at: Readonly<Record<string, unknown>>): boolean {
  const specifiers = (at["specifiers"] ?? []) as readonly Readonly<Record<string, unknown>>[];
  const isType = (one: Readonly<Record<string, unknown>>): boolean =>
    one["importKind"] === "type" || one["exportKind"] === "type";
  return specifiers.length > 0 && specifiers.every(isType);
}

describe("the store for browsers", () => {
  test("imports no module of Node, and no package but one", () => {
    const { files, packages } = neededBy(entry);
    expect(files.length).toBeGreaterThan(30);
    expect(packages.toSorted()).toEqual(["@noble/hashes/legacy.js", "@noble/hashes/utils.js"]);
  });

  let code = "";
  beforeAll(async () => {
    const built = await build({
      configFile: false,
      logLevel: "silent",
      build: {
        write: false,
        minify: false,
        lib: { entry, formats: ["iife"], name: "store", fileName: "store" },
      },
    });
    const [first] = Array.isArray(built) ? built : [];
    code = first?.output[0].code ?? "";
  });

  test("is one script, which names nothing of Node's", () => {
    expect(code).toContain("memoryStore");
    expect(code).not.toMatch(/\bnode:|\brequire\(|browser-external/);
  });

  test("gives the same ids where there is no Node, and merges", () => {
    // As a browser has them; all else is missing, such as process and Buffer.
    const context = createContext({ TextEncoder, TextDecoder, URLSearchParams });
    runInContext(code, context);
    const ids: unknown = runInContext(scene, context);
    const objects = memoryObjects();
    const tree = Tree.empty.set(["a", "größe"], 1).write(objects);
    const first = makeCommit(objects, { tree, parents: [], by, atMs: 0, message: "first" });
    expect(JSON.parse(String(ids))).toEqual({
      first,
      merged: { a: { größe: 2 }, b: 3 },
      findings: [],
    });
  });
});

const by = { name: "Ann", email: "ann@example.org" };
const scene = `(() => {
  const { memoryStore, makeCommit, Tree, mergeCommits, fsck } = store;
  const kept = memoryStore();
  const by = ${JSON.stringify(by)};
  const commit = (tree, parents, message) =>
    makeCommit(kept.objects, { tree: tree.write(kept.objects), parents, by, atMs: 0, message });
  const base = Tree.empty.set(["a", "größe"], 1);
  const first = commit(base, [], "first");
  const here = commit(base.set(["a", "größe"], 2), [first], "here");
  const there = commit(base.set(["b"], 3), [first], "there");
  const result = mergeCommits(kept.objects, here, there);
  const merged = {};
  for (const [path, value] of result.value.tree.entries())
    path.reduce((at, name, k) => (at[name] = k === path.length - 1 ? value : (at[name] ?? {})), merged);
  kept.branches.move("main", undefined, here, { atMs: 0, by: "", why: "" });
  return JSON.stringify({ first, merged, findings: fsck(kept).findings });
})()`;
