/** Merges of ropes beside a naive three-way merge of texts, their laws, and what they cost, counted. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { memoryObjects } from "../../src/store/memory-objects.ts";
import { type Merge, type Merged, mapped, merged } from "../../src/store/merge/merge.ts";
import type { Unit } from "../../src/store/rope-change.ts";
import { type RopeMerging, usualMerging } from "../../src/store/rope-merge.ts";
import { type Rope, ropesIn } from "../../src/store/rope.ts";
import { rowsOf } from "../../src/store/spine/spine.ts";
import { countedObjects } from "./counted-objects.ts";
import { edited, edits, freshUnits, naiveTextMerge, textOfUnits } from "./text-model.ts";

/** What a merger of texts is given, told: so that the reference and the rope must agree on every character of it. */
const telling: Merge<string> = (old, x, y) => merged(`<${old}|${x}|${y}>`);
const units: readonly Unit[] = ["line", "character"];

/** A rope that came to its text by changes, so that it shares its parts with what it came from. */
function ropeBy(
  merging: RopeMerging,
  from: Rope,
  before: readonly string[],
  after: readonly string[],
): Rope {
  const ropes = ropesIn(objects, merging);
  const kept = new Set(after);
  let rope = from;
  let position = before.join("").length;
  for (const unit of before.toReversed()) {
    position -= unit.length;
    if (!kept.has(unit)) rope = ropes.delete(rope, position, unit.length);
  }
  const old = new Set(before);
  position = 0;
  for (const unit of after) {
    if (!old.has(unit)) rope = ropes.insert(rope, position, unit);
    position += unit.length;
  }
  return rope;
}
const objects = memoryObjects();

