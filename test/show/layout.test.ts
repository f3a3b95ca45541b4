import fc from "fast-check";
import { expect, test } from "vitest";
import { type Layout, type Size, arrange } from "../../src/show/layout.ts";

const spacing = { direction: "right", layers: 40, boxes: 10 } as const;
const size = fc.record({
  width: fc.integer({ min: 10, max: 200 }),
  height: fc.integer({ min: 10, max: 300 }),
});

/** Boxes and arrows between them, circles and loops among these. */
const graphs = (boxesMin: number, boxesMax: number) =>
  fc.array(size, { minLength: boxesMin, maxLength: boxesMax }).chain((boxes) => {
    const box = fc.nat({ max: boxes.length - 1 });
    return fc.record({
      boxes: fc.constant(boxes),
      arrows: fc.array(fc.record({ from: box, to: box }), { maxLength: 2 * boxes.length }),
    });
  });

function overlaps(boxes: readonly Size[], { corners }: Layout): readonly string[] {
  return boxes.flatMap((one, a) =>
    boxes.slice(a + 1).flatMap((other, k) => {
      const b = a + 1 + k;
      const [p, q] = [corners[a] ?? { x: 0, y: 0 }, corners[b] ?? { x: 0, y: 0 }];
      const apart =
        p.x + one.width <= q.x + 0.01 ||
        q.x + other.width <= p.x + 0.01 ||
        p.y + one.height <= q.y + 0.01 ||
        q.y + other.height <= p.y + 0.01;
      return apart ? [] : [`${a} and ${b}`];
    }),
  );
}

function outside(boxes: readonly Size[], layout: Layout): readonly number[] {
  return boxes.flatMap(({ width, height }, k) => {
    const { x, y } = layout.corners[k] ?? { x: Number.NaN, y: Number.NaN };
    const isIn =
      x >= -0.01 &&
      y >= -0.01 &&
      x + width <= layout.width + 0.01 &&
      y + height <= layout.height + 0.01;
    return isIn ? [] : [k];
  });
}

test("no box of a small graph lies on another one, and all are within the picture", () => {
  fc.assert(
    fc.property(graphs(1, 20), fc.constantFrom("right", "down"), ({ boxes, arrows }, direction) => {
      const layout = arrange(boxes, arrows, { ...spacing, direction });
      expect(overlaps(boxes, layout)).toEqual([]);
      expect(outside(boxes, layout)).toEqual([]);
      expect(layout.ways).toHaveLength(arrows.length);
    }),
    { numRuns: 60 },
  );
});

test("nor of a large one", () => {
  fc.assert(
    fc.property(
      graphs(160, 400),
      fc.constantFrom("right", "down"),
      ({ boxes, arrows }, direction) => {
        const layout = arrange(boxes, arrows, { ...spacing, direction });
        expect(overlaps(boxes, layout)).toEqual([]);
        expect(outside(boxes, layout)).toEqual([]);
      },
    ),
    { numRuns: 20 },
  );
});

test.each([30, 300])("of %d boxes in a row each stands to the right of the one before", (count) => {
  const boxes = Array.from({ length: count }, () => ({ width: 50, height: 20 }));
  const arrows = boxes.slice(1).map((_, k) => ({ from: k, to: k + 1 }));
  const { corners } = arrange(boxes, arrows, spacing);
  const back = arrows.filter(({ from, to }) => (corners[to]?.x ?? 0) <= (corners[from]?.x ?? 0));
  expect(back).toEqual([]);
});

test("the same graph is laid out in the same way", () => {
  const boxes = Array.from({ length: 12 }, (_, k) => ({ width: 30 + k, height: 20 }));
  const arrows = boxes.map((_, k) => ({ from: k, to: (k * 5 + 1) % 12 }));
  expect(arrange(boxes, arrows, spacing)).toEqual(arrange(boxes, arrows, spacing));
});
