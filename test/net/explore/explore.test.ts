import { describe, expect, test } from "vitest";
import { type Exploration, explore, verdictOf } from "../../../src/net/explore/explore.ts";
import { comesBack, markingAfter } from "../../../src/net/explore/verify.ts";
import { isOnlyRun } from "../../../src/net/explore/verify-run.ts";
import { allRun, golden } from "./golden.ts";
import { netFrom } from "./drawn-net.ts";
import { chain, placesNamed, ring, star, synthetic, wide } from "./synthetic.ts";

describe("nets whose answers are known", () => {
  test.each([
    ["lamp-5-0", 141_141, 1, 0, "proved", "one run"],
    ["wide-3-2", 6_859, 1, 0, "proved", "one run"],
    ["chain-3-2", 4_915, 1, 0, "proved", "one run"],
    ["ring-3-2", 4_096, 1, 1, "violated", "one run"],
    ["free-2-1", 2_025, 0, 0, "violated", "stubborn sets"],
    ["prog-3-2", 1_520, 1, 0, "proved", "stubborn sets"],
  ] as const)("%s has %i markings, %i of them terminal and %i lost: %s by %s", (...known) => {
    const [name, states, terminalCount, lostCount, verdict, method] = known;
    const net = golden(name);
    const isFinal = allRun(net);
    const full = explore(net, { mode: "full", isFinal });
    expect(full).toMatchObject({ method: "all markings", states, stop: undefined, isSafe: true });
    const auto = explore(net, { isFinal });
    expect(auto.method).toBe(method);
    expect(auto.states).toBeLessThan(200);
    for (const one of [full, auto]) {
      expect(one).toMatchObject({ terminalCount, lostCount });
      expect(verdictOf(one)).toBe(verdict);
      expect(one.lasso !== undefined).toBe(name === "free-2-1");
    }
    expect(auto.terminals.map(({ marking }) => marking)).toEqual(
      full.terminals.map(({ marking }) => marking),
    );
  });

  test("a program over many components is decided by one run, which is checked", () => {
    for (const uses of [chain, star, wide]) {
      const program = { waits: () => true };
      const net = synthetic({ componentCount: 20, width: 2, uses, program });
      const ready = placesNamed(net, ".r");
      const found = explore(net, { isFinal: (marking) => ready.every((p) => marking[p] === 1) });
      expect(found).toMatchObject({ states: 501, method: "stubborn sets", lostCount: 0 });
      expect(verdictOf(found)).toBe("proved");
      expect(isOnlyRun(net, found.run ?? new Uint32Array(), found.unmarked)).toBe(true);
    }
  });

  test("a program that does not wait leads to the same end on several ways", () => {
    const program = { waits: (instruction: number) => instruction < 3 };
    const net = synthetic({ componentCount: 3, width: 1, uses: chain, program });
    const full = explore(net, { mode: "full" });
    const auto = explore(net);
    expect(auto.run).toBeUndefined();
    const named = auto.forks.map(({ transitions }) => [...transitions].map(net.transitionName));
    expect(named).toContainEqual(["0.leave.suspend", "program.change.7.0"]);
    for (const { transitions, trace } of auto.forks)
      for (const t of transitions)
        expect(markingAfter(net, Uint32Array.of(...trace, t))).toBeDefined();
    expect([auto.forks.length > 1, full.forks]).toEqual([true, []]);
    expect(auto.states).toBeLessThan(full.states);
    expect(ends(auto)).toEqual(ends(full));
  });

  test("thousands of components that wait for each other in a ring are told to", () => {
    const net = synthetic({ componentCount: 3000, width: 2, uses: ring(3000) });
    const ready = placesNamed(net, ".r");
    const found = explore(net, { isFinal: (marking) => ready.every((p) => marking[p] === 1) });
    expect(found).toMatchObject({ method: "one run", states: 21_001, lostCount: 1 });
    expect(found.neverFired).toHaveLength(9_000);
  });
});

