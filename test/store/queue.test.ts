/** Mergeable queues: what they hold, and what that costs, counted. */
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
import { doings, done, emptyBoth, valueOf, valuesOf } from "./queue-model.ts";

const queues = queuesIn(memoryObjects());
const queueOf = (...elements: readonly Json[]): Queue =>
  elements.reduce<Queue>((queue, element) => queues.push(queue, element), queues.create());

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
