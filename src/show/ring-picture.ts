/** Hosts in a ring, and lines across it: as broad as there are connections between two of them. */
import type { Graph, Link } from "./graph.ts";
import type { Panel } from "./panel.ts";
import type { Scene } from "./scene.ts";
import { type Point, badge, element, number, tooltip } from "./svg.ts";

export function ringOf(graph: Graph, panels: readonly Panel[]): Scene {
  const widest = Math.max(...panels.map(({ width }) => width));
  const highest = Math.max(...panels.map(({ height }) => height));
  const count = panels.length;
  const room = Math.hypot(widest, highest) + 24;
  const radius = count === 1 ? 0 : Math.max(room, room / 2 / Math.sin(Math.PI / count));
  const middle = { x: radius + widest / 2, y: radius + highest / 2 };
  const centres = panels.map((_, k): Point => {
    const angle = (2 * Math.PI * k) / count - Math.PI / 2;
    return { x: middle.x + radius * Math.cos(angle), y: middle.y + radius * Math.sin(angle) };
  });
  const pairs = pairsOf(graph.links);
  return {
    width: 2 * middle.x,
    height: 2 * middle.y,
    body: [
      ...pairs.map((pair) => lineDrawn(graph, pair, centres)),
      ...panels.map(({ body, width, height }, k) => {
        const { x, y } = centres[k] ?? middle;
        const at = `translate(${number(x - width / 2)} ${number(y - height / 2)})`;
        return element("g", { transform: at }, ...body);
      }),
      ...(pairs.length > countsMax ? [] : pairs.map((pair) => countDrawn(pair, centres))),
    ],
  };
}
/** Of more lines only the tooltips say how many connections they stand for. */
const countsMax = 30;

interface Pair {
  readonly one: number;
  readonly other: number;
  /** Provided by the one to the other, and the other way. */
  readonly there: number;
  readonly back: number;
}

/** The connections of each two hosts, whichever provides. */
function pairsOf(links: readonly Link[]): readonly Pair[] {
  const pairs = new Map<string, Pair>();
  for (const { provider, user, count } of links) {
    const [one, other] = provider < user ? [provider, user] : [user, provider];
    const key = `${one} ${other}`;
    const { there, back } = pairs.get(key) ?? { there: 0, back: 0 };
    pairs.set(
      key,
      provider === one
        ? { one, other, there: there + count, back }
        : { one, other, there, back: back + count },
    );
  }
  return [...pairs.values()];
}

function lineDrawn(
  graph: Graph,
  { one, other, there, back }: Pair,
  centres: readonly Point[],
): string {
  const [a, b] = [centres[one], centres[other]];
  if (a === undefined || b === undefined) return "";
  const [from = "", to = ""] = [graph.boxes[one]?.name, graph.boxes[other]?.name];
  return element(
    "path",
    {
      class: "link to-service crossing",
      "stroke-width": number(1 + Math.log2(there + back)),
      d: `M${number(a.x)} ${number(a.y)}L${number(b.x)} ${number(b.y)}`,
    },
    tooltip(
      ...(there > 0 ? [`${from} → ${to}: ${there}`] : []),
      ...(back > 0 ? [`${to} → ${from}: ${back}`] : []),
    ),
  );
}

function countDrawn({ one, other, there, back }: Pair, centres: readonly Point[]): string {
  const [a, b] = [centres[one], centres[other]];
  if (a === undefined || b === undefined) return "";
  // Not in the middle, where the lines meet.
  const at = { x: a.x * 0.58 + b.x * 0.42, y: a.y * 0.58 + b.y * 0.42 };
  return badge(String(there + back), at);
}
