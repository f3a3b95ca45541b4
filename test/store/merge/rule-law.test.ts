/** The laws that the rules of merges promise, with values by chance: it does not matter who merges, in which order, and how often. */
import fc from "fast-check";
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
import { type Written, register } from "../../../src/store/merge/register.ts";
import { set } from "../../../src/store/merge/set.ts";

const value = fc.constantFrom<Json>(1, 2, 3);
const plain = oneSide<Json>(jsonTelling);
const optional = option(plain, jsonTelling);

const couple = pair<Json, Json>([plain, plain], jsonTelling);
const three = triple<Json, Json, Json>([plain, plain, plain], jsonTelling);
const times = fc
  .array(fc.tuple(fc.constantFrom("a", "b"), fc.integer({ min: 1, max: 3 })))
  .map((all) => new Map(all));
const written: fc.Arbitrary<Written<Json>> = fc.record({ atMs: fc.nat(3), value });
/** What is written later: who writes what he read, with a clock that is right. */
const later = (old: Written<Json>): fc.Arbitrary<Written<Json>> =>
  written.map(({ atMs, value: is }) => ({ atMs: old.atMs + 1 + atMs, value: is }));
const entry = fc.record({ atMs: fc.nat(5), text: fc.constantFrom("began", "ended") });

/** A rule, and values that two or three sides can have come to from an old one. */
interface Case<T> {
  readonly name: string;
  readonly merge: Merge<T>;
  readonly old: fc.Arbitrary<T>;
  /** What a side makes of the old value. */
  readonly side: (old: T) => fc.Arbitrary<T>;
  readonly idempotent: boolean;
}
const anyCase = <T>(one: Case<T>): Case<unknown> => one as unknown as Case<unknown>;
const cases: readonly Case<unknown>[] = [
  anyCase({ name: "one side", merge: plain, old: value, side: () => value, idempotent: true }),
  anyCase({
    name: "option",
    merge: optional,
    old: fc.option(value, { nil: undefined }),
    side: () => fc.option(value, { nil: undefined }),
    idempotent: true,
  }),
  anyCase({
    name: "counter",
    merge: counter,
    old: fc.integer(),
    side: () => fc.integer(),
    idempotent: false,
  }),
  anyCase({
    name: "multiset",
    merge: multiset<string>(),
    old: times,
    side: () => times,
    idempotent: false,
  }),
  anyCase({
    name: "set",
    merge: set<string>(),
    old: fc.array(fc.constantFrom("a", "b", "c")).map((all) => new Set(all)),
    side: () => fc.array(fc.constantFrom("a", "b", "c", "d")).map((all) => new Set(all)),
    idempotent: true,
  }),
  anyCase({
    name: "map",
    merge: map<Json>(() => optional),
    old: fc
      .dictionary(fc.constantFrom("a", "b", "c"), value)
      .map((all) => new Map(Object.entries(all))),
    side: () =>
      fc
        .dictionary(fc.constantFrom("a", "b", "c"), value)
        .map((all) => new Map(Object.entries(all))),
    idempotent: true,
  }),
  anyCase({
    name: "pair",
    merge: couple,
    old: fc.tuple(value, value),
    side: () => fc.tuple(value, value),
    idempotent: true,
  }),
  anyCase({
    name: "triple",
    merge: three,
    old: fc.tuple(value, value, value),
    side: () => fc.tuple(value, value, value),
    idempotent: true,
  }),
  anyCase({
    name: "register",
    merge: register<Json>(),
    old: written,
    side: later,
    idempotent: true,
  }),
  anyCase({
    name: "log",
    merge: log,
    old: fc.array(entry),
    side: (old: Log) => fc.array(entry).map((fresh) => [...fresh, ...old]),
    idempotent: true,
  }),
];

describe.each(cases)("the rule $name", ({ merge, old, side }) => {
  const sides = old.chain((from) =>
    fc.tuple(fc.constant(from), side(from), side(from), side(from)),
  );
  /** What comes out; of conflicts that there is one. */
  const result = (from: unknown, x: unknown, y: unknown): unknown => {
    const found = merge(from, x, y);
    return found.ok ? { value: found.value } : "conflict";
  };
  const then = (
    from: unknown,
    x: unknown,
    y: unknown,
    next: (both: unknown) => unknown,
  ): unknown => {
    const both = merge(from, x, y);
    return both.ok ? next(both.value) : "conflict";
  };

  test("does not care who merges", () => {
    fc.assert(
      fc.property(sides, ([from, x, y]) => {
        expect(result(from, x, y)).toEqual(result(from, y, x));
        expect(result(undefined, x, y)).toEqual(result(undefined, y, x));
      }),
    );
  });

  test("does not care in which order three are merged", () => {
    fc.assert(
      fc.property(sides, ([from, x, y, z]) => {
        const left = then(from, x, y, (both) => result(from, both, z));
        const right = then(from, y, z, (both) => result(from, x, both));
        expect(left).toEqual(right);
      }),
    );
  });
});

describe.each(cases.filter(({ idempotent }) => idempotent))(
  "the rule $name",
  ({ merge, old, side }) => {
    const sides = old.chain((from) => fc.tuple(fc.constant(from), side(from)));

    test("gives what both sides have made alike", () => {
      fc.assert(
        fc.property(sides, ([from, x]) => {
          expect(merge(from, x, x)).toEqual(merged(x));
          expect(merge(undefined, x, x)).toEqual(merged(x));
        }),
      );
    });

    test("gives the side that changed, if the other did nothing", () => {
      fc.assert(
        fc.property(sides, ([from, x]) => {
          expect(merge(from, x, from)).toEqual(merged(x));
          expect(merge(from, from, x)).toEqual(merged(x));
        }),
      );
    });
  },
);
