/** Why something does not go on: what is always true of the reasons, and whether the cause that they end in is the cause. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { many } from "../../src/model/port.ts";
import { advance } from "../../src/semantics/advance.ts";
import { Configuration, none, nothing } from "../../src/semantics/configuration.ts";
import { type Reason, causes, tell, why, whyProgram } from "../../src/semantics/why.ts";
import { type EagerWalk, eagerWalks, eventAt } from "./eager.ts";
import { layered } from "./layered.ts";
import { troubles } from "./planted.ts";
import { Sql, type World, add, connect, machine, push, wait, world } from "./scenario.ts";

/** Tokens, docks and transitions of an instance that are not idle, by the names that a reason would give them. */
function blocked(c: Configuration, instance: number): readonly string[] {
  const life = c.life(instance);
  const marked = (slot: number): boolean => c.mark(instance, slot) !== none;
  return [
    ...life.places.filter(
      (_, p) => marked(p) && (life.leaving[c.behavior(instance)]?.[p] ?? []).length > 0,
    ),
    ...life.transitions.filter(({ out, on }) => marked(out) || marked(on)).map(({ name }) => name),
    ...life.stations
      .filter(({ docks }) => docks.some((d) => marked(life.docks[d]?.slot ?? -1)))
      .map(({ name }) => name),
  ];
}

function everyReason(reasons: readonly Reason[]): readonly Reason[] {
  const all = new Set(reasons);
  for (const reason of all) for (const one of reason.because) all.add(one);
  return [...all];
}

/** What is wrong with what is said about an instance that does not move. */
function badReasons(c: Configuration, instance: number): readonly string[] {
  const name = c.names[instance] ?? "";
  const reasons = why(c, instance);
  const all = everyReason(reasons);
  const said = new Set(
    reasons.filter((one) => one.instance === name).map(({ element }) => element),
  );
  const found = causes(reasons);
  return [
    ...(reasons.length > 0 ? [] : [`nothing is said about ${name}`]),
    ...(found.length > 0 ? [] : [`no cause for ${name}`]),
    ...blocked(c, instance)
      .filter((element) => !said.has(element))
      .map((element) => `${name}.${element} is not mentioned`),
    ...all
      .filter(({ kind, because }) => (kind === "waits") === (because.length === 0))
      .map(({ text }) => `neither cause nor wait: ${text}`),
    ...found
      .filter(({ kind, because }) => kind === "waits" || because.length > 0)
      .map(({ text }) => `no cause: ${text}`),
    ...(tell(reasons).length <= 40 ? [] : ["too many lines"]),
  ];
}

/** What is said wrongly at any moment of a walk; undefined when nothing is. */
function firstBadReason({ programs, draws }: EagerWalk): string | undefined {
  const c = new Configuration();
  const waiting = [...programs];
  for (const drawn of draws) {
    const instructions = drawn % 8 === 0 || c.program.length === 0 ? waiting.shift() : undefined;
    const event =
      instructions === undefined ? eventAt(c, drawn) : ({ type: "program", instructions } as const);
    if (event === undefined) continue;
    advance(c, event);
    const busy = [...c.all()].filter((instance) => c.behavior(instance) !== nothing);
    const bad = busy.flatMap((instance) => badReasons(c, instance));
    const silent =
      !c.done && whyProgram(c).length === 0 ? ["nothing is said about the program"] : [];
    if (bad.length + silent.length > 0) return [...bad, ...silent].join("; ");
  }
  return undefined;
}

