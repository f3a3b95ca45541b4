/** Branches over every store. The numbers in brackets are those of Irmin's tests that are asked again here. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { branchNameProblem } from "../../src/store/branch-name.ts";
import { fastForward, headOf, reflog, update } from "../../src/store/branch.ts";
import { commitAt } from "../../src/store/objects.ts";
import type { Store } from "../../src/store/store.ts";
import { Tree } from "../../src/store/tree.ts";
import { descentsOf, lineage } from "./lineage.ts";
import { repository } from "./repository.ts";
import { describeStores, reason } from "./store-shelf.ts";

const [a, b, c] = ["a", "b", "c"].map((digit) => digit.repeat(40)) as [string, string, string];

describeStores((newShelf) => {
  test("branches are made, found, listed, moved and removed [4]", () => {
    const shelf = newShelf();
    const { branches } = shelf.open();
    expect([branches.find("main"), branches.list()]).toEqual([undefined, []]);
    expect(branches.move("main", undefined, a, reason)).toBe(true);
    expect(branches.move("try/db-11", undefined, b, reason)).toBe(true);
    expect(branches.move("main", a, c, reason)).toBe(true);
    expect(shelf.open().branches.list()).toEqual([
      { name: "main", head: c },
      { name: "try/db-11", head: b },
    ]);
    expect(branches.move("main", c, undefined, reason)).toBe(true);
    expect(shelf.open().branches.find("main")).toBeUndefined();
    expect(branches.list()).toEqual([{ name: "try/db-11", head: b }]);
    expect(() => headOf(branches, "main")).toThrow(
      expect.objectContaining({
        code: "MADEUS_UNKNOWN_BRANCH",
        message: 'There is no branch "main".',
        hint: 'There are: "try/db-11".',
      }),
    );
    expect(headOf(branches, "try/db-11")).toBe(b);
  });

  test("a branch is moved only from where it stands, and to where it stands is no move [19]", () => {
    const { branches } = newShelf().open();
    branches.move("main", undefined, a, reason);
    expect(branches.move("main", undefined, b, reason)).toBe(false);
    expect(branches.move("main", b, c, reason)).toBe(false);
    expect(branches.move("none", a, b, reason)).toBe(false);
    expect(branches.move("main", a, a, reason)).toBe(true);
    expect(branches.find("main")).toBe(a);
    expect([...branches.moves()]).toHaveLength(1);
  });

  test("the first commit of an empty store has no parent [16]", () => {
    const { objects, branches, transaction } = newShelf().open();
    const { id } = lineage(objects, descentsOf("a b:a"));
    expect(branches.find("main")).toBeUndefined();
    transaction(() => update(branches, "main", (head) => head ?? id("a"), reason));
    expect(commitAt(objects, branches.find("main") ?? "").parents).toEqual([]);
  });

  test("what a branch has been is kept in order, also when it is gone, until it is forgotten", () => {
    const shelf = newShelf();
    const { branches } = shelf.open();
    branches.move("main", undefined, a, { ...reason, why: "deploy" });
    branches.move("other", undefined, a, reason);
    branches.move("main", a, b, { atMs: 500, by: "bob", why: "clock went back" });
    branches.move("main", b, undefined, reason);
    expect(reflog(shelf.open().branches, "main")).toEqual([
      { number: 4, branch: "main", from: b, to: undefined, ...reason },
      { number: 3, branch: "main", from: a, to: b, atMs: 500, by: "bob", why: "clock went back" },
      { number: 1, branch: "main", from: undefined, to: a, ...reason, why: "deploy" },
    ]);
    expect([...branches.moves(2)].map(({ number }) => number)).toEqual([3, 4]);
    branches.forget(4);
    expect([...branches.moves()]).toEqual([]);
    branches.move("main", undefined, c, reason);
    expect([...branches.moves()].map(({ number }) => number)).toEqual([5]);
  });

  test("what is moved in a transaction that fails has not moved", () => {
    const shelf = newShelf();
    const { branches, transaction, objects } = shelf.open();
    const { id } = lineage(objects, descentsOf("a"));
    expect(() =>
      transaction(() => {
        branches.move("main", undefined, id("a"), reason);
        throw new Error("no");
      }),
    ).toThrow("no");
    expect([branches.find("main"), branches.list(), [...branches.moves()]]).toEqual([
      undefined,
      [],
      [],
    ]);
    branches.move("main", undefined, id("a"), reason);
    expect(commitAt(shelf.open().objects, id("a")).message).toBe("commit a\n");
  });

  test("a change is tried again where another was faster, and given up in the end [29]", () => {
    const { branches } = newShelf().open();
    let rivals = 2;
    const change = (head: string | undefined): string => {
      if (rivals-- > 0) branches.move("main", head, String(rivals).repeat(40), reason);
      return c;
    };
    expect(update(branches, "main", change, reason, 2)).toBe(c);
    rivals = 99;
    expect(() => update(branches, "main", change, reason, 1)).toThrow(
      expect.objectContaining({
        code: "MADEUS_BRANCH_MOVED",
        message: 'Others moved the branch "main" each of the 2 times that it was to be moved.',
      }),
    );
    rivals = 1;
    expect(() => update(branches, "main", change, reason, 0)).toThrow("each of the 1 times");
  });

  test("two who commit to one branch at once lose nothing [26, 28]", () => {
    const shelf = newShelf();
    const [one, two] = [shelf.open(), shelf.open()];
    for (let k = 0; k < 10; k += 1)
      for (const [store, other, who] of [
        [one, two, "x"],
        [two, one, "y"],
      ] as const) {
        let isFirst = true;
        const add = (head: string | undefined): string => {
          // The other one is faster, each first time.
          if (isFirst) commit(other, [`rival-${who}`, `${k}`], head);
          isFirst = false;
          return made(store, [who, `${k}`], head);
        };
        update(store.branches, "main", add, reason, 1);
      }
    const head = headOf(shelf.open().branches, "main");
    const tree = Tree.at(shelf.open().objects, commitAt(shelf.open().objects, head).tree);
    expect(tree.list().map(({ name }) => [name, tree.width([name])])).toEqual([
      ["rival-x", 10],
      ["rival-y", 10],
      ["x", 10],
      ["y", 10],
    ]);
  });

  test("a branch goes forward, and nowhere else [15]", () => {
    const { objects, branches, transaction } = newShelf().open();
    const { id } = lineage(objects, descentsOf("a b:a c:b x"));
    transaction(() => undefined);
    const store = { objects, branches };
    fastForward(store, "main", id("b"), reason);
    fastForward(store, "main", id("b"), reason);
    for (const to of ["a", "x"]) {
      expect(() => fastForward(store, "main", id(to), reason)).toThrow(
        expect.objectContaining({ code: "MADEUS_BRANCH_NOT_FORWARD" }),
      );
      expect(branches.find("main")).toBe(id("b"));
    }
    fastForward(store, "main", id("c"), reason);
    expect(branches.find("main")).toBe(id("c"));
  });

  test("a branch whose name git would not have is refused, and one beside which git could not keep it", () => {
    const { branches } = newShelf().open();
    const refusal = (name: string): string => {
      try {
        return String(branches.move(name, undefined, a, reason));
      } catch (error) {
        expect(error).toMatchObject({ code: "MADEUS_BAD_BRANCH" });
        return (error as Error).message;
      }
    };
    expect(refusal("my branch")).toBe('The branch name "my branch" holds a space.');
    expect(refusal("a..b")).toBe('The branch name "a..b" holds "..".');
    expect(refusal("a/b")).toBe("true");
    expect(refusal("a")).toBe(
      'The branch name "a" cannot stand beside the branch "a/b": git keeps both as files.',
    );
    expect(refusal("a/b/c")).toContain('cannot stand beside the branch "a/b"');
    expect(refusal("a/c")).toBe("true");
  });
});

describe("a branch name", () => {
  const anyBranch = fc.string({
    minLength: 1,
    maxLength: 8,
    unit: fc.constantFrom(
      "a",
      "é",
      ".",
      "/",
      "-",
      "@",
      "{",
      "~",
      "^",
      ":",
      "?",
      "*",
      "[",
      "\\",
      " ",
      "\t",
      ".lock",
      "\x7f",
      "}",
      "HEAD",
      "\u{1f40b}",
    ),
  });

  test("is one that git has", () => {
    const { git } = repository();
    for (const name of [
      "",
      "HEAD",
      "-a",
      "a",
      "a.lock/b",
      ...fc.sample(anyBranch, { numRuns: 60, seed: 5 }).filter((name) => name !== "@"),
    ])
      expect([name, branchNameProblem(name) === undefined]).toEqual([name, isGits(git, name)]);
  });

  test.each([
    ["", "is empty"],
    ["a".repeat(241), "has a part of more than 240 bytes"],
    [`a/${"ö".repeat(121)}`, "has a part of more than 240 bytes"],
    ["\ud800", "holds half a character"],
    ["a\nb", "holds a control character"],
    ["a//b", 'holds a "/" with nothing before or after it'],
    ["a/.b", 'has a part that begins with "."'],
    ["a.lock/b", 'has a part that ends with ".lock"'],
    ["HEAD", "means something else to git"],
    ["@", "means something else to git"],
  ])("%j %s", (name, problem) => {
    expect(branchNameProblem(name)).toBe(problem);
  });
});

function isGits(git: ReturnType<typeof repository>["git"], name: string): boolean {
  try {
    return git("check-ref-format", "--branch", name) !== "";
  } catch {
    return false;
  }
}

/** A commit that adds a leaf to the tree of another one. */
function made({ objects }: Store, path: readonly string[], head: string | undefined): string {
  const tree = head === undefined ? Tree.empty : Tree.at(objects, commitAt(objects, head).tree);
  const { id } = lineage(objects, [{ name: "next", tree: tree.set(path, 1) }]);
  return id("next");
}

function commit(store: Store, path: readonly string[], head: string | undefined): void {
  store.branches.move("main", head, made(store, path, head), reason);
}
