/** The graph of a deployment as SVG: its boxes as an assembly, or with the lifecycles of their components. */
import { assemblyPanel } from "./assembly-panel.ts";
import { blockedEntry, blockedStyle } from "./blocked.ts";
import { type Box, type Graph, times } from "./graph.ts";
import {
  type Entry,
  behaviorEntries,
  legendOf,
  lifecycleEntries,
  portEntries,
  tokenEntries,
} from "./legend.ts";
import { lifecyclePanel } from "./lifecycle-panel.ts";
import type { Panel } from "./panel.ts";
import { ringOf } from "./ring-picture.ts";
import { sceneOf } from "./scene.ts";
import { element, label, number, svgDocument, textWidth } from "./svg.ts";
import { tokenKinds, worst } from "./token.ts";

export type View = "assembly" | "lifecycle";

export function svgPicture(graph: Graph, view: View): string {
  const behaviors = behaviorsOf(graph);
  const panels = graph.boxes.map(
    (box): Panel =>
      view === "lifecycle" && box.life !== undefined
        ? lifecyclePanel(box, box.life, (name) => behaviors.indexOf(name))
        : assemblyPanel(box),
  );
  const isRing = graph.collapse === "host" && panels.length <= ringMax;
  const scene = isRing ? ringOf(graph, panels) : sceneOf(graph, panels);
  const title = titleOf(graph);
  const width = Math.max(scene.width, 300, Math.min(600, textWidth(title, 16)));
  const legend = legendOf(entriesOf(graph, view, behaviors), width);
  const at = (y: number): string => `translate(${number(margin)} ${number(y)})`;
  const below = margin + titleHeight + scene.height + 18;
  return svgDocument({
    title,
    description: descriptionOf(graph),
    width: Math.max(width, legend.width) + 2 * margin,
    height: below + legend.height + margin,
    body: [
      ...(isBlocked(graph) ? [blockedStyle] : []),
      label({
        text: title,
        x: margin,
        y: margin + 4,
        size: 16,
        look: "ink name",
        widthMax: width,
      }),
      element("g", { transform: at(margin + titleHeight) }, "\n", scene.body.join("\n"), "\n"),
      element("g", { transform: at(below) }, ...legend.body),
    ],
  });
}
/** A ring of more hosts is too large to be seen as one. */
const ringMax = 60;
const margin = 18;
const titleHeight = 26;

const titleOf = ({ name, instances, boxes }: Graph): string =>
  boxes.length === instances ? name : `${name}: ${instances} instances`;

/** The boxes and what leads from which to which, for those who cannot see them. */
function descriptionOf({ boxes, links }: Graph): string {
  const nameOf = (box: number): string => boxes[box]?.name ?? "";
  const told = boxes.slice(0, toldMax).map(({ name, count }) => times(name, count));
  const more = boxes.length > toldMax ? [`${boxes.length - toldMax} more`] : [];
  const linked = links
    .slice(0, toldMax)
    .map(({ provider, user }) => `${nameOf(user)} uses ${nameOf(provider)}`);
  return `${[...told, ...more].join(", ")}. ${[...new Set(linked)].join("; ")}.`;
}
const toldMax = 40;

/** The behaviors of all components, those that are named first come first. */
const behaviorsOf = ({ boxes }: Graph): readonly string[] => [
  ...new Set(boxes.flatMap(({ life }) => life?.behaviors ?? [])),
];

function entriesOf(graph: Graph, view: View, behaviors: readonly string[]): readonly Entry[] {
  const lives = graph.boxes.flatMap(({ life }) => life ?? []);
  const hasPorts = (side: string, kind: string): boolean =>
    lives.some(({ ports }) => ports.some((port) => port.side === side && port.kind === kind));
  const [provides, uses, gives, reads] = portEntries;
  const bars = lives.some(({ stations }) => stations.some(({ docks }) => docks.length > 1));
  const [initial, together, bound] = lifecycleEntries;
  return [
    ...(hasPorts("provide", "service") ? [provides] : []),
    ...(hasPorts("use", "service") ? [uses] : []),
    ...(hasPorts("provide", "data") ? [gives] : []),
    ...(hasPorts("use", "data") ? [reads] : []),
    ...(view === "assembly"
      ? []
      : [
          initial,
          ...(bars ? [together] : []),
          ...(lives.some(({ ports }) => ports.length > 0) ? [bound] : []),
          ...behaviorEntries(behaviors),
        ]),
    ...(isBlocked(graph) ? [blockedEntry] : []),
    ...tokenEntries(tokenKinds.filter((token) => graph.boxes.some((box) => hasToken(box, token)))),
  ].flatMap((entry) => entry ?? []);
}

const isBlocked = ({ boxes }: Graph): boolean => boxes.some(({ blocked }) => blocked !== undefined);

const hasToken = ({ tokens }: Box, token: (typeof tokenKinds)[number]): boolean =>
  tokens?.values().some((counts) => worst({ [token]: counts[token] ?? 0 }) === token) ?? false;
