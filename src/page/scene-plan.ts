/**
 * What the graph shows, apart from its tokens: boxes with their panels and the links between them.
 *
 * Panels are drawn without tokens, so that nothing moves but the tokens while a run goes on. The key of a plan says what its layout
 * depends on: plans of one key are laid out alike.
 */
import { assemblyPanel } from "../show/assembly-panel.ts";
import { type Collapse, type Graph, graphOf } from "../show/graph.ts";
import { lifecyclePanel } from "../show/lifecycle-panel.ts";
import type { Panel } from "../show/panel.ts";
import { type Site, partOfSite } from "../show/site.ts";
import type { Lifecycle } from "../semantics/lifecycle.ts";

export type Detail = "boxes" | "lifecycles";
export interface ScenePlan {
  readonly key: string;
  readonly graph: Graph;
  readonly panels: readonly Panel[];
  /** Box → the numbers of its instances in the site. */
  readonly members: readonly (readonly number[])[];
}
export interface PlanWish {
  readonly collapse: Collapse;
  readonly detail: Detail;
  /** This one, and what it is connected to. */
  readonly focus?: string | undefined;
}

/** Lifecycles of up to this many boxes can be read on a screen. */
export const lifecyclesMax = 6;

export function scenePlan(whole: Site, wish: PlanWish, before?: ScenePlan): ScenePlan {
  const site = tokenless(
    wish.focus === undefined ? whole : partOfSite(whole, withNeighbours(whole, wish.focus)),
  );
  const key = keyOf(site, wish);
  if (before?.key === key) return before;
  const graph = graphOf(site, wish.collapse);
  const behaviors = behaviorsOf(graph);
  const panels = graph.boxes.map(
    (box): Panel =>
      box.life !== undefined &&
      (wish.focus === undefined ? wish.detail === "lifecycles" : box.name === wish.focus)
        ? lifecyclePanel(box, box.life, (name) => behaviors.indexOf(name))
        : assemblyPanel(box, 1),
  );
  return { key, graph, panels, members: membersOf(graph, site, whole) };
}

/** The behaviors of all components, those that are named first come first: the numbers of their colours. */
export const behaviorsOf = ({ boxes }: Graph): readonly string[] => [
  ...new Set(boxes.flatMap(({ life }) => life?.behaviors ?? [])),
];

const tokenless = (site: Site): Site => ({
  ...site,
  instances: site.instances.map((one) => ({ ...one, tokens: undefined })),
});

/** The names of an instance and of those at the other ends of its connections. */
export function withNeighbours(site: Site, name: string): ReadonlySet<string> {
  const nameOf = (k: number): string => site.instances[k]?.name ?? "";
  const names = new Set([name]);
  for (const { provider, user } of site.connections) {
    if (nameOf(provider) === name) names.add(nameOf(user));
    if (nameOf(user) === name) names.add(nameOf(provider));
  }
  return names;
}

/** Boxes come in the order of the first of their instances. */
function membersOf(graph: Graph, site: Site, whole: Site): ScenePlan["members"] {
  const numbers = new Map(whole.instances.map(({ name }, k) => [name, k]));
  const groups = Map.groupBy(site.instances, ({ name, life, host }) =>
    graph.collapse === "none" ? name : graph.collapse === "type" ? life : (host ?? ""),
  );
  return [...groups.values()].map((all) => all.map(({ name }) => numbers.get(name) ?? -1));
}

function keyOf({ instances, connections }: Site, { collapse, detail, focus }: PlanWish): string {
  const lives = [...new Set(instances.map(({ life }) => lifeText(life)))];
  const numbers = new Map(lives.map((text, k) => [text, k]));
  const boxes = instances.map(({ name, life, host }) => [
    name,
    numbers.get(lifeText(life)),
    host ?? "",
  ]);
  const links = connections.map((one) => [one.provider, one.provide, one.user, one.use]);
  return JSON.stringify([collapse, detail, focus ?? "", lives, boxes, links]);
}

/** Lifecycles that are drawn alike have one text, however often the page compiles the declaration. */
function lifeText(life: Lifecycle): string {
  const known = lifeTexts.get(life);
  if (known !== undefined) return known;
  const { component, places, initial, behaviors, transitions, stations, ports } = life;
  const text = JSON.stringify([
    [component.name, places, initial, behaviors],
    transitions.map(({ name, behavior, source, docks }) => [name, behavior, source, docks]),
    stations.map(({ name, place, docks }) => [name, place, docks]),
    ports.map((port) => [port.name, port.side, port.kind, port.places, port.transitions]),
  ]);
  lifeTexts.set(life, text);
  return text;
}
const lifeTexts = new WeakMap<Lifecycle, string>();
