/** What came from elsewhere is kept whole or not at all; where a history was cut on purpose, the store knows. */
import { describe, expect, test } from "vitest";
import { makeCommit } from "../../../src/store/commit.ts";
import { history } from "../../../src/store/history.ts";
import type { ObjectId } from "../../../src/store/object-id.ts";
import { leafMode } from "../../../src/store/object-tree.ts";
import { idOf } from "../../../src/store/object.ts";
import { type Store, memoryStore } from "../../../src/store/store.ts";
import { fsck } from "../../../src/store/fsck.ts";
import { keepArrival } from "../../../src/store/pack/arrival.ts";
import { closure } from "../../../src/store/pack/closure.ts";
import { land } from "../../../src/store/pack/landing.ts";
import type { Unpacked } from "../../../src/store/pack/unpacked.ts";
import { ann, commitOn, last, line, reason, treeOfCommit } from "./growth.ts";

/** What one store sends of a head, to another that has `haves`. */
function sent({ objects }: Store, head: ObjectId, haves: readonly ObjectId[] = [], depth?: number) {
  const { parts, border } = closure(objects, [head], haves, { depth });
  const unpacked: Unpacked = new Map(
    parts.flatMap(({ id }) => {
      const object = objects.get(id);
      return object === undefined ? [] : [[id, { object }] as const];
    }),
  );
  return { unpacked, heads: [head], border };
}

describe("what came", () => {
  test("is kept, and fsck finds nothing wrong", () => {
    const [from, to] = [memoryStore(), memoryStore()];
    const head = last(line(from.objects, 10));
    expect(keepArrival(to, sent(from, head))).toBe([...from.objects.ids()].length);
    land(to, "origin", { name: "main", id: head }, reason);
    expect(fsck(to)).toMatchObject({ findings: [], unneeded: 0 });
    expect(keepArrival(to, sent(from, head))).toBe(0);
  });

  test.each(["blob", "tree", "commit"])("is refused where a %s of it is missing", (kind) => {
    const [from, to] = [memoryStore(), memoryStore()];
    const head = last(line(from.objects, 5));
    const whole = sent(from, head);
    const lost = [...whole.unpacked].findLast(
      ([id, { object }]) => object.kind === kind && id !== head,
    );
    const unpacked = new Map([...whole.unpacked].filter(([id]) => id !== lost?.[0]));
    expect(() => keepArrival(to, { ...whole, unpacked })).toThrow(
      expect.objectContaining({
        code: "MADEUS_PACK_REFUSED",
        message: `What was sent is not whole: ${kind} ${lost?.[0]} is missing.`,
      }),
    );
    expect([...to.objects.ids()]).toEqual([]);
  });

  test("is refused where a leaf is none", () => {
    const [from, to] = [memoryStore(), memoryStore()];
    const text = new TextEncoder().encode("# Read me\n");
    const id = from.objects.put({ kind: "blob", bytes: text });
    const entries = [{ name: "README.md", mode: leafMode, id } as const];
    const tree = from.objects.put({ kind: "tree", entries });
    const draft = { tree, parents: [], by: ann, atMs: 0, message: "by hand" };
    const head = makeCommit(from.objects, draft);
    expect(() => keepArrival(to, sent(from, head))).toThrow(
      expect.objectContaining({ code: "MADEUS_OBJECT_DAMAGED" }),
    );
    expect([...to.objects.ids()]).toEqual([]);
  });

  test("is refused where a head is no commit", () => {
    const [from, to] = [memoryStore(), memoryStore()];
    const head = last(line(from.objects, 2));
    const tree = treeOfCommit(from.objects, head);
    const arrival = { ...sent(from, head), heads: [tree] };
    expect(() => keepArrival(to, arrival)).toThrow(`${tree} is no commit`);
  });

  test("and is needed by nothing is left out", () => {
    const [from, to] = [memoryStore(), memoryStore()];
    const head = last(line(from.objects, 2));
    const arrival = sent(from, head);
    const stray = { kind: "blob", bytes: new TextEncoder().encode("1\n") } as const;
    keepArrival(to, {
      ...arrival,
      unpacked: new Map([...arrival.unpacked, [idOf(stray), { object: stray }]]),
    });
    expect(new Set(to.objects.ids())).toEqual(new Set(from.objects.ids()));
  });
});

describe("a partial copy", () => {
  test("ends where it was cut, goes on from there, and is made whole later", () => {
    const [from, to] = [memoryStore(), memoryStore()];
    const commits = line(from.objects, 10);
    const head = last(commits);
    keepArrival(to, sent(from, head, [], 2));
    land(to, "origin", { name: "main", id: head }, reason);
    expect([...to.boundary]).toEqual([commits[8]]);
    expect(history(to.objects, [head]).map(({ id }) => id)).toEqual(commits.slice(-2).toReversed());
    expect(fsck(to).findings).toEqual([]);

    const next = commitOn(from.objects, [head], { a: 1 }, 2000);
    keepArrival(to, sent(from, next, [head]));
    expect([...to.boundary]).toEqual([commits[8]]);

    keepArrival(to, sent(from, next));
    expect([...to.boundary]).toEqual([]);
    expect(history(to.objects, [next])).toHaveLength(11);
  });

  test("that was not meant to be one is refused", () => {
    const [from, to] = [memoryStore(), memoryStore()];
    const commits = line(from.objects, 4);
    const cut = { ...sent(from, last(commits), [], 2), border: [] };
    expect(() => keepArrival(to, cut)).toThrow(`commit ${commits[1]} is missing`);
  });
});

describe("a branch of one's own", () => {
  /** A store with a line of three commits, and one that goes another way from the first. */
  function forked() {
    const store = memoryStore();
    const [first = "", ...rest] = line(store.objects, 3);
    const other = commitOn(store.objects, [first], { other: 1 });
    return { store, first, second: rest[0] ?? "", third: rest[1] ?? "", other };
  }

  test("is made, follows, stays, and is told to be apart", () => {
    const { store, first, second, third, other } = forked();
    const how = (id: ObjectId) => land(store, "origin", { name: "main", id }, reason).how;
    const stands = () => [store.branches.find("main"), store.branches.find("origin/main")];
    expect([how(first), stands()]).toEqual(["made", [first, first]]);
    expect([how(third), stands()]).toEqual(["forward", [third, third]]);
    expect([how(third), stands()]).toEqual(["same", [third, third]]);
    expect([how(second), stands()]).toEqual(["ahead", [third, second]]);
    expect([how(other), stands()]).toEqual(["apart", [third, other]]);
  });

  test("has a name that git would have, whoever sends it", () => {
    const { store, first } = forked();
    for (const name of ["", "a..b", "-x", "a b", "x.lock", "../../config", "a\nb"])
      expect(() => land(store, "origin", { name, id: first }, reason)).toThrow("The branch name");
    expect(store.branches.list()).toEqual([]);
  });
});