describe("what is always true", () => {
  test("every blocked element of an instance that does not move is mentioned, and followed to causes", () => {
    fc.assert(
      fc.property(eagerWalks(), (walk) => {
        expect(firstBadReason(walk)).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  test.each(Object.entries(troubles))("the root cause is the planted one: %s", (_, plant) => {
    fc.assert(
      fc.property(layered, fc.nat(9999), (all, drawn) => {
        const { c, cause, waiting } = plant(all, drawn);
        expect(waiting).not.toEqual([]);
        for (const name of waiting)
          expect(causes(why(c, c.number(name) ?? nothing))).toMatchObject([cause]);
      }),
      { numRuns: 20, seed: 1 },
    );
  });

  test("a run that ends because of the planted cause names it", () => {
    fc.assert(
      fc.property(layered, fc.nat(9999), fc.nat(3), (all, drawn, which) => {
        const { c, cause } = Object.values(troubles)[which]?.(all, drawn) ?? {};
        expect(c && causes(whyProgram(c))).toMatchObject([cause]);
      }),
      { numRuns: 40, seed: 1 },
    );
  });
});

describe("telling", () => {
  const reason = (text: string, ...because: readonly Reason[]): Reason => ({
    kind: because.length === 0 ? "failed" : "waits",
    instance: undefined,
    element: undefined,
    text,
    because,
  });

  test("reasons are indented under what they explain, each told once", () => {
    const cause = reason("db.start failed");
    const reasons = [
      reason("web waits", cause),
      reason("mail waits", reason("queue waits", cause)),
    ];
    expect(tell(reasons)).toEqual([
      "web waits",
      "  db.start failed",
      "mail waits",
      "  queue waits",
    ]);
    expect(causes(reasons)).toEqual([cause]);
  });

  test("a long story is cut, says how much is left, and ends with causes", () => {
    const flat = Array.from({ length: 50 }, (_, k) => reason(`r${k}`));
    const lines = tell(flat, 10);
    expect(lines.join()).toBe("r0,r1,r2,r3,r4,r5,… and 41 more,r6,r7,r8");
    expect(tell(flat, 50)).toHaveLength(50);
    const deep = flat.reduce((behind, { text }) => reason(`${text} waits`, behind));
    expect(tell([deep], 3)).toEqual(["r49 waits", "… and 48 more", "r0"]);
  });
});

describe("circles and large assemblies", () => {
  test("a circle", () => {
    const mutual = machine(
      { deploy: { go: "a -> b" } },
      { uses: { other: [Sql, "b"] }, provides: { sql: [Sql, "b"] } },
    );
    const w = world(
      [add("x", mutual), add("y", mutual)],
      [connect("x.other", "y.sql"), connect("y.other", "x.sql")],
      [...push("x", "deploy"), ...push("y", "deploy")],
    ).ends("x.go", "y.go");
    expect(w.why()).toEqual([
      "x before b waits for y.sql",
      "  y.sql is not provided yet",
      "    y before b waits for x.sql",
      "      x.sql is not provided yet",
      "        x waits for y waits for x",
    ]);
    expect(w.causes("y")).toEqual(["circular y"]);
  });

  const link = machine(
    { deploy: { go: "a -> b" } },
    { uses: { before: [many(Sql, { min: 0 }), "go"] }, provides: { sql: [Sql, "b"] } },
  );
  /** Instances that each use those that `before` names. */
  const assembled = (count: number, before: (k: number) => readonly number[]): World => {
    const all = Array.from({ length: count }, (_, k) => k);
    return world(
      all.map((k) => add(`i${k}`, link)),
      all.flatMap((k) => before(k).map((other) => connect(`i${k}.before`, `i${other}.sql`))),
      all.flatMap((k) => push(`i${k}`, "deploy")),
      [wait()],
    );
  };

  test("a chain of 100,000 instances is followed to its end", () => {
    const w = assembled(100_000, (k) => (k === 0 ? [] : [k - 1])).fail("i0.go", "exit 1");
    expect(w.causes("i99999")).toEqual(["failed i0.go"]);
    expect(tell(why(w.c, 99_999)).slice(-2)).toEqual(["… and 199962 more", "i0.go failed: exit 1"]);
    expect(w.causes()).toEqual(["failed i0.go"]);
  });

  test("diamonds are followed once", () => {
    const w = assembled(2_000, (k) => [k - 1, k - 2].filter((other) => other >= 0)).fail(
      "i0.go",
      "exit 1",
    );
    expect(w.causes("i1999")).toEqual(["failed i0.go"]);
  });

  test("a circle of 20,000 instances is one cause", () => {
    const w = assembled(20_000, (k) => [(k + 1) % 20_000]);
    expect(causes(why(w.c, 5))).toMatchObject([{ kind: "circular", instance: "i5" }]);
    expect(tell(why(w.c, 5)).at(-1)).toContain("waits for … (19988 more) waits for i5");
  });

  test("a circle with ways out is no circle: what leads out is the cause", () => {
    const w = assembled(6, (k) => (k > 3 ? [] : [(k + 1) % 4, ...(k < 2 ? [k + 4] : [])]));
    w.fail("i4.go", "exit 1").fail("i5.go", "exit 2");
    for (const name of ["i0", "i1", "i2", "i3"])
      expect(w.causes(name).toSorted()).toEqual(["failed i4.go", "failed i5.go"]);
    expect(w.causes().toSorted()).toEqual(["failed i4.go", "failed i5.go"]);
  });
});
