/** The picture of a deployment in the format that was asked for. */
import { assemblyDiagram, lifecycleDiagram } from "./diagram.ts";
import { dot } from "./dot.ts";
import type { Graph } from "./graph.ts";
import { mermaid } from "./mermaid.ts";
import { type View, svgPicture } from "./svg-picture.ts";

export type Format = "svg" | "dot" | "mermaid";
export const formats: readonly Format[] = ["svg", "dot", "mermaid"];

export function picture(graph: Graph, view: View, format: Format): string {
  if (format === "svg") return svgPicture(graph, view);
  const diagram = view === "assembly" ? assemblyDiagram(graph) : lifecycleDiagram(graph);
  return format === "dot" ? dot(diagram) : mermaid(diagram);
}
