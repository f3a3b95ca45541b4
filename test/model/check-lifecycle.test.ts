import { describe, expect, test } from "vitest";
import { lifecycle, spoilt, told, transitions } from "./sample.ts";

describe("a place that is not declared", () => {
  test("is told wherever it is named", () => {
    const wrong = spoilt({
      initial: "of",
      probes: { onn: () => true },
      behaviors: { deploy: transitions({ start: ["offf", "onn/again"] }) },
    });
    expect(told(wrong)).toEqual([
      'MADEUS_UNKNOWN_PLACE: component "server": it begins in "of", which is not one of its places (did you mean "off"?)',
      'MADEUS_UNKNOWN_PLACE: component "server": a probe asks for "onn", which is not one of its places (did you mean "on"?)',
      'MADEUS_UNKNOWN_PLACE: component "server": the transition "start" leaves "offf", which is not one of its places (did you mean "off"?)',
      'MADEUS_UNKNOWN_PLACE: component "server": the transition "start" ends at "onn/again", which is not one of its places (did you mean "on"?)',
    ]);
  });
});

describe("a station", () => {
  test.each(["on/", "/x", "on/x/y", ""])("may not be written %j", (station) => {
    const [first] = told(lifecycle(["off", "on"], { start: ["off", "on", station] }));
    expect(first).toBe(
      `MADEUS_BAD_STATION: component "c": the transition "start" ends at "${station}", which is no station (write "place" or "place/name")`,
    );
  });

  test("may be named once by a transition", () => {
    expect(told(lifecycle(["off", "on"], { start: ["off", "on", "on"] }))).toEqual([
      'MADEUS_BAD_STATION: component "c": the transition "start" names the station "on" twice (write "place" or "place/name")',
    ]);
  });

  test("must be there", () => {
    expect(told(lifecycle(["off"], { start: ["off"] }))).toEqual([
      'MADEUS_BAD_STATION: component "c": the transition "start" ends nowhere (write "place" or "place/name")',
    ]);
  });

  test("may be one of several of a place", () => {
    expect(told(lifecycle(["off", "on"], { start: ["off", "on/a", "on/b", "on"] }))).toEqual([]);
  });
});

describe("a cycle", () => {
  const cycle = (edges: Parameters<typeof transitions>[0]): readonly string[] =>
    told(lifecycle(["a", "b", "c", "d"], edges)).filter((text) => text.includes("CYCLE"));

  test("within a behavior is told, all the way round", () => {
    expect(cycle({ t: ["a", "b"], u: ["b", "c"], v: ["c", "b", "d"] })).toEqual([
      'MADEUS_CYCLE: component "c": the behavior "deploy" has a cycle: b → u → c → v → b (move one of its transitions to another behavior)',
    ]);
  });

  test("may be a single transition", () => {
    expect(cycle({ t: ["a", "b"], u: ["b", "c"], v: ["c", "d"], w: ["d", "d/again"] })).toEqual([
      'MADEUS_CYCLE: component "c": the behavior "deploy" has a cycle: d → w → d (move one of its transitions to another behavior)',
    ]);
  });

  test("is not where ways part and meet", () => {
    expect(cycle({ t: ["a", "b"], u: ["a", "c"], v: ["b", "d"], w: ["c", "d"] })).toEqual([]);
  });

  test("is looked for once in each place, however many ways there are", () => {
    const ladder = Array.from({ length: 60 }, (_, i): [string, readonly [string, string]][] => [
      [`l${i}`, [`p${i}`, `q${i}`]],
      [`r${i}`, [`p${i}`, `s${i}`]],
      [`m${i}`, [`q${i}`, `p${i + 1}`]],
      [`n${i}`, [`s${i}`, `p${i + 1}`]],
    ]).flat();
    expect(cycle(Object.fromEntries(ladder))).toEqual([]);
  });

  test("across behaviors is no cycle", () => {
    const behaviors = {
      deploy: transitions({ t: ["a", "b"] }),
      back: transitions({ u: ["b", "a"] }),
    };
    expect(told(lifecycle(["a", "b"], {}, { behaviors }))).toEqual([]);
  });

  test("of 10,000 transitions is found, and told in one line", () => {
    const count = 10_000;
    const names = Array.from({ length: count }, (_, index) => `p${index}`);
    const edges = Object.fromEntries(
      names.map((name, index) => [`t${index}`, [name, `p${(index + 1) % count}`] as const]),
    );
    const found = told(lifecycle(names, edges));
    expect(found).toEqual([
      'MADEUS_CYCLE: component "c": the behavior "deploy" has a cycle: p0 → t0 → p1 → t1 → p2 → t2 → p3 → t3 → … → t9996 → p9997 → t9997 → p9998 → t9998 → p9999 → t9999 → p0 (move one of its transitions to another behavior)',
    ]);
  });
});

describe("a place to which nothing leads", () => {
  test("is a warning", () => {
    expect(told(lifecycle(["a", "b", "c"], { t: ["a", "b"], u: ["c", "b/again"] }))).toEqual([
      'warning MADEUS_UNREACHABLE_PLACE: component "c": no transition leads to the place "c" (add one to a behavior, or leave the place out)',
    ]);
  });

  test("may be led to by another behavior", () => {
    const behaviors = {
      deploy: transitions({ t: ["a", "b"] }),
      more: transitions({ u: ["b", "c"] }),
    };
    expect(told(lifecycle(["a", "b", "c"], {}, { behaviors }))).toEqual([]);
  });

  test("is not told again where a name is misspelt", () => {
    expect(told(lifecycle(["a", "bee"], { t: ["a", "bea"] }))).toHaveLength(1);
  });
});
