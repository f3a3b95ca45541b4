/** A diagram in DOT, for Graphviz. */
import type { Diagram, Edge, Node } from "./diagram.ts";
import { visible } from "./svg.ts";
import { type Role, colours } from "./theme.ts";
import { tokenLooks } from "./token.ts";

export function dot({ title, groups, nodes, edges }: Diagram): string {
  return [
    `digraph ${quoted(title)} {`,
    "  rankdir=LR;",
    '  node [shape=box, style=rounded, fontname="Helvetica", fontsize=12];',
    '  edge [fontname="Helvetica", fontsize=10];',
    ...nodes.map((node) => `  ${nodeLine(node)}`),
    ...groups.flatMap((group) => [
      `  subgraph cluster_${group.id} {`,
      `    label=${quoted(group.title)}; style=rounded; fontname="Helvetica";`,
      ...group.nodes.map((node) => `    ${nodeLine(node)}`),
      "  }",
    ]),
    ...edges.map((edge) => `  ${edgeLine(edge)}`),
    "}",
    "",
  ].join("\n");
}

const shapes: Readonly<Record<Node["shape"], string>> = {
  box: "",
  stack: "peripheries=2",
  place: "shape=ellipse, style=solid",
  initial: "shape=ellipse, style=solid, penwidth=2.5",
  transition: "fontsize=10",
  bar: "shape=box, style=filled, fillcolor=black, width=0.06, height=0.5, fixedsize=true",
  use: "shape=plaintext",
  provide: "shape=plaintext",
};

function nodeLine({ id, lines, shape, token, behavior }: Node): string {
  const colour =
    token !== undefined
      ? light(tokenLooks[token])
      : behavior === undefined
        ? undefined
        : behaviorColour(behavior);
  const sign = shape === "use" ? "⊃ " : "";
  const label = `${sign}${lines.join("\n")}${shape === "provide" ? " ●" : ""}`;
  const attributes = [
    `label=${quoted(label)}`,
    shapes[shape],
    colour === undefined ? "" : `color="${colour}", fontcolor="${colour}"`,
  ];
  return `${id} [${attributes.filter(Boolean).join(", ")}];`;
}

const styles: Readonly<Record<Edge["kind"], string>> = {
  service: "",
  data: "style=dashed",
  way: "",
  choice: "style=dashed",
  binding: "style=dotted, arrowhead=none",
};

function edgeLine({ from, to, text, kind, behavior }: Edge): string {
  const colour =
    kind === "data" ? light("data") : behavior === undefined ? undefined : behaviorColour(behavior);
  const attributes = [
    text === "" ? "" : `label=${quoted(text)}`,
    styles[kind],
    colour === undefined ? "" : `color="${colour}"`,
  ].filter(Boolean);
  return `${from} -> ${to}${attributes.length === 0 ? "" : ` [${attributes.join(", ")}]`};`;
}

const light = (role: Role): string => colours[role][0];
const behaviorColour = (behavior: number): string => light(`b${behavior % 6}` as Role);

/** A string in which nothing is an escape of Graphviz or an entity of HTML. */
const quoted = (text: string): string =>
  `"${visible(text)
    .replaceAll("&", "&amp;")
    .replaceAll("\\", "\\\\")
    .replaceAll('"', '\\"')
    .replaceAll("\n", "\\n")
    .replaceAll(/[\t\r]/g, " ")}"`;
