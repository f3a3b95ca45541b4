/** A diagram in Mermaid, as GitHub and many wikis draw it. */
import type { Diagram, Edge, Node } from "./diagram.ts";
import { visible } from "./svg.ts";
import { type Role, colours } from "./theme.ts";
import { tokenKinds, tokenLooks } from "./token.ts";

export function mermaid({ title, groups, nodes, edges }: Diagram): string {
  const all = [...nodes, ...groups.flatMap((group) => group.nodes)];
  return [
    "---",
    `title: ${JSON.stringify(entities(title))}`,
    "---",
    "flowchart LR",
    ...nodes.map((node) => `  ${nodeText(node)}`),
    ...groups.flatMap((group) => [
      `  subgraph ${group.id}["${entities(group.title)}"]`,
      ...group.nodes.map((node) => `    ${nodeText(node)}`),
      "  end",
    ]),
    ...edges.map((edge) => `  ${edgeText(edge)}`),
    ...tokenKinds.flatMap((token) => {
      const own = all.filter((node) => node.token === token).map(({ id }) => id);
      const colour = light(tokenLooks[token]);
      return own.length === 0
        ? []
        : [`  classDef ${token} fill:${colour},color:#fff`, `  class ${own.join(",")} ${token}`];
    }),
    ...coloursOf(edges),
    "",
  ].join("\n");
}

const shapes: Readonly<Record<Node["shape"], readonly [open: string, close: string]>> = {
  box: ["[", "]"],
  stack: ["[[", "]]"],
  place: ["((", "))"],
  initial: ["(((", ")))"],
  transition: ["([", "])"],
  bar: ["[", "]"],
  use: [">", "]"],
  provide: ["[/", "/]"],
};

function nodeText({ id, lines, shape }: Node): string {
  const [open, close] = shapes[shape];
  return `${id}${open}"${shape === "bar" ? " " : lines.map(entities).join("<br>")}"${close}`;
}

const arrows: Readonly<Record<Edge["kind"], string>> = {
  service: "==>",
  data: "-.->",
  way: "-->",
  choice: "-.->",
  binding: "-.-",
};

const edgeText = ({ from, to, text, kind }: Edge): string =>
  `${from} ${arrows[kind]}${text === "" ? "" : `|"${entities(text)}"|`} ${to}`;

/** Edges are coloured by their number. */
function coloursOf(edges: readonly Edge[]): readonly string[] {
  const byColour = new Map<string, number[]>();
  edges.forEach(({ behavior }, k) => {
    if (behavior === undefined) return;
    const colour = light(`b${behavior % 6}` as Role);
    const own = byColour.get(colour) ?? [];
    byColour.set(colour, own);
    own.push(k);
  });
  return [...byColour].map(([colour, own]) => `  linkStyle ${own.join(",")} stroke:${colour}`);
}

const light = (role: Role): string => colours[role][0];

/** Text in which nothing is a sign of Mermaid, of Markdown or of HTML: all but letters, digits, spaces and a few more. */
const entities = (text: string): string =>
  visible(text).replaceAll(/[^\p{L}\p{M}\p{N} .,:_×→·-]/gu, (c) =>
    /\s/.test(c) ? " " : `#${c.codePointAt(0)};`,
  );
