/** Names in a tree: what the real git refuses, or takes for a file of its own, is refused before it is written. */
import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { leafBytes } from "../../src/store/leaf.ts";
import {
  type EntryMode,
  directoryMode,
  entryNameProblem,
  leafMode,
} from "../../src/store/object-tree.ts";
import { encode } from "../../src/store/object.ts";
import { gitEnvironment, repository } from "./repository.ts";

const refused = [
  ".",
  "..",
  ".git",
  ".GIT",
  ".git ",
  ".git..",
  ".git:x",
  ".g\u200cit",
  "\ufeff.git",
  "git~1",
  "GIT~1 . ",
  "a\\.git",
  "a\\.git\\b",
  "git~1\\b",
  ".gitmodules",
  ".gitattributes",
  "gitmod~1",
  "gi7eba~1",
  "gitatt~2",
  ".GitModules",
  ".gitattributes ",
  "gi7d29~1",
];
const allowed = [
  ".gitk",
  "git",
  "git~",
  "git~x",
  "a.git",
  ".git-a",
  "a~1",
  "gitmodules",
  "a\\b",
  "a:b",
  " ",
  "...",
  "größe",
  "\u{1f600}",
  "-x",
  "*",
  "a\nb",
  "CON",
  "%git~1",
  ".madeus",
  "logit~1",
];

test("what git finds fault with is refused, as a leaf and as a directory, and little more", () => {
  expect(refused.filter((name) => entryNameProblem(name) === undefined)).toEqual([]);
  expect(allowed.filter((name) => entryNameProblem(name) !== undefined)).toEqual([]);
  const { directory, pipe } = repository();
  const written = (kind: string, bytes: Uint8Array): string =>
    pipe(bytes, "hash-object", "-w", "-t", kind, "--literally", "--stdin").toString().trim();
  const tree = (name: string, mode: EntryMode, id: string): string =>
    written("tree", encode({ kind: "tree", entries: [{ name, mode, id }] }));
  const objectsOf = (name: string): readonly string[] => {
    // Longer than a line of the files may be that git looks into.
    const leaf = written("blob", leafBytes(`${name}${"x".repeat(3000)}`));
    const inner = tree("x", leafMode, leaf);
    return [leaf, inner, tree(name, leafMode, leaf), tree(name, directoryMode, inner)];
  };
  const made = new Map([...refused, ...allowed].map((name) => [name, objectsOf(name)]));
  const { stderr } = spawnSync("git", ["fsck", "--strict", "--no-dangling"], {
    cwd: directory,
    env: gitEnvironment,
    encoding: "utf8",
  });
  const isFound = (name: string): boolean =>
    (made.get(name) ?? []).some((id) => stderr.includes(id));
  expect(allowed.filter(isFound)).toEqual([]);
  // An older git knows fewer of them.
  expect(refused.filter(isFound)).toEqual(expect.arrayContaining([".", "..", ".git", "git~1"]));
});
