/**
 * A graph in pieces that every drawing program knows: nodes in groups, and edges between nodes. DOT and Mermaid are written from it.
 *
 * Names are as they were declared; whoever writes them escapes them.
 */
import type { Lifecycle, Port } from "../semantics/lifecycle.ts";
import { type Box, type Graph, type Link, times } from "./graph.ts";
import { hasBar } from "./lifecycle-layout.ts";
import { headingOf } from "./panel.ts";
import type { Token } from "./site.ts";
import { slotText, stateLines, worst } from "./token.ts";

export interface Diagram {
  readonly title: string;
  readonly groups: readonly Group[];
  /** Those that stand in no group. */
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
}
export interface Group {
  readonly id: string;
  readonly title: string;
  readonly nodes: readonly Node[];
}
export interface Node {
  /** Letters and digits. */
  readonly id: string;
  readonly lines: readonly string[];
  readonly shape: "box" | "stack" | "place" | "initial" | "transition" | "bar" | "use" | "provide";
  readonly token: Token | undefined;
  /** Of a transition: the number of its behavior in the picture. */
  readonly behavior?: number;
}
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly kind: "service" | "data" | "way" | "choice" | "binding";
  readonly behavior?: number;
}

/** Boxes and links. */
export function assemblyDiagram(graph: Graph): Diagram {
  const nodes = graph.boxes.map((box, k): Node => {
    const states = stateLines(box);
    return {
      id: `b${k}`,
      lines: [...headingOf(box), ...states.map(({ text }) => text)],
      shape: box.count > 1 ? "stack" : "box",
      token: states[0]?.token,
    };
  });
  const edges = graph.links.map((link): Edge => {
    const { provider, user, provide = "", use = "", kind, count } = link;
    const text = provide === use ? use : `${provide} → ${use}`;
    return { from: `b${provider}`, to: `b${user}`, text: times(text, count).trim(), kind };
  });
  return { title: graph.name, groups: [], nodes, edges };
}

/** The lifecycle of each box in a group of its own; boxes without one as in `assemblyDiagram`. */
export function lifecycleDiagram(graph: Graph): Diagram {
  const behaviors = [...new Set(graph.boxes.flatMap(({ life }) => life?.behaviors ?? []))];
  const parts = graph.boxes.map((box, k) =>
    box.life === undefined ? undefined : partOf(box, box.life, `b${k}`, behaviors),
  );
  return {
    title: graph.name,
    groups: parts.flatMap((part) => part?.group ?? []),
    nodes: [],
    edges: [
      ...parts.flatMap((part) => part?.edges ?? []),
      ...graph.links.map((link) => linkOf(graph, link)),
    ],
  };
}

function linkOf({ boxes }: Graph, { provider, user, provide, use, kind, count }: Link): Edge {
  const idOf = (box: number, side: Port["side"], name: string | undefined): string => {
    const ports = boxes[box]?.life?.ports ?? [];
    return `b${box}q${ports.findIndex((port) => port.side === side && port.name === name)}`;
  };
  return {
    from: idOf(provider, "provide", provide),
    to: idOf(user, "use", use),
    text: count === 1 ? "" : `× ${count}`,
    kind,
  };
}

function partOf(
  box: Box,
  life: Lifecycle,
  id: string,
  behaviors: readonly string[],
): { readonly group: Group; readonly edges: readonly Edge[] } {
  const { tokens, count } = box;
  const colourOf = (behavior: number): number => behaviors.indexOf(life.behaviors[behavior] ?? "");
  const nodes: readonly Node[] = [
    ...life.places.map(
      (name, p): Node => ({
        id: `${id}p${p}`,
        lines: [slotText(name, tokens?.get(p), count)],
        shape: p === life.initial ? "initial" : "place",
        token: worst(tokens?.get(p)),
      }),
    ),
    ...life.transitions.map(
      ({ name, on, behavior }, t): Node => ({
        id: `${id}t${t}`,
        lines: [slotText(name, tokens?.get(on), count)],
        shape: "transition",
        token: worst(tokens?.get(on)),
        behavior: colourOf(behavior),
      }),
    ),
    ...life.stations.flatMap((one, s): readonly Node[] =>
      hasBar(one) ? [{ id: `${id}s${s}`, lines: [], shape: "bar", token: undefined }] : [],
    ),
    ...life.ports.map(
      ({ name, side }, q): Node => ({
        id: `${id}q${q}`,
        lines: [name],
        shape: side,
        token: undefined,
      }),
    ),
  ];
  const edges = [
    ...waysOf(life, id).map((edge) => ({ ...edge, behavior: colourOf(edge.behavior ?? 0) })),
    ...life.ports.flatMap((port, q) => bindingsOf(port, id, q)),
  ];
  return { group: { id, title: headingOf(box).join(", "), nodes }, edges };
}

function waysOf(life: Lifecycle, id: string): readonly Edge[] {
  const ways = life.transitions.flatMap(({ source, docks, behavior }, t): readonly Edge[] => [
    { from: `${id}p${source}`, to: `${id}t${t}`, text: "", kind: "way", behavior },
    ...docks.map((dock): Edge => {
      const station = life.docks[dock]?.station ?? -1;
      const one = life.stations[station];
      const to = hasBar(one) ? `${id}s${station}` : `${id}p${one?.place ?? -1}`;
      return {
        from: `${id}t${t}`,
        to,
        text: "",
        kind: docks.length > 1 ? "choice" : "way",
        behavior,
      };
    }),
  ]);
  const joins = life.stations.flatMap((one, s): readonly Edge[] =>
    hasBar(one)
      ? [
          {
            from: `${id}s${s}`,
            to: `${id}p${one.place}`,
            text: "",
            kind: "way",
            behavior: one.behavior,
          },
        ]
      : [],
  );
  return [...ways, ...joins];
}

function bindingsOf({ side, places, transitions }: Port, id: string, q: number): readonly Edge[] {
  const bound = [...places.map((p) => `${id}p${p}`), ...transitions.map((t) => `${id}t${t}`)];
  return bound.map((part) => {
    const [from, to] = side === "use" ? [`${id}q${q}`, part] : [part, `${id}q${q}`];
    return { from, to, text: "", kind: "binding" };
  });
}
