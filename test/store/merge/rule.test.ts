/** The rules of merges by examples: what each gives, when it is a conflict, and in which words. */
import { describe, expect, test } from "vitest";
import type { Json } from "../../../src/store/leaf.ts";
import { counter } from "../../../src/store/merge/counter.ts";
import { type Log, log } from "../../../src/store/merge/log.ts";
import { map } from "../../../src/store/merge/map.ts";
import { type Merge, merged } from "../../../src/store/merge/merge.ts";
import { multiset } from "../../../src/store/merge/multiset.ts";
import { jsonTelling, oneSide } from "../../../src/store/merge/one-side.ts";
import { option } from "../../../src/store/merge/option.ts";
import { pair, triple } from "../../../src/store/merge/pair.ts";
import { register } from "../../../src/store/merge/register.ts";
import { sequence } from "../../../src/store/merge/sequence.ts";
import { set } from "../../../src/store/merge/set.ts";
import { linesOf as lines } from "./history.ts";

const plain = oneSide<Json>(jsonTelling);
const optional = option(plain, jsonTelling);
const couple = pair<Json, Json>([plain, plain], jsonTelling);
const three = triple<Json, Json, Json>([plain, plain, plain], jsonTelling);

describe("conflicts in words:", () => {
  test("both changed", () => {
    expect(lines(plain(1, 2, 3))).toEqual(["It was 1; here it became 2, there 3."]);
    expect(lines(plain(undefined, { b: 1, a: 2 }, "x"))).toEqual([
      'It is {"a":2,"b":1} here and "x" there, and there is nothing that both come from.',
    ]);
  });

  test("changed and deleted", () => {
    expect(lines(optional(1, 2, undefined))).toEqual([
      "It was 1; here it became 2, there it was deleted.",
    ]);
    expect(lines(optional(1, undefined, 2))).toEqual([
      "It was 1; there it became 2, here it was deleted.",
    ]);
  });

  test("all keys of a map, each with its path", () => {
    const inner = map<ReadonlyMap<string, Json>>(() =>
      option(
        map(() => optional),
        { same: () => false, told: () => "a map" },
      ),
    );
    const of = (port: Json, user: Json): ReadonlyMap<string, ReadonlyMap<string, Json>> =>
      new Map([
        [
          "web",
          new Map([
            ["port", port],
            ["user", user],
          ]),
        ],
      ]);
    expect(lines(inner(of(1, 1), of(2, 2), of(3, 3)))).toEqual([
      "web/port: It was 1; here it became 2, there 3.",
      "web/user: It was 1; here it became 2, there 3.",
    ]);
  });

  test("the first and the second of a pair", () => {
    expect(lines(couple([1, 1], [2, 2], [3, 3]))).toEqual([
      "first: It was 1; here it became 2, there 3.",
      "second: It was 1; here it became 2, there 3.",
    ]);
    expect(lines(three([1, 1, 1], [1, 1, 2], [2, 1, 3]))).toEqual([
      "third: It was 1; here it became 2, there 3.",
    ]);
  });

  test("entries of a log that were changed", () => {
    const [a, b] = [
      { atMs: 1, text: "a" },
      { atMs: 2, text: "b" },
    ];
    expect(lines(log([b, a], [a], [b, a]))).toEqual([
      "Entries that both had were changed or removed here.",
    ]);
    expect(lines(log([a], [b, a], [b]))).toEqual([
      "Entries that both had were changed or removed there.",
    ]);
  });

  test("a long value is shortened, and its length is told", () => {
    const [line = ""] = lines(plain("x", "y".repeat(1_000), "z"));
    expect(line).toContain(`"${"y".repeat(79)}… (1002 characters)`);
    expect(line.length).toBeLessThan(200);
  });
});

describe("examples:", () => {
  test("a value that both had and one deleted is deleted, one that is new is kept", () => {
    expect(optional(1, 1, undefined)).toEqual(merged(undefined));
    expect(optional(undefined, 1, undefined)).toEqual(merged(1));
    expect(optional(undefined, undefined, undefined)).toEqual(merged(undefined));
  });

  test("counters and multisets add what both added, and begin with nothing", () => {
    expect(counter(10, 12, 7)).toEqual(merged(9));
    expect(counter(undefined, 2, 3)).toEqual(merged(5));
    const some = (all: object): ReadonlyMap<string, number> => new Map(Object.entries(all));
    expect(multiset<string>()(some({ a: 2, b: 1 }), some({ a: 3, b: 1 }), some({ a: 2 }))).toEqual(
      merged(some({ a: 3 })),
    );
  });

  test("a set has what neither removed and what either added", () => {
    const rule = set<number>();
    expect(rule(new Set([1, 2, 3]), new Set([2, 3, 4]), new Set([1, 3, 5]))).toEqual(
      merged(new Set([3, 4, 5])),
    );
    expect(rule(undefined, new Set([1]), new Set([2]))).toEqual(merged(new Set([1, 2])));
  });

  test("a map is merged key by key, each by a rule of its own", () => {
    const rule = map<number>((key) =>
      key === "left"
        ? (old, x = 0, y = 0) => counter(old, x, y)
        : option(oneSide<number>(jsonTelling), jsonTelling),
    );
    const of = (all: object): ReadonlyMap<string, number> => new Map(Object.entries(all));
    expect(rule(of({ left: 0, foo: 1 }), of({ left: 1, foo: 1, bar: 3 }), of({ left: 1 }))).toEqual(
      merged(of({ left: 2, bar: 3 })),
    );
  });

  test("the last writer has written, and of two at once the same one for everybody", () => {
    const rule = register<Json>();
    expect(rule({ atMs: 9, value: 0 }, { atMs: 5, value: "a" }, { atMs: 6, value: "b" })).toEqual(
      merged({ atMs: 6, value: "b" }),
    );
    expect(rule(undefined, { atMs: 6, value: "c" }, { atMs: 6, value: "b" })).toEqual(
      merged({ atMs: 6, value: "c" }),
    );
  });

  test("a log has the new entries of both by time, and loses none to a clock that went back", () => {
    const at = (atMs: number): Log[number] => ({ atMs, text: `${atMs}` });
    expect(log([at(5)], [at(8), at(6), at(5)], [at(7), at(5)])).toEqual(
      merged([at(8), at(7), at(6), at(5)]),
    );
    expect(log([at(5)], [at(2), at(5)], [at(7), at(5)])).toEqual(merged([at(7), at(2), at(5)]));
  });

  test("a log that both sides have cut alike is that log", () => {
    const at = (atMs: number): Log[number] => ({ atMs, text: `${atMs}` });
    expect(log([at(5), at(4)], [at(5)], [at(5)])).toEqual(merged([at(5)]));
  });

  test("entries of one time stand in the order of their texts, and one that both wrote is there once", () => {
    const entry = (text: string): Log[number] => ({ atMs: 1, text });
    const [a, b, c] = [entry("a"), entry("b"), entry("c")];
    expect(log([], [b, c], [c, a])).toEqual(merged([a, b, c]));
    expect(log([], [c, c], [a, c])).toEqual(merged([a, c, c]));
  });

  test("rules in sequence: the first that knows an answer; where none does, what the last one says", () => {
    const never: Merge<Json> = (old, x) => plain(old, x, "never");
    expect(sequence(never, plain)(1, 2, 1)).toEqual(merged(2));
    expect(lines(sequence(never, plain)(1, 2, 3))).toEqual([
      "It was 1; here it became 2, there 3.",
    ]);
  });
});
