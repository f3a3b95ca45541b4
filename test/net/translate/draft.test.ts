/** A net in the making: what becomes of the arcs that are said, and of complements. */
import { describe, expect, test } from "vitest";
import { type Arcs, Draft, type Knowledge } from "../../../src/net/translate/draft.ts";
import type { Net } from "../../../src/net/net.ts";
import { row, rowsOf } from "../../../src/net/rows.ts";

const nobody = { kind: 1, owner: 0, index: 0 };
const mark = { rule: 0, owner: 0, element: 0 };
const names = { name: "draft", placeName: String, transitionName: String };

function drafted(places: number, known: Knowledge = {}): { draft: Draft; places: number[] } {
  const draft = new Draft();
  return { draft, places: Array.from({ length: places }, () => draft.place(nobody, known)) };
}
const built = (draft: Draft): Net => draft.build(names, () => false);
const arcsOf = ({ consumed, read, produced }: Net, t: number): Arcs => ({
  consumed: [...row(consumed, t)],
  read: [...row(read, t)],
  produced: [...row(produced, t)],
});

describe("a transition", () => {
  test("only reads what it consumes and produces, once", () => {
    const { draft } = drafted(3);
    draft.transition(mark, { consumed: [0, 1], read: [2, 2, 1], produced: [1] });
    expect(arcsOf(built(draft), 0)).toEqual({ consumed: [0], read: [1, 2], produced: [] });
  });

  test("need not read what it consumes", () => {
    const { draft } = drafted(3);
    draft.transition(mark, { consumed: [0], read: [0, 1], produced: [2] });
    expect(arcsOf(built(draft), 0)).toEqual({ consumed: [0], read: [1], produced: [2] });
  });

  test("with long rows follows the same rules", () => {
    const { draft, places } = drafted(100);
    const [left, right] = [places.slice(0, 60), places.slice(40)];
    draft.transition(mark, { consumed: left, read: [...places, ...places], produced: right });
    expect(arcsOf(built(draft), 0)).toEqual({
      consumed: places.slice(0, 40),
      read: places.slice(40),
      produced: places.slice(60),
    });
  });
});

describe("a complement", () => {
  test("is emptied by what fills its place, filled by what empties it, marked when it is not", () => {
    const { draft } = drafted(2);
    draft.mark(0);
    const [no0, no1] = [draft.complement(0), draft.complement(1)];
    draft.transition(mark, { consumed: [0], read: [], produced: [1] });
    const net = built(draft);
    expect(arcsOf(net, 0)).toEqual({ consumed: [0, no1], read: [], produced: [1, no0] });
    expect([...net.initial]).toEqual([1, 0, 0, 1]);
    expect(net.apart(0, no0)).toBe(true);
    expect(net.apart(0, no1)).toBe(false);
  });

  test("is not read by what empties it", () => {
    const { draft } = drafted(2);
    const no0 = draft.complement(0);
    draft.transition(mark, { consumed: [1], read: [no0], produced: [0] });
    draft.transition(mark, { consumed: [], read: [no0], produced: [1] });
    const net = built(draft);
    expect(arcsOf(net, 0)).toEqual({ consumed: [1, no0], read: [], produced: [0] });
    expect(arcsOf(net, 1)).toEqual({ consumed: [], read: [no0], produced: [1] });
  });

  test("is made once, also after its place has arcs", () => {
    const { draft } = drafted(1);
    draft.transition(mark, { consumed: [], read: [], produced: [0] });
    const no0 = draft.complement(0);
    expect(draft.complement(0)).toBe(no0);
    expect(draft.complementOf(0)).toBe(no0);
    expect(arcsOf(built(draft), 0).consumed).toEqual([no0]);
  });
});

describe("places", () => {
  test("of one family are apart, of different ones are not known to be", () => {
    const { draft } = drafted(0);
    const [one, other] = [draft.family(), draft.family()];
    for (const family of [one, one, other]) draft.place(nobody, { family });
    const { apart } = built(draft);
    expect([apart(0, 1), apart(0, 0), apart(0, 2)]).toEqual([true, false, false]);
  });

  test("of phases that do not meet are apart", () => {
    const { draft } = drafted(0);
    for (const phase of [
      { from: 0, to: 3 },
      { from: 3, to: 4 },
      { from: 4, to: 9 },
    ])
      draft.place(nobody, { phase });
    const { apart } = built(draft);
    expect([apart(0, 1), apart(1, 2), apart(0, 2), apart(2, 0)]).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });
});

describe("stamped transitions", () => {
  test("are like those of the pattern, at their own places, for their owner", () => {
    const { draft } = drafted(6);
    const pattern = {
      marks: [
        { rule: 4, element: 7 },
        { rule: 5, element: 8 },
      ],
      consumed: rowsOf([[0], [1]]),
      read: rowsOf([[], [2, 0]]),
      produced: rowsOf([[1], []]),
    };
    draft.stamp(pattern, 3, [5, 4, 0]);
    expect(draft.markOf(1)).toEqual({ rule: 5, owner: 3, element: 8 });
    const net = built(draft);
    expect(arcsOf(net, 0)).toEqual({ consumed: [5], read: [], produced: [4] });
    expect(arcsOf(net, 1)).toEqual({ consumed: [4], read: [0, 5], produced: [] });
  });
});
