/** What is sent: all that the receiver lacks and, of a history in a line, little else. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { memoryObjects } from "../../../src/store/memory-objects.ts";
import { neededBy } from "../../../src/store/needed.ts";
import { history } from "../../../src/store/history.ts";
import type { ObjectId } from "../../../src/store/object-id.ts";
import type { Objects } from "../../../src/store/objects.ts";
import { closure } from "../../../src/store/pack/closure.ts";
import { outgoing } from "../../../src/store/pack/outgoing.ts";
import { commitOn, last, line } from "./growth.ts";

const ids = (
  objects: Objects,
  heads: readonly ObjectId[],
  haves?: readonly ObjectId[],
  depth?: number,
) => closure(objects, heads, haves, { depth }).parts.map(({ id }) => id);

/** Everything that leads to a commit, by the simplest means. */
const reachable = (objects: Objects, heads: readonly ObjectId[]): ReadonlySet<ObjectId> =>
  neededBy(
    objects,
    history(objects, heads).map(({ id }) => id),
  );

describe("the closure of a head", () => {
  test("is all that it leads to, each object once", () => {
    const objects = memoryObjects();
    const commits = line(objects, 20);
    const sent = ids(objects, [last(commits)]);
    expect(new Set(sent)).toEqual(reachable(objects, [last(commits)]));
    expect(new Set(sent).size).toBe(sent.length);
  });

  test("without what the receiver has is what one commit changed: itself, three directories, a leaf", () => {
    const objects = memoryObjects();
    const commits = line(objects, 20);
    const [before, head] = commits.slice(-2);
    expect(ids(objects, [head ?? ""], [before ?? ""])).toHaveLength(5);
    expect(ids(objects, [head ?? ""], [head ?? ""])).toEqual([]);
  });

  test("holds a leaf again that had gone and came back", () => {
    const objects = memoryObjects();
    const first = commitOn(objects, [], { a: 1, b: 2 });
    const gone = commitOn(objects, [first], { a: undefined });
    const back = commitOn(objects, [gone], { a: 1 });
    expect(ids(objects, [back], [gone])).toHaveLength(3);
  });

  test("ends where the depth says, and names the commits that it ends with", () => {
    const objects = memoryObjects();
    const commits = line(objects, 10);
    const { parts, border } = closure(objects, [last(commits)], [], { depth: 3 });
    expect(border).toEqual([commits.at(-3)]);
    const kept = new Set(parts.map(({ id }) => id));
    expect(commits.filter((id) => kept.has(id))).toEqual(commits.slice(-3));
    expect(kept).toEqual(neededBy(objects, commits.slice(-3)));
  });

  test("ends where the store does", () => {
    const objects = memoryObjects();
    const commits = line(objects, 6);
    objects.drop(commits.slice(0, 2));
    expect(closure(objects, [last(commits)]).border).toEqual([commits[2]]);
  });

  test("is refused where something in it is missing", () => {
    const objects = memoryObjects();
    const head = last(line(objects, 3));
    const [leaf] = [...reachable(objects, [head])].filter((id) => objects.get(id)?.kind === "blob");
    objects.drop([leaf ?? ""]);
    expect(() => closure(objects, [head])).toThrow("The store holds no blob");
    expect(() => closure(objects, ["0".repeat(40)])).toThrow("The store holds no commit");
  });
});

describe("for random histories and dates", () => {
  /** Each commit: which earlier ones it was made from, what it changed, and when its clock said that was. */
  const histories = fc.array(
    fc.record({
      parents: fc.uniqueArray(fc.nat(30), { maxLength: 3 }),
      leaf: fc.constantFrom("a", "b/c", "b/d/e"),
      value: fc.nat(3),
      atS: fc.nat(5),
    }),
    { minLength: 1, maxLength: 25 },
  );

  test("the receiver has everything afterwards, and parents come before what was made from them", () => {
    fc.assert(
      fc.property(histories, fc.nat(24), fc.nat(24), (made, h, k) => {
        const objects = memoryObjects();
        const commits: ObjectId[] = [];
        for (const { parents, leaf, value, atS } of made)
          commits.push(
            commitOn(
              objects,
              [...new Set(parents.flatMap((at) => commits[at] ?? []))],
              { [leaf]: value, n: commits.length },
              atS,
            ),
          );
        const [head, have] = [commits[h % commits.length] ?? "", commits[k % commits.length] ?? ""];
        const sent = ids(objects, [head], [have]);
        const received = reachable(objects, [have]).union(new Set(sent));
        expect([...reachable(objects, [head]).difference(received)]).toEqual([]);
        expect(new Set(sent).size).toBe(sent.length);
        const order = outgoing(objects, [head], [have]).commits.map(({ id }) => id);
        for (const [at, id] of order.entries()) {
          const commit = objects.get(id);
          const parents = commit?.kind === "commit" ? commit.parents : [];
          expect(parents.filter((parent) => order.indexOf(parent) > at)).toEqual([]);
        }
      }),
    );
  });
});

test("a commit on a long history reads what is new, however long the history is", () => {
  const objects = memoryObjects();
  const commits = line(objects, 200);
  let reads = 0;
  const counted: Objects = {
    ...objects,
    get(id) {
      reads += 1;
      return objects.get(id);
    },
  };
  const [before, head] = commits.slice(-2);
  closure(counted, [head ?? ""], [before ?? ""]);
  expect(reads).toBeLessThan(12);
});
