import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { causeOf, makeCommit } from "../../src/store/commit.ts";
import { memoryObjects } from "../../src/store/memory-objects.ts";
import type { ObjectKind } from "../../src/store/object-id.ts";
import { compareEntries } from "../../src/store/object-tree.ts";
import { decode, encode, idOf } from "../../src/store/object.ts";
import { commitAt } from "../../src/store/objects.ts";
import { anyBlob, anyCommit, anyObject, anyTree } from "./object-arbitrary.ts";
import { repository } from "./repository.ts";

describe("the id of an object is git's", () => {
  test("of blobs, trees and commits, whatever they hold", () => {
    const { pipe } = repository();
    for (const object of fc.sample(anyObject, { numRuns: 60, seed: 7 })) {
      const args = ["hash-object", "-t", object.kind, "--stdin", "--literally"];
      expect(`${idOf(object)}\n`).toBe(pipe(encode(object), ...args).toString());
    }
  });

  test("of a tree that git makes of a list, in git's order of names", () => {
    const { pipe } = repository();
    const blob = pipe("1\n", "hash-object", "-w", "--stdin").toString().trim();
    const tree = pipe(`100644 blob ${blob}\tlimits\n`, "mktree").toString().trim();
    const leaves = ["a.b", "a-b", "a0", "b", "\u{ffee}", "\u{1f40b}"];
    const lines = leaves.map((name) => `100644 blob ${blob}\t${name}\0`);
    const made = pipe(`040000 tree ${tree}\ta\0${lines.join("")}`, "mktree", "-z").toString();
    const entries = leaves.map((name) => ({ name, mode: "100644", id: blob }) as const);
    const directory = { name: "a", mode: "40000", id: tree } as const;
    expect(idOf({ kind: "tree", entries: [...entries, directory] })).toBe(made.trim());
  });

  test("of a commit that git makes", () => {
    const { pipe, git } = repository();
    const objects = memoryObjects();
    const tree = objects.put({ kind: "tree", entries: [] });
    expect(pipe("", "mktree").toString().trim()).toBe(tree);
    const by = { name: "Bob", email: "bob@example.org" };
    let parents: readonly string[] = [];
    for (const message of ["deploy blog", "add db2\n\nTwo\nlines"]) {
      const from = parents.flatMap((parent) => ["-p", parent]);
      const made = pipe(`${message}\n`, "commit-tree", tree, ...from)
        .toString()
        .trim();
      const atMs = Number(git("log", "-1", "--format=%ct", made)) * 1000 + 999;
      expect(makeCommit(objects, { tree, parents, by, atMs, message })).toBe(made);
      parents = [made];
    }
  });

  test("git finds nothing wrong with a commit that tells its cause", () => {
    const { pipe, git } = repository();
    const objects = memoryObjects();
    const tree = objects.put({ kind: "tree", entries: [] });
    const id = makeCommit(objects, {
      tree,
      parents: [],
      by: { name: "A <b> C\n", email: "a>" },
      // A clock that was never set.
      atMs: -86_400_000,
      message: "deploy\0 blog",
      cause: { state: "0123456789ab", run: 3, instruction: 12 },
    });
    pipe("", "hash-object", "-w", "-t", "tree", "--stdin");
    const bytes = encode(commitAt(objects, id));
    expect(pipe(bytes, "hash-object", "-w", "-t", "commit", "--stdin").toString()).toBe(`${id}\n`);
    expect(git("fsck", "--strict", "--no-dangling", id)).toBe("");
    expect(git("log", "--format=%an|%ae|%s", id)).toBe("A  b  C|a|deploy blog\n");
    expect(git("cat-file", "-p", id)).toContain(
      'madeus-cause {"instruction":12,"run":3,"state":"0123456789ab"}',
    );
    expect(causeOf(commitAt(objects, id))).toEqual({
      state: "0123456789ab",
      run: 3,
      instruction: 12,
    });
  });
});

