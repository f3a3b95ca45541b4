import fc from "fast-check";
import { expect, test } from "vitest";
import { commitGraph } from "../../src/show/commit-graph.ts";

const drawing = (descents: Readonly<Record<string, string>>): string =>
  commitGraph(
    Object.entries(descents).map(([id, parents]) => ({
      id,
      parents: parents.split(" ").filter(Boolean),
    })),
  )
    .flatMap(({ commit, mark, before, after }) => [...before, `${mark}${commit.id}`, ...after])
    .join("\n");

test("a line of commits is a line", () => {
  expect(drawing({ c: "b", b: "a", a: "" })).toBe("* c\n* b\n* a");
});

test("a branch that was merged leaves the line and comes back to it", () => {
  expect(drawing({ m: "b c", c: "a", b: "a", a: "" })).toBe(
    ["* m", "|\\", "| * c", "* | b", "|/", "* a"].join("\n"),
  );
});

test("branches that go on stand side by side", () => {
  expect(drawing({ c: "a", b: "a", a: "" })).toBe(["* c", "| * b", "|/", "* a"].join("\n"));
});

test("lines cross where a commit is met by one that is not beside it", () => {
  expect(drawing({ d: "a", c: "b2", b: "a", a: "", b2: "" })).toBe(
    ["* d", "| * c", "| | * b", "|_|/", "* | a", " /", "* b2"].join("\n"),
  );
});

test("a first commit ends its line, also between others", () => {
  expect(drawing({ c: "a", x: "", b: "a", a: "" })).toBe(
    ["* c", "| * x", "| * b", "|/", "* a"].join("\n"),
  );
});

/** Each commit descends from some that come after it. */
const descents = fc.array(fc.array(fc.nat(4), { maxLength: 3 }), { maxLength: 12 }).map((all) =>
  all.map((steps, k) => ({
    id: String(k),
    parents: [...new Set(steps.map((step) => k + 1 + step))]
      .filter((n) => n < all.length)
      .map(String),
  })),
);

test("every commit has its mark, once, and lines are open as long as somebody is to come", () => {
  fc.assert(
    fc.property(descents, (commits) => {
      const drawn = commitGraph(commits);
      expect(drawn.map(({ commit }) => commit)).toEqual(commits);
      for (const [k, { mark }] of drawn.entries()) {
        expect(mark).toMatch(/^(\| )*\* (\| )*$/);
        const [now, later] = [commits.slice(0, k), commits.slice(k)];
        const awaited = new Set(now.flatMap(({ parents }) => parents));
        const isOpen = later.filter(({ id }) => awaited.has(id) || id === commits[k]?.id);
        expect(mark.length / 2).toBeGreaterThanOrEqual(new Set(isOpen.map(({ id }) => id)).size);
      }
    }),
  );
});
