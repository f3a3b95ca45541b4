/** Merges of queues: what they keep and lose, and their laws. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { memoryObjects } from "../../src/store/memory-objects.ts";
import type { Json } from "../../src/store/leaf.ts";
import type { Queue } from "../../src/store/queue-head.ts";
import { queuesIn } from "../../src/store/queue.ts";
import {
  type Both,
  doings,
  done,
  emptyBoth,
  mergedBoth,
  naiveMerge,
  valueOf,
  valuesOf,
} from "./queue-model.ts";

const queues = queuesIn(memoryObjects());
const queueOf = (...elements: readonly Json[]): Queue =>
  elements.reduce<Queue>((queue, element) => queues.push(queue, element), queues.create());
const popped = (queue: Queue, times: number): Queue =>
  Array.from({ length: times }).reduce<Queue>((rest) => queues.pop(rest)?.rest ?? rest, queue);

describe("a merge of queues", () => {
  test("is what neither popped, then what is new here, then what is new there", () => {
    fc.assert(
      fc.property(doings, doings, doings, (before, here, there) => {
        const old = done(queues, emptyBoth(queues), before);
        const [x, y] = [done(queues, old, here), done(queues, old, there)];
        const { queue, list } = mergedBoth(queues, old, x, y);
        expect(queues.elements(queue)).toEqual(valuesOf(list));
        expect(queues.length(queue)).toBe(list.length);
      }),
    );
  });

  test("has once what both pushed to equal queues alike, whatever else they did", () => {
    const old = queueOf("old");
    const [x, y] = [queues.push(old, "new"), queues.push(queues.push(old, "new"), "more")];
    const both = ["old", "new", "more"];
    expect(queues.elements(valueOf(queues.merge(old, x, y)))).toEqual(both);
    expect(queues.elements(valueOf(queues.merge(old, y, x)))).toEqual(both);
    expect(queues.elements(valueOf(queues.merge(old, popped(x, 1), y)))).toEqual(["new", "more"]);
    // In another order they are others.
    const z = queues.push(queues.push(old, "more"), "new");
    expect(queues.elements(valueOf(queues.merge(old, y, z)))).toEqual([...both, "more", "new"]);
  });

  test("keeps what a side pushed that the other pushed alike and has popped already", () => {
    const old = queueOf();
    const [x, y] = [popped(queueOf("new", "x"), 1), queueOf("new", "y")];
    expect(queues.elements(valueOf(queues.merge(old, x, y)))).toEqual(["x", "new", "y"]);
    expect(queues.elements(valueOf(queues.merge(old, y, x)))).toEqual(["new", "y", "x"]);
  });

  test("knows what one took over from the other", () => {
    const old = queueOf("old");
    const x = queues.push(old, "x");
    const other = valueOf(queues.merge(old, x, queues.push(old, "y")));
    expect(queues.elements(valueOf(queues.merge(old, x, queues.push(x, "more"))))).toEqual([
      "old",
      "x",
      "more",
    ]);
    expect(queues.elements(valueOf(queues.merge(old, other, queues.push(x, "more"))))).toEqual([
      "old",
      "x",
      "y",
      "more",
    ]);
  });

  test("takes all of a queue that was made anew, and nothing of the old one", () => {
    const old = queueOf("a", "b");
    const anew = queueOf("c", "d", "e");
    expect(queues.elements(valueOf(queues.merge(old, anew, queues.push(old, "y"))))).toEqual([
      "c",
      "d",
      "e",
      "y",
    ]);
    expect(queues.elements(valueOf(queues.merge(old, popped(old, 1), anew)))).toEqual([
      "c",
      "d",
      "e",
    ]);
    const shorter = valueOf(queues.merge(queueOf(1, 2, 3, 4, 5), queueOf(6), queueOf(7)));
    expect(queues.elements(shorter)).toEqual([6, 7]);
    expect(queues.elements(queues.read(queues.write(shorter)))).toEqual([6, 7]);
  });

  test("unites pops: what both popped is popped once, and comes back by neither", () => {
    const old = queueOf(1, 2, 3, 4);
    const [x, y] = [popped(queues.push(old, "x"), 3), popped(queues.push(old, "y"), 1)];
    expect(queues.elements(valueOf(queues.merge(old, x, y)))).toEqual([4, "x", "y"]);
    const all = [popped(queues.push(old, "x"), 5), popped(queues.push(old, "y"), 4)] as const;
    expect(queues.elements(valueOf(queues.merge(old, ...all)))).toEqual(["y"]);
  });

  test("tells an element that was popped and pushed again from the one that was popped", () => {
    const old = queueOf("again");
    const [x, y] = [popped(queues.push(old, "again"), 1), popped(old, 1)];
    expect(queues.elements(valueOf(queues.merge(old, x, y)))).toEqual(["again"]);
  });

  test("of queues that have nothing in common is a conflict in words, unless they are equal", () => {
    const [x, y] = [queueOf(1), queueOf(2)];
    expect(queues.merge(undefined, x, y)).toEqual({
      ok: false,
      conflicts: [
        {
          path: [],
          kind: "nothing in common",
          text: "Two queues have nothing in common: what one of them lacks may have been popped or never pushed.",
        },
      ],
    });
    expect(queues.merge(undefined, x, queueOf(1))).toEqual({ ok: true, value: x });
  });
});

describe("the laws of a merge of queues:", () => {
  const sides = fc.tuple(doings, doings, doings, doings).map(([before, ...others]) => {
    const old = done(queues, emptyBoth(queues), before);
    return [old, ...others.map((what) => done(queues, old, what))] as const;
  });
  const merge = (old: Both | undefined, x: Both | undefined, y: Both | undefined): Queue =>
    valueOf(queues.merge(old?.queue, x?.queue ?? queues.create(), y?.queue ?? queues.create()));

  test("a side that did nothing changes nothing, and equal sides are themselves", () => {
    fc.assert(
      fc.property(sides, ([old, x]) => {
        expect(merge(old, x, old)).toEqual(x?.queue);
        expect(merge(old, old, x)).toEqual(x?.queue);
        expect(merge(old, x, x)).toEqual(x?.queue);
      }),
    );
  });

  test("it does not matter who merges, but for the order of what is new", () => {
    fc.assert(
      fc.property(sides, ([old, x, y]) => {
        const [a, b] = [merge(old, x, y), merge(old, y, x)].map((queue) => queues.elements(queue));
        expect(a?.toSorted()).toEqual(b?.toSorted());
        const { length } = naiveMerge(old.list, x?.list ?? [], y?.list ?? []).filter(({ push }) =>
          old.list.some((one) => one.push === push),
        );
        expect(a?.slice(0, length)).toEqual(b?.slice(0, length));
      }),
    );
  });

  test("it does not matter in which order three are merged", () => {
    fc.assert(
      fc.property(sides, ([old, x, y, z]) => {
        const wrap = (queue: Queue): Both => ({ queue, list: [] });
        const left = merge(old, wrap(merge(old, x, y)), z);
        const right = merge(old, x, wrap(merge(old, y, z)));
        expect(queues.elements(left)).toEqual(queues.elements(right));
      }),
    );
  });
});