describe("bytes of an object", () => {
  test("give back the object, a tree in git's order", () => {
    fc.assert(
      fc.property(anyObject, (object) => {
        const sorted =
          object.kind === "tree"
            ? { ...object, entries: object.entries.toSorted(compareEntries) }
            : object;
        expect(decode(object.kind, encode(object))).toEqual(sorted);
      }),
      { numRuns: 300 },
    );
  });

  test("that are damaged are refused, or are those of another object", () => {
    const damage = fc.record({ at: fc.nat(400), byte: fc.nat(255), cut: fc.boolean() });
    fc.assert(
      fc.property(fc.oneof(anyTree, anyCommit), damage, (object, { at, byte, cut }) => {
        const whole = encode(object);
        const bytes = cut ? whole.slice(0, at) : whole;
        if (!cut && whole.length > 0) bytes[at % whole.length] = byte;
        const found = decoded(object.kind, bytes);
        if (typeof found === "string") expect(found).toBe("MADEUS_OBJECT_DAMAGED");
        else expect(encode(found)).toEqual(bytes);
      }),
      { numRuns: 500 },
    );
  });

  test("do not change when those change that they were made of", () => {
    fc.assert(
      fc.property(anyBlob, ({ bytes }) => {
        const made = encode({ kind: "blob", bytes });
        const before = made.slice();
        bytes.fill(7);
        expect(made).toEqual(before);
      }),
    );
  });

  const id = "\x01".repeat(20);
  test.each([
    ["out of order", `100644 b\0${id}100644 a\0${id}`, "its entries are out of order"],
    ["twice the same", `100644 a\0${id}100644 a\0${id}`, "its entries are out of order"],
    ["of one name", `100644 a\0${id}100644 a.b\0${id}40000 a\0${id}`, "it has a name twice"],
    ["that are links", `120000 a\0${id}`, 'it has an entry of mode "120000"'],
    ["on the way up", `100644 ..\0${id}`, 'the name ".." means something else to git'],
    ["inside git", `40000 .GIT\0${id}`, 'the name ".GIT" means something else to git'],
    ["with a slash", `100644 a/b\0${id}`, 'the name "a/b" holds a "/"'],
    ["without a name", `100644 \0${id}`, 'the name "" is empty'],
    ["without an id", "100644 a\0", "its end is missing"],
  ])("are no tree with entries %s", (_what, text, problem) => {
    const bytes = Buffer.from(text, "latin1");
    expect(() => decode("tree", bytes)).toThrow(`A tree is damaged: ${problem}`);
  });

  const tree = `tree ${"0".repeat(40)}\n`;
  const by = "A <a> 1 +0000\n";
  test.each([
    ["no headers", "", "it has no end of its headers"],
    ["no tree", `author ${by}committer ${by}\n`, "its header tree is missing or holds no id"],
    ["a parent without an id", `${tree}parent 12\nauthor ${by}\n`, "its header parent is missing"],
    ["no author", `${tree}committer ${by}\n`, "its header author is missing or cannot be read"],
    ["a time that is none", `${tree}author A <a> x +0\ncommitter ${by}\n`, "its header author"],
    ["a header alone", `${tree}author ${by}committer ${by}alone\n\n`, "a header has no value"],
  ])("are no commit with %s", (_what, text, problem) => {
    expect(() => decode("commit", Buffer.from(text))).toThrow(`A commit is damaged: ${problem}`);
  });

  test("that are no UTF-8 are no commit and no tree", () => {
    const bytes = Buffer.concat([Buffer.from("100644 "), Buffer.from([0xff, 0]), Buffer.from(id)]);
    expect(() => decode("tree", bytes)).toThrow("a name is not UTF-8");
    expect(() => decode("commit", bytes)).toThrow("it is not UTF-8");
  });
});

function decoded(kind: ObjectKind, bytes: Uint8Array): ReturnType<typeof decode> | string {
  try {
    return decode(kind, bytes);
  } catch (error) {
    return String((error as { code?: unknown }).code);
  }
}
