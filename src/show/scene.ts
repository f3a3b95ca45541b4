/** Panels beside each other, providers to the left of their users, and the links between their ports. */
import { type Graph, type Link, times } from "./graph.ts";
import { type Arrow, type Layout, type Size, type Spacing, arrange } from "./layout.ts";
import type { Panel } from "./panel.ts";
import { type Point, badge, element, levelCurve, number, tooltip } from "./svg.ts";

export interface Scene extends Size {
  readonly body: readonly string[];
}

/** One panel for each box of the graph. */
export function sceneOf(graph: Graph, panels: readonly Panel[]): Scene {
  const layout = arrange(panels, arrowsOf(graph), sceneSpacing);
  const ways = waysOf(graph, panels, layout);
  const room = roomBeside(ways);
  const body = [
    ...graph.links.map((link, k) => linkDrawn(graph, link, ways[k] ?? [])),
    ...panels.map(({ body }, k) => {
      const { x = 0, y = 0 } = layout.corners[k] ?? {};
      return element("g", { transform: `translate(${number(x)} ${number(y)})` }, ...body);
    }),
    ...graph.links.map((link, k) => countDrawn(link, ways[k] ?? [])),
  ];
  return {
    width: layout.width + 2 * room,
    height: layout.height + room / 2,
    body: room === 0 ? body : [element("g", { transform: `translate(${room} 0)` }, ...body)],
  };
}

export const sceneSpacing: Spacing = { direction: "right", layers: 70, boxes: 26 };
export const arrowsOf = ({ links }: Graph): readonly Arrow[] =>
  links.map(({ provider, user }) => ({ from: provider, to: user }));

/** Of each link the points that it passes, where the panels stand as the layout says. */
export function waysOf(
  { links }: Graph,
  panels: readonly Panel[],
  layout: Layout,
): readonly (readonly Point[])[] {
  const columns = columnsOf(layout, panels);
  return links.map((link, k) => wayOf(link, layout.ways[k] ?? [], layout, panels, columns));
}

/** What leads back turns outside the first and the last column, and beneath the panels. */
export const roomBeside = (ways: readonly (readonly Point[])[]): number =>
  ways.some(isBack) ? 30 : 0;

const isBack = (way: readonly Point[]): boolean => (way.at(-1)?.x ?? 0) < (way[0]?.x ?? 0);

/** Panels stand in columns, one centre to each; how far a column reaches to both sides of its centre. */
function columnsOf({ corners }: Layout, panels: readonly Panel[]): ReadonlyMap<string, number> {
  const halves = new Map<string, number>();
  panels.forEach(({ width }, k) => {
    const centre = number((corners[k]?.x ?? 0) + width / 2);
    halves.set(centre, Math.max(halves.get(centre) ?? 0, width / 2));
  });
  return halves;
}

interface End {
  readonly edge: Point;
  /** Where its column ends. */
  readonly out: Point;
  /** Beneath its panel. */
  readonly below: number;
}

/** From port to port: level past columns, so that no panel is crossed; beneath the panels where it leads back. */
function wayOf(
  link: Link,
  via: readonly Point[],
  { corners }: Layout,
  panels: readonly Panel[],
  columns: ReadonlyMap<string, number>,
): readonly Point[] {
  const end = (side: "provider" | "user"): End => {
    const box = link[side];
    const { width = 0, height = 0, uses, provides } = panels[box] ?? {};
    const { x = 0, y = 0 } = corners[box] ?? {};
    const centre = x + width / 2;
    const reach = columns.get(number(centre)) ?? width / 2;
    const isUser = side === "user";
    const port = isUser ? uses?.get(link.use ?? "") : provides?.get(link.provide ?? "");
    const direction = isUser ? -1 : 1;
    const at = y + (port ?? height / 2);
    return {
      edge: { x: centre + (direction * width) / 2, y: at },
      out: { x: centre + direction * (reach + 8), y: at },
      below: y + height + 12,
    };
  };
  const [from, to] = [end("provider"), end("user")];
  if (to.edge.x < from.edge.x) {
    const y = Math.max(from.below, to.below);
    const turns = [
      { x: from.out.x, y },
      { x: to.out.x, y },
    ];
    return [from.edge, from.out, ...turns, to.out, to.edge];
  }
  const past = via.flatMap(({ x, y }) => {
    const reach = columns.get(number(x));
    return reach === undefined
      ? []
      : [
          { x: x - reach, y },
          { x: x + reach, y },
        ];
  });
  return [from.edge, from.out, ...past, to.out, to.edge];
}

export function linkDrawn(graph: Graph, link: Link, way: readonly Point[]): string {
  const { provider, provide, user, use, kind, count, isBlocked } = link;
  const end = (box: number, port: string | undefined): string =>
    [graph.boxes[box]?.name ?? "", port ?? []].flat().join(".");
  const isCrowded = graph.links.length > crowdedMin;
  const look = kind === "service" ? "link to-service" : "link to-data dashed";
  return element(
    "path",
    {
      class: isBlocked === true ? "blocked" : isCrowded ? `${look} crowded` : look,
      "stroke-width": isCrowded ? 0.8 : 1.3,
      d: levelCurve(way),
    },
    tooltip(times(`${end(provider, provide)} → ${end(user, use)}`, count)),
  );
}

/** With more links than this each is drawn fainter, that they do not become one patch. */
const crowdedMin = 120;

/** How many connections a link stands for, in its middle. */
export function countDrawn({ count }: Link, way: readonly Point[]): string {
  if (count === 1) return "";
  const [a, b] = [way[1], way[2]];
  if (a === undefined || b === undefined) return "";
  return badge(`× ${count}`, { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
}