describe("a limit", () => {
  const lamp = golden("lamp-5-0");

  test.each([
    ["states", { statesMax: 1000 }],
    ["memory", { bytesMax: 100_000 }],
    ["time", { isOver: () => true }],
  ] as const)("of %s ends in unknown, never in proved", (stop, options) => {
    const found = explore(lamp, { mode: "full", ...options });
    expect(found.stop).toBe(stop);
    expect(found.states).toBeLessThan(10_000);
    expect(verdictOf(found)).toBe("unknown");
    expect([found.isSafe, found.neverFired, found.run]).toEqual([undefined, undefined, undefined]);
  });

  test("that the last marking just meets is none", () => {
    expect(explore(lamp, { statesMax: 60 })).toMatchObject({ states: 59, stop: undefined });
    expect(explore(lamp, { statesMax: 59 })).toMatchObject({ states: 59, stop: undefined });
    expect(explore(lamp, { statesMax: 58 })).toMatchObject({ states: 58, stop: "states" });
  });

  test("of tokens ends the search of a place that gets ever more, and tells how it got a second", () => {
    const source = { consumed: [], read: [0], produced: [1] };
    const net = netFrom([source], [1, 0]);
    for (const mode of ["auto", "full"] as const) {
      const found = explore(net, { mode });
      expect(found).toMatchObject({ stop: "tokens", isSafe: false, unsafe: { place: 1 } });
      expect([...(found.unsafe?.trace ?? [])]).toEqual([0, 0]);
      expect(verdictOf(found)).toBe("unknown");
    }
  });

  test("of terminal markings keeps those that are not final, and counts all", () => {
    const choice = Array.from({ length: 5 }, (_, k) => ({
      consumed: [0],
      read: [],
      produced: [k + 1],
    }));
    const net = netFrom(choice, [1, 0, 0, 0, 0, 0]);
    const isFinal = (marking: ArrayLike<number>): boolean => marking[2] !== 1;
    const found = explore(net, { terminalsMax: 2, isFinal });
    expect(found).toMatchObject({ terminalCount: 5, lostCount: 1 });
    expect(found.terminals.map((one) => one.isFinal)).toEqual([true, false]);
    const first = explore(net, { isFinal, moreMax: 0 });
    expect([first.stop, verdictOf(first)]).toEqual(["violated", "violated"]);
    expect(first.terminals.at(-1)?.isFinal).toBe(false);
    const tight = explore(net, { bytesMax: 100, isFinal });
    expect(tight).toMatchObject({ terminalCount: 5, lostCount: 1, stop: undefined });
    expect(tight.terminals.map((one) => one.isFinal)).toEqual([false]);
  });
});

describe("a run without end", () => {
  test("is found where it is long and has no forks", () => {
    const count = 1000;
    const steps = Array.from({ length: count + 300 }, (_, k) => ({
      consumed: [k],
      read: [],
      produced: [k === count + 299 ? 300 : k + 1],
    }));
    const net = netFrom(steps, [1, ...Array.from<number>({ length: count + 299 }).fill(0)]);
    const { lasso, stop, run, method } = explore(net);
    expect([stop, run, method]).toEqual([undefined, undefined, "one run"]);
    expect(lasso?.loop).toHaveLength(count);
    expect(lasso !== undefined && comesBack(net, lasso)).toBe(true);
  });

  test("leaves it open what never fires, since what is put off for ever was not seen", () => {
    const round = { consumed: [0], read: [], produced: [0] };
    const once = { consumed: [1], read: [], produced: [2] };
    for (const transitions of [
      [round, once],
      [once, round],
    ])
      expect(explore(netFrom(transitions, [1, 1, 0])).neverFired).toBeUndefined();
  });

  test("is found where a transition changes nothing", () => {
    const net = netFrom([{ consumed: [0], read: [], produced: [0] }], [1]);
    for (const mode of ["auto", "full"] as const) {
      const { lasso } = explore(net, { mode });
      expect(lasso !== undefined && comesBack(net, lasso)).toBe(true);
    }
  });
});

const ends = (found: Exploration): readonly string[] =>
  found.terminals.map(({ marking }) => Array.from(marking).join(",")).toSorted();