describe.each(units)("a merge by the %s", (unit) => {
  test("gives what a naive merge of the texts gives, in every place", () => {
    fc.assert(
      fc.property(fc.nat(unit === "line" ? 150 : 5_000), edits, edits, (count, here, there) => {
        const fresh = freshUnits(unit);
        const old = textOfUnits(fresh, count);
        const [x, y] = [edited(old, here, fresh), edited(old, there, fresh)];
        for (const merge of [telling, usualMerging.merge]) {
          const ropes = ropesIn(objects, { unit, merge });
          const base = ropes.make(old.join(""));
          const [ropeX, ropeY] = [x, y].map((side) => ropeBy({ unit, merge }, base, old, side));
          expect([ropes.text(ropeX ?? base), ropes.text(ropeY ?? base)]).toEqual([
            x.join(""),
            y.join(""),
          ]);
          const result = ropes.merge(base, ropeX ?? base, ropeY ?? base);
          expect(mapped(result, (rope) => ropes.text(rope))).toEqual(
            naiveTextMerge(merge, old, x, y),
          );
        }
      }),
      { numRuns: 25 },
    );
  });

  test("gives the same where a side was written anew, and shares no part with the old one", () => {
    fc.assert(
      fc.property(edits, edits, (here, there) => {
        const fresh = freshUnits(unit);
        const old = textOfUnits(fresh, 100);
        const [x, y] = [edited(old, here, fresh), edited(old, there, fresh)];
        const ropes = ropesIn(memoryObjects(), { unit, merge: telling });
        const [base, ropeX, ropeY] = [old, x, y].map((side) => ropes.make(side.join("")));
        const result = ropes.merge(base, ropeX ?? ropes.create(), ropeY ?? ropes.create());
        expect(mapped(result, (rope) => ropes.text(rope))).toEqual(
          naiveTextMerge(telling, old, x, y),
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe("the laws of a merge of ropes:", () => {
  const words = fc.array(fc.constantFrom("a\n", "b\n", "c", "\n", "a word\n"), { maxLength: 40 });
  const texts = fc.tuple(words, words, words).map((all) => all.map((one) => one.join("")));
  const merging = fc.constantFrom<RopeMerging>(usualMerging, {
    ...usualMerging,
    unit: "character",
  });

  test("a side that did nothing changes nothing, and equal sides are themselves, whatever the old one was", () => {
    fc.assert(
      fc.property(merging, texts, (how, [old = "", x = ""]) => {
        const ropes = ropesIn(memoryObjects(), how);
        const merge = (b: string, c: string): Merged<string> =>
          mapped(ropes.merge(ropes.make(old), ropes.make(b), ropes.make(c)), (rope) =>
            ropes.text(rope),
          );
        expect(merge(x, old)).toEqual(merged(x));
        expect(merge(old, x)).toEqual(merged(x));
        expect(merge(x, x)).toEqual(merged(x));
      }),
    );
  });

  test("it does not matter who merges", () => {
    fc.assert(
      fc.property(merging, texts, (how, [old = "", x = "", y = ""]) => {
        const ropes = ropesIn(memoryObjects(), how);
        const merge = (b: string, c: string): Merged<string> =>
          mapped(ropes.merge(ropes.make(old), ropes.make(b), ropes.make(c)), (rope) =>
            ropes.text(rope),
          );
        const [one, other] = [merge(x, y), merge(y, x)];
        expect(one.ok).toBe(other.ok);
        if (one.ok) expect(one).toEqual(other);
      }),
    );
  });

  test("it does not matter in which order three are merged", () => {
    fc.assert(
      fc.property(edits, edits, edits, (a, b, c) => {
        const fresh = freshUnits("line");
        const old = textOfUnits(fresh, 80);
        const ropes = ropesIn(memoryObjects());
        const base = ropes.make(old.join(""));
        const [x = base, y = base, z = base] = [a, b, c].map((what) =>
          ropes.make(edited(old, what, fresh).join("")),
        );
        const then = (
          result: Merged<Rope>,
          next: (rope: Rope) => Merged<Rope>,
        ): Merged<string> | undefined => {
          const both = result.ok ? next(result.value) : undefined;
          return both?.ok === true ? merged(ropes.text(both.value)) : undefined;
        };
        const left = then(ropes.merge(base, x, y), (rope) => ropes.merge(base, rope, z));
        const right = then(ropes.merge(base, y, z), (rope) => ropes.merge(base, x, rope));
        expect(left).toEqual(right);
      }),
    );
  });
});

describe("a merge of ropes", () => {
  const ropes = ropesIn(objects);
  const old = ropes.make("port = 3306\nuser = web\nlogs = on\n");
  const changed = (from: string, to: string): Rope => {
    const text = ropes.text(old);
    return ropes.make(text.replace(from, to));
  };

  test("keeps lines whole: two changes of one line are a conflict, however far apart they are in it", () => {
    const result = ropes.merge(old, changed("port", "tcp port"), changed("3306", "3307"));
    expect(result).toEqual({
      ok: false,
      conflicts: [
        {
          path: [],
          kind: "both changed",
          text: String.raw`It was "port = 3306\n"; here it became "tcp port = 3306\n", there "port = 3307\n".`,
        },
      ],
    });
  });

  test("tells every place that both changed", () => {
    const result = ropes.merge(
      old,
      ropes.make("port = 1\nuser = web\nlogs = 1\n"),
      ropes.make("port = 2\nuser = web\nlogs = 2\n"),
    );
    expect(result.ok ? [] : result.conflicts.map(({ text }) => text)).toEqual([
      String.raw`It was "port = 3306\n"; here it became "port = 1\n", there "port = 2\n".`,
      String.raw`It was "logs = on\n"; here it became "logs = 1\n", there "logs = 2\n".`,
    ]);
  });

  test("takes changes of different lines from both, and equal ones once", () => {
    const x = ropes.make("port = 3307\nuser = web\nlogs = off\n");
    const y = ropes.make("port = 3306\nuser = web\nlogs = off\nmore = 1\n");
    const result = ropes.merge(old, x, changed("web", "www"));
    expect(result.ok).toBe(false);
    const apart = ropes.merge(old, changed("3306", "3307"), changed("on", "off"));
    expect(mapped(apart, (rope) => ropes.text(rope))).toEqual(
      merged("port = 3307\nuser = web\nlogs = off\n"),
    );
    expect(ropes.merge(old, x, y).ok).toBe(false);
    const same = ropes.merge(old, x, ropes.make(ropes.text(x)));
    expect(mapped(same, (rope) => ropes.text(rope))).toEqual(merged(ropes.text(x)));
  });

  test("asks the merger of texts only where what both changed is not alike, however they came to it", () => {
    const by = ropesIn(memoryObjects(), { unit: "character", merge: telling });
    const long = "a long text ".repeat(200);
    const base = by.make(`${long}one two${long}`);
    const x = by.delete(base, long.length, 4);
    const y = by.make(`${long}two${long}`);
    expect(x.spine).not.toEqual(y.spine);
    expect(mapped(by.merge(base, x, y), (rope) => by.text(rope))).toEqual(
      merged(`${long}two${long}`),
    );
  });

  test("by the character tears none apart that is two units long", () => {
    const by = ropesIn(memoryObjects(), { unit: "character", merge: telling });
    // All three begin with the same unit.
    const [old, x, y] = ["x\u{1f600}y", "x\u{1f601}y", "x\u{1f602}y"].map((text) => by.make(text));
    const result = old && x && y && mapped(by.merge(old, x, y), (rope) => by.text(rope));
    expect(result).toEqual(merged("x<\u{1f600}|\u{1f601}|\u{1f602}>y"));
  });

  test("without anything in common is a conflict, unless the texts are equal", () => {
    expect(ropes.merge(undefined, old, ropes.make("other"))).toMatchObject({
      ok: false,
      conflicts: [{ kind: "nothing in common" }],
    });
    expect(ropes.merge(undefined, old, old)).toEqual(merged(old));
  });

  test("of which one or all are empty is as of any others", () => {
    const by = ropesIn(memoryObjects(), { unit: "line", merge: telling });
    const [none, a, b] = [by.create(), by.make("a\n"), by.make("b\n")];
    const textOf = (...all: readonly [Rope, Rope, Rope]): Merged<string> =>
      mapped(by.merge(...all), (rope) => by.text(rope));
    expect(textOf(none, none, none)).toEqual(merged(""));
    expect(textOf(a, none, none)).toEqual(merged(""));
    expect(textOf(none, a, none)).toEqual(merged("a\n"));
    expect(textOf(a, none, b)).toEqual(merged("<a\n||b\n>"));
    expect(textOf(none, a, b)).toEqual(merged("<|a\n|b\n>"));
  });

  test("of texts that repeat themselves without end still ends, as one change", () => {
    const long = "ab".repeat(20_000);
    const by = ropesIn(memoryObjects(), { unit: "character", merge: telling });
    const [x, y] = [by.make(`${long.slice(0, 9_000)}x${long.slice(9_000)}`), by.make(`y${long}`)];
    expect(by.merge(by.make(long), x, y).ok).toBe(true);
  });
});

test("a merge of ropes reads and writes a logarithm for each place that differs, and nothing else", () => {
  const counted = countedObjects(memoryObjects());
  const ropes = ropesIn(counted);
  const cost = (lines: number): number => {
    const base = ropes.make(
      Array.from({ length: lines }, (_, k) => `line ${k} of a text\n`).join(""),
    );
    const length = ropes.length(base);
    const x = ropes.insert(ropes.insert(base, 0, "first\n"), Math.floor(length / 2), "x");
    const y = ropes.insert(base, length, "last\n");
    counted.counted();
    const result = ropes.merge(base, x, y);
    const { reads, writes } = counted.counted();
    expect(result.ok && ropes.length(result.value)).toBe(length + 12);
    expect(reads).toBeLessThanOrEqual(12 * rowsOf(base.spine));
    return reads + writes;
  };
  const [small, large] = [cost(500), cost(500 * 64)];
  // 64 times the length are two rows more.
  expect(large - small).toBeLessThanOrEqual(2 * 12);
});
