/** The numbers in brackets are those of Irmin's tests that are asked again here. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isAncestor, lowestCommonAncestors } from "../../src/store/ancestor.ts";
import { memoryObjects } from "../../src/store/memory-objects.ts";
import { countedObjects } from "./counted-objects.ts";
import { type Descent, descentsOf, lineage } from "./lineage.ts";
import { writeLoose } from "./loose.ts";
import { repository } from "./repository.ts";

/** The lowest common ancestors of two commits of a history, by their names. */
function lowest(text: string, a: string, b: string, depth?: number): readonly string[] {
  const objects = memoryObjects();
  const { id, names } = lineage(objects, descentsOf(text));
  return names(lowestCommonAncestors(objects, id(a), id(b), depth)).toSorted();
}

const anyCommit = fc.record({ from: fc.array(fc.nat(3), { maxLength: 2 }), atS: fc.nat(300) });
/** Commits made from up to two of the four before them, at any times. */
const anyHistory = fc.array(anyCommit, { minLength: 4, maxLength: 14 }).map((commits) =>
  commits.map(({ from, atS }, k): Descent => {
    const parents = new Set(from.map((back) => k - 1 - back).filter((parent) => parent >= 0));
    return { name: `${k}`, from: [...parents].map(String), atS };
  }),
);

describe("the lowest common ancestor", () => {
  test("of a commit and one that was made from it is the former [11]", () => {
    const line = "c1 c2:c1 c3:c2 c4:c3 c5:c4";
    expect(lowest(line, "c1", "c5")).toEqual(["c1"]);
    expect(lowest(line, "c5", "c3")).toEqual(["c3"]);
    expect(lowest(line, "c4", "c4")).toEqual(["c4"]);
  });

  test("is not guessed where the search may not go so far [11]", () => {
    const line = "c1 c2:c1 c3:c2 c4:c3 c5:c4";
    expect(lowest(line, "c1", "c5", 4)).toEqual(["c1"]);
    expect(() => lowest(line, "c1", "c5", 3)).toThrow(
      expect.objectContaining({
        code: "MADEUS_HISTORY_DEPTH",
        message: "Within 3 steps the two histories do not show where they part.",
      }),
    );
  });

  test("of histories that were merged crosswise is both [12]", () => {
    const crossed = "10 11:10 12:10 13:11,12 14:12,11 15:13 16:14 17:15,16";
    expect(lowest(crossed, "13", "14")).toEqual(["11", "12"]);
    expect(lowest(crossed, "15", "16")).toEqual(["11", "12"]);
    expect(lowest(crossed, "13", "16")).toEqual(["11", "12"]);
    expect(lowest(crossed, "17", "16")).toEqual(["16"]);
  });

  test("is the nearest alone, also where a commit names one further back as well [13]", () => {
    const skipping = "10 11:10 12:11 13:12 14:11,13 15:13 16:14,11";
    expect(lowest(skipping, "14", "15")).toEqual(["13"]);
    expect(lowest(skipping, "16", "15")).toEqual(["13"]);
    expect(lowest(skipping, "14", "12")).toEqual(["12"]);
  });

  test("of histories that have nothing in common is none", () => {
    expect(lowest("a b:a x y:x", "b", "y")).toEqual([]);
  });

  test("is what the whole history says, whatever the clocks said", () => {
    fc.assert(
      fc.property(anyHistory, fc.nat(), fc.nat(), (descents, x, y) => {
        const objects = memoryObjects();
        const { id, names } = lineage(objects, descents);
        const [a, b] = [`${x % descents.length}`, `${y % descents.length}`];
        const found = names(lowestCommonAncestors(objects, id(a), id(b)));
        expect(found.toSorted()).toEqual(naive(descents, a, b).toSorted());
        for (const one of [a, b])
          for (const { name } of descents)
            expect(isAncestor(objects, id(name), id(one))).toBe(ancestors(descents, one).has(name));
      }),
      { numRuns: 200 },
    );
  });

  test("is git's merge base", () => {
    const { git, directory } = repository();
    let compared = 0;
    for (const descents of fc.sample(anyHistory, { numRuns: 16, seed: 3 })) {
      const objects = memoryObjects();
      const { id, names } = lineage(objects, descents);
      const [a, b] = [`${descents.length - 1}`, `${descents.length - 2}`];
      if (naive(descents, a, b).length === 0) continue;
      writeLoose(directory, objects);
      const bases = git("merge-base", "--all", id(a), id(b)).trim().split("\n");
      expect(names(bases).toSorted()).toEqual(
        names(lowestCommonAncestors(objects, id(a), id(b))).toSorted(),
      );
      compared += 1;
    }
    expect(compared).toBeGreaterThan(5);
  });

  test("costs what lies above it, however long the history is", () => {
    const objects = countedObjects(memoryObjects());
    const line = Array.from(
      { length: 2_000 },
      (_, k): Descent => ({
        name: `${k}`,
        from: k === 0 ? [] : [`${k - 1}`],
      }),
    );
    const { id, names } = lineage(objects, [
      ...line,
      { name: "x", from: ["1990"] },
      { name: "y", from: ["x"] },
    ]);
    objects.counted();
    expect(names(lowestCommonAncestors(objects, id("y"), id("1999")))).toEqual(["1990"]);
    expect(objects.counted().reads).toBeLessThanOrEqual(24);
    expect(isAncestor(objects, id("1990"), id("y"))).toBe(true);
    expect(objects.counted().reads).toBe(2);
  });

  test("is not guessed where a history ends in this store before it shows it", () => {
    const objects = memoryObjects();
    const { id, names } = lineage(objects, descentsOf("a b:a c:a d:b e:c f:d"));
    objects.drop([id("a")]);
    expect(() => lowestCommonAncestors(objects, id("d"), id("e"))).toThrow(
      expect.objectContaining({ code: "MADEUS_HISTORY_DEPTH" }),
    );
    expect(names(lowestCommonAncestors(objects, id("d"), id("f")))).toEqual(["d"]);
  });

  test("of a commit that is not there is refused", () => {
    const objects = memoryObjects();
    const { id } = lineage(objects, descentsOf("a"));
    expect(() => lowestCommonAncestors(objects, id("a"), "0".repeat(40))).toThrow(
      expect.objectContaining({ code: "MADEUS_OBJECT_MISSING" }),
    );
  });
});

function ancestors(descents: readonly Descent[], name: string): ReadonlySet<string> {
  const found = new Set([name]);
  for (const one of found)
    for (const parent of descents.find((descent) => descent.name === one)?.from ?? [])
      found.add(parent);
  return found;
}

/** Common ancestors that are not ancestors of another one. */
function naive(descents: readonly Descent[], a: string, b: string): readonly string[] {
  const [of, others] = [ancestors(descents, a), ancestors(descents, b)];
  const common = [...of].filter((name) => others.has(name));
  return common.filter((one) =>
    common.every((other) => other === one || !ancestors(descents, other).has(one)),
  );
}
