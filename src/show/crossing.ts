/** How often the arrows of a layout cross: by that one of several layouts is chosen. O(arrows²). */
import type { Arrow, Layout, Size } from "./layout.ts";
import type { Point } from "./svg.ts";

export function crossings(
  boxes: readonly Size[],
  arrows: readonly Arrow[],
  { corners, ways }: Layout,
): number {
  const centre = (box: number): Point => {
    const { x = 0, y = 0 } = corners[box] ?? {};
    return { x: x + (boxes[box]?.width ?? 0) / 2, y: y + (boxes[box]?.height ?? 0) / 2 };
  };
  const lines = arrows.map(({ from, to }, k) =>
    // Between two boxes arrows follow each other.
    piecesOf([centre(from), ...(ways[k] ?? []), centre(to)]),
  );
  let count = 0;
  lines.forEach((one, k) => {
    for (const other of lines.slice(k + 1))
      for (const a of one) for (const b of other) if (cross(a, b)) count++;
  });
  return count;
}

type Piece = readonly [Point, Point];

const piecesOf = (points: readonly Point[]): readonly Piece[] =>
  points.slice(1).map((point, k) => [points[k] ?? point, point]);

/** Do two pieces cross, other than at their ends? */
const cross = ([a, b]: Piece, [c, d]: Piece): boolean =>
  side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
const side = (a: Point, b: Point, c: Point): number =>
  Math.sign((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x));
