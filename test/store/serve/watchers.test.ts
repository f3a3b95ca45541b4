/** Who watches: a hundred are told everything once, and those who are slow or gone hold up nobody. */
import { describe, expect, test } from "vitest";
import { memoryBranches } from "../../../src/store/memory-branches.ts";
import { Watchers, watcherLimitsDefault } from "../../../src/store/serve/watchers.ts";
import { reason } from "../pack/growth.ts";

const id = (k: number): string => k.toString(16).padStart(40, "0");

/** Time that goes on when it is told to. */
function steppedClock() {
  const waiting = new Map<() => void, number>();
  let nowMs = 0;
  return {
    after(delayMs: number, wake: () => void) {
      waiting.set(wake, nowMs + delayMs);
      return () => void waiting.delete(wake);
    },
    pass(ms: number) {
      const end = nowMs + ms;
      for (;;) {
        const due = [...waiting].filter(([, at]) => at <= end).toSorted(([, a], [, b]) => a - b)[0];
        if (due === undefined) break;
        nowMs = Math.max(nowMs, due[1]);
        waiting.delete(due[0]);
        due[0]();
      }
      nowMs = end;
    },
    get count() {
      return waiting.size;
    },
  };
}

/** What was written, and whether it was ended. */
function stream(waits = 0) {
  const written: string[] = [];
  let ended = 0;
  return {
    write(text: string) {
      written.push(text);
      return waits;
    },
    end: () => void (ended += 1),
    get moves() {
      return written
        .flatMap((text) => /data: (.*)/.exec(text)?.[1] ?? [])
        .map((data) => (JSON.parse(data) as { number: number }).number);
    },
    get signs() {
      return written.filter((text) => text === ": still here\n\n").length;
    },
    get ended() {
      return ended;
    },
  };
}

function stage(limits = watcherLimitsDefault) {
  const branches = memoryBranches();
  const clock = steppedClock();
  const move = (k: number, name = "main") =>
    branches.move(name, branches.find(name), id(k), reason);
  return { branches, clock, move, watchers: new Watchers(branches, clock, limits) };
}

describe("a watcher", () => {
  test("is told of every move from its time on, once and in order", () => {
    const { clock, move, watchers } = stage();
    move(1);
    const one = stream();
    watchers.add(one, undefined);
    clock.pass(100);
    move(2);
    move(3, "other");
    clock.pass(100);
    const late = stream();
    watchers.add(late, 1);
    move(4);
    clock.pass(1000);
    expect([one.moves, late.moves]).toEqual([
      [2, 3, 4],
      [2, 3, 4],
    ]);
  });

  test("is told of one branch where it asks for that", () => {
    const { clock, move, watchers } = stage();
    const one = stream();
    watchers.add(one, undefined, "main");
    for (const k of [1, 2, 3]) move(k, k === 2 ? "other" : "main");
    clock.pass(200);
    expect(one.moves).toEqual([1, 3]);
  });

  test("that goes is not written to any more; when all have gone, the store is not asked", () => {
    const { clock, move, watchers } = stage();
    const [one, other] = [stream(), stream()];
    const leave = watchers.add(one, undefined);
    watchers.add(other, undefined);
    leave?.();
    leave?.();
    move(1);
    clock.pass(200);
    expect([one.moves, one.ended, other.moves, watchers.count]).toEqual([[], 1, [1], 1]);
    watchers.close();
    expect([other.ended, watchers.count, clock.count]).toEqual([1, 0, 0]);
    watchers.add(other, undefined);
    move(2);
    clock.pass(200);
    expect(other.moves).toEqual([1, 2]);
  });

  test("that reads too slowly is let go, and the others are told", () => {
    const { clock, move, watchers } = stage();
    const [slow, quick] = [stream(), stream()];
    watchers.add(slow, undefined);
    watchers.add(quick, undefined);
    slow.write = () => watcherLimitsDefault.bytesMax + 1;
    move(1);
    clock.pass(200);
    expect([slow.ended, quick.moves, watchers.count]).toEqual([1, [1], 1]);
  });

  test("that has much to hear is told all of it, a part at a time as it reads", () => {
    const { clock, move, watchers } = stage({ ...watcherLimitsDefault, bytesMax: 2000 });
    for (let k = 1; k <= 100; k += 1) move(k);
    let waiting = 0;
    const one = stream();
    const write = one.write;
    one.write = (text) => {
      write(text);
      return (waiting += text.length);
    };
    watchers.add(one, 0);
    const told = [one.moves.length];
    for (let rounds = 0; rounds < 100; rounds += 1) {
      waiting = 0;
      if (rounds < 10) move(1000 + rounds, "other");
      clock.pass(20);
      told.push(one.moves.length);
    }
    expect(Math.max(...told.map((count, k) => count - (told[k - 1] ?? 0)))).toBeLessThan(10);
    expect(one.moves).toEqual(Array.from({ length: 110 }, (_, k) => k + 1));
    expect(one.ended).toBe(0);
  });

  test("that does not read what it missed is let go", () => {
    const { clock, move, watchers } = stage({ ...watcherLimitsDefault, bytesMax: 2000 });
    for (let k = 1; k <= 100; k += 1) move(k);
    let waiting = 0;
    const one = { ...stream(), write: (text: string) => (waiting += text.length) };
    watchers.add(one, 0);
    expect(watchers.count).toBe(1);
    clock.pass(1000);
    expect([watchers.count, clock.count, waiting < 2500]).toEqual([0, 0, true]);
  });

  test("that knows a move of another store is told of those from now on", () => {
    const { clock, move, watchers } = stage();
    move(1);
    const one = stream();
    watchers.add(one, 7000);
    move(2);
    clock.pass(200);
    expect(one.moves).toEqual([2]);
  });

  test("of a store that cannot be read for a moment stays, and the fault is told", () => {
    const faults: unknown[] = [];
    const { branches, clock } = stage();
    let isBroken = false;
    const breaking = {
      ...branches,
      moves(after?: number) {
        if (isBroken) throw new RangeError("a fault");
        return branches.moves(after);
      },
    };
    const watchers = new Watchers(breaking, clock, watcherLimitsDefault, (fault) =>
      faults.push(fault),
    );
    watchers.add(stream(), undefined);
    clock.pass(100);
    branches.move("main", undefined, id(1), reason);
    isBroken = true;
    clock.pass(100);
    expect(faults).toEqual([new RangeError("a fault")]);
    isBroken = false;
    clock.pass(100);
    expect(watchers.count).toBe(1);
  });

  test("is given a sign of life where nothing happens", () => {
    const { clock, watchers } = stage();
    const one = stream();
    watchers.add(one, undefined);
    clock.pass(31_000);
    expect(one.signs).toBe(2);
  });
});

test("a thousand are told, and one more is not taken", () => {
  const { clock, move, watchers } = stage();
  const all = Array.from({ length: 1000 }, () => stream());
  for (const one of all) expect(watchers.add(one, undefined)).toBeTypeOf("function");
  expect(watchers.add(stream(), undefined)).toBeUndefined();
  for (let k = 1; k <= 5; k += 1) move(k);
  clock.pass(200);
  expect(all.every(({ moves }) => moves.join() === "1,2,3,4,5")).toBe(true);
});
