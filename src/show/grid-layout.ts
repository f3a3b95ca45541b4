/** A layout for many boxes: layers in their order, each wrapped into several of about one length. O(boxes + arrows). */
import type { Arrow, Layout, Size, Spacing } from "./layout.ts";
import type { Point } from "./svg.ts";

export function gridLayout(
  boxes: readonly Size[],
  arrows: readonly Arrow[],
  spacing: Spacing,
): Layout {
  if (spacing.direction === "right") return rightwards(boxes, arrows, spacing);
  const turned = boxes.map(({ width, height }) => ({ width: height, height: width }));
  const { corners, ways, width, height } = rightwards(turned, arrows, spacing);
  return {
    corners: corners.map(({ x, y }) => ({ x: y, y: x })),
    ways,
    width: height,
    height: width,
  };
}

function rightwards(
  boxes: readonly Size[],
  arrows: readonly Arrow[],
  { layers, boxes: gap }: Spacing,
): Layout {
  const columns = wrapped(boxes, inLayers(boxes.length, arrows));
  const corners: Point[] = [];
  let x = 0;
  let height = 0;
  for (const { members, isLast } of columns) {
    let y = 0;
    const width = Math.max(...members.map((k) => boxes[k]?.width ?? 0));
    for (const k of members) {
      corners[k] = { x, y };
      y += (boxes[k]?.height ?? 0) + gap;
    }
    x += width + (isLast ? layers : layers / 2);
    height = Math.max(height, y - gap);
  }
  return { corners, ways: arrows.map(() => []), width: Math.max(0, x - layers), height };
}

interface Column {
  readonly members: readonly number[];
  /** Of its layer. */
  readonly isLast: boolean;
}

/** Columns of a height that makes the whole about half as wide again as high. */
function wrapped(
  boxes: readonly Size[],
  layers: readonly (readonly number[])[],
): readonly Column[] {
  const area = boxes.reduce((sum, { width, height }) => sum + (width + 40) * (height + 14), 0);
  const highest = boxes.reduce((most, { height }) => Math.max(most, height), 0);
  const heightMax = Math.max(highest, Math.sqrt(area / aspect));
  return layers.flatMap((layer) => {
    const columns: number[][] = [];
    let filled = Number.POSITIVE_INFINITY;
    for (const k of layer) {
      const height = (boxes[k]?.height ?? 0) + 14;
      if (filled + height > heightMax) {
        columns.push([]);
        filled = 0;
      }
      columns.at(-1)?.push(k);
      filled += height;
    }
    return columns.map((members, n) => ({ members, isLast: n === columns.length - 1 }));
  });
}
const aspect = 1.5;

/** Boxes by their longest way from a box that no arrow leads to, ordered by where their arrows come from. */
function inLayers(count: number, arrows: readonly Arrow[]): readonly (readonly number[])[] {
  const next: number[][] = Array.from({ length: count }, () => []);
  const open = new Int32Array(count);
  for (const { from, to } of arrows)
    if (from !== to) {
      next[from]?.push(to);
      open[to] = (open[to] ?? 0) + 1;
    }
  const depth = new Int32Array(count);
  const weights = new Float64Array(count);
  const ready = [...Array(count).keys()].filter((k) => open[k] === 0);
  const seen = new Uint8Array(count);
  const layers: number[][] = [];
  for (let head = 0, cut = 0; head < count; head++) {
    // All that is left stands in circles: one of them is cut open.
    for (; head === ready.length; cut++) if (seen[cut] === 0) ready.push(cut);
    const box = ready[head] ?? 0;
    const own = depth[box] ?? 0;
    seen[box] = 1;
    (layers[own] ??= []).push(box);
    for (const to of next[box] ?? []) {
      if (seen[to] === 1) continue;
      depth[to] = Math.max(depth[to] ?? 0, own + 1);
      weights[to] = (weights[to] ?? 0) + head;
      const left = (open[to] ?? 0) - 1;
      open[to] = left;
      if (left === 0) ready.push(to);
    }
  }
  return layers.map((layer) =>
    layer.toSorted((a, b) => (weights[a] ?? 0) - (weights[b] ?? 0) || a - b),
  );
}
