import { describe, expect, test } from "vitest";
import { type Archive, commitNamed } from "../../src/command/commit-name.ts";
import { ageMs } from "../../src/command/age.ts";
import { makeCommit } from "../../src/store/commit.ts";
import type { ObjectId } from "../../src/store/object-id.ts";
import { memoryStore } from "../../src/store/store.ts";
import { Tree } from "../../src/store/tree.ts";

const hourMs = 3_600_000;

/** A line of commits on `main`, one an hour, the first at hour 1; `try` stands at the second. It is twelve o'clock. */
function line(count: number): { readonly archive: Archive; readonly ids: readonly ObjectId[] } {
  const store = memoryStore();
  const ids: ObjectId[] = [];
  for (let k = 1; k <= count; k += 1) {
    const before = ids.at(-1);
    const tree = Tree.empty.set(["program", "position"], k).write(store.objects);
    const by = { name: "ann", email: "ann@build1" };
    const parents = before === undefined ? [] : [before];
    const id = makeCommit(store.objects, { tree, parents, by, atMs: k * hourMs, message: `${k}` });
    store.branches.move("main", before, id, { atMs: k * hourMs, by: "ann", why: "run" });
    ids.push(id);
  }
  store.branches.move("try", undefined, ids[1], { atMs: 5 * hourMs, by: "ann", why: "branch" });
  return { archive: { store, branch: "main", nowMs: 12 * hourMs }, ids };
}
const codeOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return (error as { code?: string }).code;
  }
};

describe("a commit is named", () => {
  const { archive, ids } = line(5);
  const [first = "", second = "", third = "", fourth = "", fifth = ""] = ids;

  test.each([
    ["main", fifth],
    ["HEAD", fifth],
    ["try", second],
    ["HEAD~", fourth],
    ["HEAD~3", second],
    ["main^^", third],
    ["try~1", first],
    [third, third],
    [`${third.slice(0, 8)}~1`, second],
    ["main@{0}", fifth],
    ["main@{2}", third],
    ["@{1}", fourth],
    ["main@{8 hours ago}", fourth],
    ["main@{11h}~0", first],
  ])("by %s", (name, id) => {
    expect(commitNamed(archive, name)).toBe(id);
  });

  test.each([
    "nothing",
    "HEAD~5",
    "abc",
    "ffff",
    "main@{20 hours ago}",
    "main@{9}",
    "main@{soon}",
    "gone@{1}",
  ])("and %s is none", (name) => {
    expect(codeOf(() => commitNamed(archive, name))).toBe("MADEUS_UNKNOWN_COMMIT");
  });

  test("where another branch is checked out HEAD stands for that", () => {
    expect(commitNamed({ ...archive, branch: "try" }, "HEAD")).toBe(second);
  });

  test("a tree is no commit, and the beginning of two ids is told to be one", () => {
    const { archive: many, ids: all } = line(400);
    const tree = Tree.empty.set(["program", "position"], 1).write(many.store.objects);
    expect(codeOf(() => commitNamed(many, tree))).toBe("MADEUS_UNKNOWN_COMMIT");
    const twice = all.find((id) => all.some((one) => one !== id && one.startsWith(id.slice(0, 4))));
    expect(twice).toBeDefined();
    expect(() => commitNamed(many, twice?.slice(0, 4) ?? "")).toThrow(
      /is the beginning of 2 commits/,
    );
  });

  test("before the first run there is none", () => {
    const empty = { store: memoryStore(), branch: "main", nowMs: 0 };
    expect(() => commitNamed(empty, "HEAD")).toThrow(/There is no commit yet/);
  });
});

test("ages are written as people write them", () => {
  const given = [
    "90d",
    "2 hours ago",
    "1.5h",
    "3 weeks",
    "10min",
    "1y",
    "30 seconds",
    "7",
    "soon",
    "5 parsecs",
  ];
  const dayMs = 24 * hourMs;
  expect(given.map(ageMs)).toEqual([
    90 * dayMs,
    2 * hourMs,
    1.5 * hourMs,
    21 * dayMs,
    600_000,
    365 * dayMs,
    30_000,
    undefined,
    undefined,
    undefined,
  ]);
});
