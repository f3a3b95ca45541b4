/**
 * Where boxes go: in layers along their arrows, none upon another.
 *
 * Small graphs are laid out by dagre, with few crossings; larger ones in layers that are wrapped into columns, in linear time.
 */
import { Graph, layout as dagre } from "@dagrejs/dagre";
import { crossings } from "./crossing.ts";
import { gridLayout } from "./grid-layout.ts";
import type { Point } from "./svg.ts";

export interface Size {
  readonly width: number;
  readonly height: number;
}
/** From a box to a box, by their numbers. */
export interface Arrow {
  readonly from: number;
  readonly to: number;
  /** How much it wants to be short and straight; default 1. */
  readonly weight?: number;
}
export interface Spacing {
  readonly direction: "right" | "down";
  /** Between layers, and between the boxes of one. */
  readonly layers: number;
  readonly boxes: number;
}
export interface Layout extends Size {
  /** The upper left corners. */
  readonly corners: readonly Point[];
  /** Of each arrow the points to pass between its ends, where it goes past other layers. */
  readonly ways: readonly (readonly Point[])[];
}

export function arrange(
  boxes: readonly Size[],
  arrows: readonly Arrow[],
  spacing: Spacing,
): Layout {
  const most = spacing.direction === "right" ? widestMax : deepestMax;
  const isLarge = boxes.length > most || arrows.length > 3 * most;
  return isLarge ? gridLayout(boxes, arrows, spacing) : layered(boxes, arrows, spacing);
}
/** More boxes side by side make a picture that is too long; more below each other take too much time. */
const widestMax = 60;
const deepestMax = 150;
/** Of more boxes or arrows one order has to do. */
const severalMax = 60;

/** What dagre finds depends on the order of what it is told: the best of several orders is taken. */
function layered(boxes: readonly Size[], arrows: readonly Arrow[], spacing: Spacing): Layout {
  const bothWays = (all: readonly unknown[]): readonly (readonly number[])[] => {
    const order = all.map((_, k) => k);
    return all.length > severalMax ? [order] : [order, order.toReversed()];
  };
  const orders = bothWays(boxes).flatMap((order) =>
    bothWays(arrows).map((told) => ({ order, told })),
  );
  const layouts = orders.map((order) => {
    const layout = layeredAs(boxes, arrows, spacing, order);
    return { layout, count: crossings(boxes, arrows, layout) };
  });
  const least = Math.min(...layouts.map(({ count }) => count));
  const best = layouts.find(({ count }) => count === least)?.layout ?? empty;
  return ordered(boxes, best, spacing);
}
const empty: Layout = { corners: [], ways: [], width: 0, height: 0 };

function layeredAs(
  boxes: readonly Size[],
  arrows: readonly Arrow[],
  spacing: Spacing,
  { order, told }: { readonly order: readonly number[]; readonly told: readonly number[] },
): Layout {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({
    rankdir: spacing.direction === "right" ? "LR" : "TB",
    ranksep: spacing.layers,
    nodesep: spacing.boxes,
    edgesep: spacing.boxes / 2,
  });
  for (const k of order) {
    const { width = 0, height = 0 } = boxes[k] ?? {};
    graph.setNode(String(k), { width, height });
  }
  for (const k of told) {
    const { from = 0, to = 0, weight = 1 } = arrows[k] ?? {};
    if (from !== to) graph.setEdge(String(from), String(to), { weight }, String(k));
  }
  dagre(graph);
  const corners = boxes.map(({ width, height }, k) => {
    const { x, y } = graph.node(String(k)) as Point;
    return { x: x - width / 2, y: y - height / 2 };
  });
  const ways = arrows.map(({ from, to }, k): readonly Point[] => {
    if (from === to) return [];
    const { points } = graph.edge(String(from), String(to), String(k)) as {
      readonly points: readonly Point[];
    };
    // The ends, and the one point between neighbouring layers, are the drawer's to choose.
    return points.length > 3 ? points.slice(1, -1) : [];
  });
  const { width, height } = graph.graph() as Size;
  return { corners, ways, width, height };
}

/** The layout or its mirror image, whichever has more of the boxes of a layer in the order in which they were given. */
function ordered(boxes: readonly Size[], layout: Layout, { direction }: Spacing): Layout {
  const { corners, ways, width, height } = layout;
  const isRight = direction === "right";
  const layers = Map.groupBy(corners.keys(), (k) => {
    const { x = 0, y = 0 } = corners[k] ?? {};
    const { width: w = 0, height: h = 0 } = boxes[k] ?? {};
    return Math.round(isRight ? x + w / 2 : y + h / 2);
  });
  const across = (k: number): number => (isRight ? corners[k]?.y : corners[k]?.x) ?? 0;
  let order = 0;
  for (const layer of layers.values())
    layer.forEach((k, n) => {
      for (const later of layer.slice(n + 1)) order += Math.sign(across(later) - across(k));
    });
  if (order >= 0) return layout;
  const turned = ({ x, y }: Point, { width: w, height: h }: Size): Point =>
    isRight ? { x, y: height - y - h } : { x: width - x - w, y };
  return {
    corners: corners.map((corner, k) => turned(corner, boxes[k] ?? point)),
    ways: ways.map((way) => way.map((one) => turned(one, point))),
    width,
    height,
  };
}
const point: Size = { width: 0, height: 0 };
