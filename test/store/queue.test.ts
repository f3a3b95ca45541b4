/** Mergeable queues: what they hold, what their merges keep and lose, and what that costs, counted. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { memoryObjects } from "../../src/store/memory-objects.ts";
import { leafMode } from "../../src/store/object-tree.ts";
import { leafBytes } from "../../src/store/leaf.ts";
import type { Json } from "../../src/store/leaf.ts";
import { treeObjectAt } from "../../src/store/objects.ts";
import type { Queue } from "../../src/store/queue-head.ts";
import { queuesIn } from "../../src/store/queue.ts";
import { rowsOf } from "../../src/store/spine/spine.ts";
import { countedObjects } from "./counted-objects.ts";
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

describe("a queue", () => {
  test("gives what was pushed in the order in which it was pushed", () => {
    fc.assert(
      fc.property(doings, (what) => {
        const { queue, list } = done(queues, emptyBoth(queues), what);
        expect(queues.elements(queue)).toEqual(valuesOf(list));
        expect(queues.length(queue)).toBe(list.length);
        expect(queues.isEmpty(queue)).toBe(list.length === 0);
        expect(queues.peek(queue)).toEqual(list[0]?.value);
        expect(queues.pop(queue)?.element).toEqual(list[0]?.value);
      }),
    );
  });

  test("is not changed by what is made from it", () => {
    const queue = queueOf(1, 2, 3);
    queues.push(queue, 4);
    queues.pop(queue);
    expect(queues.elements(queue)).toEqual([1, 2, 3]);
  });

  test("holds any value, also one that is nothing", () => {
    const values: readonly Json[] = [
      null,
      false,
      0,
      "",
      [],
      {},
      { b: [1, null], a: "\u{1f600}\ud800" },
    ];
    expect(queues.elements(queueOf(...values))).toEqual(values);
  });

  test("is the same after it was written and read, and goes on as before", () => {
    fc.assert(
      fc.property(doings, doings, (what, more) => {
        const before = done(queues, emptyBoth(queues), what);
        const read = { ...before, queue: queues.read(queues.write(before.queue)) };
        expect(queues.write(read.queue)).toBe(queues.write(before.queue));
        const after = done(queues, read, more);
        expect(queues.elements(after.queue)).toEqual(valuesOf(after.list));
      }),
    );
  });
});

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

describe("what queues cost, in objects read and written:", () => {
  const objects = countedObjects(memoryObjects());
  const counted = queuesIn(objects);
  const full = (count: number): Queue =>
    Array.from({ length: count }, (_, k) => k).reduce<Queue>(
      (queue, k) => counted.push(queue, k),
      counted.create(),
    );

  test.each([100, 1_000, 5_000])(
    "%i pushes write one and a seventh each at most, and read nothing",
    (count) => {
      objects.counted();
      full(count);
      const { reads, writes } = objects.counted();
      expect(reads).toBe(0);
      expect(writes / count).toBeLessThan(8 / 7);
    },
  );

  test.each([100, 1_000, 5_000])(
    "%i pops read less than one and a sixth each, and write nothing",
    (count) => {
      const queue = full(count);
      objects.counted();
      counted.elements(queue);
      const { reads, writes } = objects.counted();
      expect(reads / count).toBeLessThan(1 + 1 / 6);
      expect(writes).toBe(0);
    },
  );

  test("pushes and pops in any order cost no more than that, and a part of each row", () => {
    const many = fc.array(fc.tuple(fc.boolean(), fc.nat(30)), { maxLength: 60, size: "max" });
    fc.assert(
      fc.property(many, (turns) => {
        let queue = counted.create();
        let [pushes, pops] = [0, 0];
        objects.counted();
        for (const [isPush, count] of turns)
          for (let k = 0; k < count; k += 1) {
            const rest = isPush ? counted.push(queue, k) : counted.pop(queue)?.rest;
            queue = rest ?? queue;
            if (isPush) pushes += 1;
            else if (rest !== undefined) pops += 1;
          }
        const { reads, writes } = objects.counted();
        expect(writes).toBeLessThanOrEqual((pushes * 8) / 7);
        expect(reads).toBeLessThanOrEqual((pops * 8) / 7 + rowsOf(queue.spine));
      }),
    );
  });

  test("of one version, again and again, a push or a pop costs a part of each row at most", () => {
    // The worst that there is: all rows at the back are full, and nothing is at the front.
    const worst = full(8 + 64 + 512);
    expect(rowsOf(worst.spine)).toBe(3);
    for (let times = 0; times < 5; times += 1) {
      objects.counted();
      counted.push(worst, `more ${times}`);
      expect(objects.counted()).toEqual({ reads: 0, writes: 1 + 3 });
      counted.pop(worst);
      expect(objects.counted()).toEqual({ reads: 1 + 2, writes: 0 });
    }
  });

  test("a peek reads no more than a part of each row", () => {
    const queue = full(5_000);
    objects.counted();
    counted.peek(queue);
    expect(objects.counted().reads).toBeLessThanOrEqual(
      1 + Math.ceil(Math.log(5_000) / Math.log(8)),
    );
  });

  /** What a merge costs of sides that have pushed a quarter of a queue, of that a part alike, and popped half as much. */
  const mergeCost =
    (alike: number) =>
    (count: number): number => {
      const old = full(count);
      const side = (name: string): Queue =>
        Array.from({ length: count / 4 }).reduce<Queue>((queue, _, k) => {
          const next = counted.push(queue, k < (alike * count) / 4 ? k : `${name}${k}`);
          return k % 2 === 0 ? (counted.pop(next)?.rest ?? next) : next;
        }, old);
      const [x, y] = [side("x"), side("y")];
      objects.counted();
      valueOf(counted.merge(old, x, y));
      const { reads, writes } = objects.counted();
      return reads + writes;
    };

  test("a merge reads and writes a logarithm, however much was pushed and popped", () => {
    const [small, large] = [64, 64 * 64].map(mergeCost(0));
    // 64 times the size are two rows more.
    expect((large ?? 0) - (small ?? 0)).toBeLessThanOrEqual(2 * 6);
    expect(large).toBeLessThan(25);
  });

  test("a merge of sides that pushed much alike looks for where they part, and does not walk there", () => {
    const [small, large] = [64, 64 * 64].map(mergeCost(0.7));
    expect((large ?? 0) - (small ?? 0)).toBeLessThanOrEqual(2 * 16);
    expect(large).toBeLessThan(40);
  });
});

describe("a queue that was damaged is refused:", () => {
  const objects = memoryObjects();
  const own = queuesIn(objects);
  const id = own.write(own.push(own.push(own.create(), 1), 2));
  const { entries } = treeObjectAt(objects, id);
  const leafOf = (value: Json): string => objects.put({ kind: "blob", bytes: leafBytes(value) });

  test("without its head", () => {
    const headless = objects.put({
      kind: "tree",
      entries: entries.filter(({ name }) => name !== "queue"),
    });
    expect(() => own.read(headless)).toThrow(`${headless} stands where a queue must be`);
  });

  test.each([
    null,
    3,
    {},
    { mark: "m", line: "l" },
    { mark: 1, line: "l", pushed: 2 },
    { mark: "m", pushed: 2 },
    { mark: "m", line: "l", pushed: 2.5 },
    // Less than what is in it.
    { mark: "m", line: "l", pushed: 1 },
  ])("with %j as its head", (said) => {
    const rest = entries.filter(({ name }) => name !== "queue");
    const head = { name: "queue", mode: leafMode, id: leafOf(said) } as const;
    const damaged = objects.put({ kind: "tree", entries: [head, ...rest] });
    expect(() => own.read(damaged)).toThrow("its head does not say what was pushed");
  });
});
