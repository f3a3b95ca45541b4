/** Watches over every store. The numbers in brackets are those of Irmin's tests that are asked again here. */
import { expect, test } from "vitest";
import type { Branches, Move } from "../../src/store/branch.ts";
import { touches, watchBranches } from "../../src/store/watch-branch.ts";
import { Tree } from "../../src/store/tree.ts";
import { lineage } from "./lineage.ts";
import { describeStores, reason } from "./store-shelf.ts";

/** A clock that goes on when it is told to. */
function handClock(): {
  after(delayMs: number, wake: () => void): () => void;
  tick(): void;
  readonly waiting: number;
} {
  const wakes = new Set<() => void>();
  return {
    after(_delayMs, wake) {
      wakes.add(wake);
      return () => void wakes.delete(wake);
    },
    tick() {
      const due = [...wakes];
      wakes.clear();
      for (const wake of due) wake();
    },
    get waiting() {
      return wakes.size;
    },
  };
}

const id = (number: number): string => number.toString(16).padStart(40, "0");

/** A hundred branches made, moved and removed again. */
function move(branches: Branches, round: "add" | "update" | "remove"): void {
  for (let k = 1; k <= 100; k += 1) {
    const [from, to] = {
      add: [undefined, id(k)],
      update: [id(k), id(k + 1_000)],
      remove: [id(k + 1_000), undefined],
    }[round] as [string | undefined, string | undefined];
    expect(branches.move(`b${k}`, from, to, reason)).toBe(true);
  }
}

const kindOf = ({ from, to }: Move): string =>
  from === undefined ? "added" : to === undefined ? "removed" : "updated";

describeStores((newShelf) => {
  test("a watch is told each move once and in order, whoever made it [30]", () => {
    const shelf = newShelf();
    const [mine, theirs] = [shelf.open().branches, shelf.open().branches];
    theirs.move("before", undefined, id(7), reason);
    const clock = handClock();
    const told: Move[] = [];
    const end = watchBranches(mine, clock, (one) => told.push(one));
    const counted = (): unknown => {
      clock.tick();
      return Object.entries(Object.groupBy(told.splice(0), kindOf)).map(([kind, moves]) => [
        kind,
        moves?.length,
      ]);
    };
    expect(counted()).toEqual([]);
    move(theirs, "add");
    expect(counted()).toEqual([["added", 100]]);
    move(mine, "update");
    expect(counted()).toEqual([["updated", 100]]);
    expect(counted()).toEqual([]);
    move(theirs, "remove");
    end();
    expect([counted(), clock.waiting]).toEqual([[], 0]);
  });

  test("a watch can begin earlier, and end in its own middle [30]", () => {
    const { branches } = newShelf().open();
    move(branches, "add");
    const clock = handClock();
    const told: number[] = [];
    const end = watchBranches(
      branches,
      clock,
      ({ number }) => {
        told.push(number);
        if (number === 42) end();
      },
      { after: 40 },
    );
    clock.tick();
    clock.tick();
    expect([told, clock.waiting]).toEqual([[41, 42], 0]);
  });

  test("a watch of a path hears of those moves that change what stands there [30]", () => {
    const { objects, branches, transaction } = newShelf().open();
    const tree = Tree.empty.set(["limits"], 1).set(["configuration", "web"], ["running"]);
    const { id } = lineage(objects, [
      { name: "a", tree },
      { name: "b", from: ["a"], tree: tree.set(["limits"], 2) },
      { name: "c", from: ["b"], tree: tree.set(["configuration", "web"], []) },
    ]);
    transaction(() => undefined);
    const touched: string[] = [];
    const clock = handClock();
    watchBranches(branches, clock, (move) => {
      for (const path of [["limits"], ["configuration", "web"], ["configuration"], ["none"], []])
        if (touches(objects, move, path)) touched.push(`${move.number} ${path.join("/")}`);
    });
    const heads = [undefined, id("a"), id("b"), id("c"), "7".repeat(40), undefined];
    for (const [k, to] of heads.entries()) branches.move("main", heads[k - 1], to, reason);
    clock.tick();
    expect(touched).toEqual(
      ["1 limits", "1 configuration/web", "1 configuration", "1 ", "2 limits", "2 "].concat(
        ["3 limits", "3 configuration/web", "3 configuration", "3 "],
        ["4 limits", "4 configuration/web", "4 configuration", "4 "],
      ),
    );
  });

  test("one whose listener fails goes on, and so do the others [30]", () => {
    const { branches } = newShelf().open();
    const clock = handClock();
    const failures: unknown[] = [];
    let [bad, good] = [0, 0];
    const failing = (): void => {
      bad += 1;
      throw new Error(`no ${bad}`);
    };
    watchBranches(branches, clock, failing, { failed: (error) => failures.push(error) });
    watchBranches(branches, clock, () => (good += 1));
    watchBranches(branches, clock, failing);
    move(branches, "add");
    clock.tick();
    expect([bad, good, failures.length]).toEqual([200, 100, 100]);
  });
});
