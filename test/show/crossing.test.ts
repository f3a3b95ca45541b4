import { expect, test } from "vitest";
import { crossings } from "../../src/show/crossing.ts";

const boxes = Array.from({ length: 4 }, () => ({ width: 10, height: 10 }));
/** Two boxes on the left, two on the right. */
const corners = [
  { x: 0, y: 0 },
  { x: 0, y: 50 },
  { x: 100, y: 0 },
  { x: 100, y: 50 },
];
const crossingsOf = (...arrows: readonly (readonly [from: number, to: number])[]): number =>
  crossings(
    boxes,
    arrows.map(([from, to]) => ({ from, to })),
    { corners, ways: arrows.map(() => []), width: 110, height: 60 },
  );

test("arrows that cross are counted, those that meet or lie beside each other are not", () => {
  expect(crossingsOf([0, 3], [1, 2])).toBe(1);
  expect(crossingsOf([0, 2], [1, 3])).toBe(0);
  expect(crossingsOf([0, 2], [0, 3], [1, 3])).toBe(0);
  expect(crossingsOf([0, 3], [0, 3], [1, 2])).toBe(2);
});

test("an arrow crosses where it is led, not where it would be straight", () => {
  const arrows = [
    { from: 0, to: 3 },
    { from: 1, to: 2 },
  ];
  const ways = [[{ x: 50, y: 200 }], []];
  expect(crossings(boxes, arrows, { corners, ways, width: 110, height: 210 })).toBe(1);
  expect(
    crossings(boxes, arrows, {
      corners,
      ways: [[{ x: -50, y: 200 }], []],
      width: 110,
      height: 210,
    }),
  ).toBe(0);
});
