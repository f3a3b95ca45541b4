/** The net itself in DOT, for Graphviz: places round, with their tokens, those of the goal with a double line; reading is dashed. */
import { type ExportSource, numbersTo, weightedArcs } from "./export-source.ts";
import { placeId, transitionId } from "./identifier.ts";

export function* netDot({ net, goal }: ExportSource): Generator<string> {
  const isGoal = new Set(goal);
  yield `digraph ${quoted(net.name)} {\n  rankdir=LR;\n`;
  yield `  node [fontname="Helvetica", fontsize=11];\n  edge [fontname="Helvetica", fontsize=10];\n`;
  for (const place of numbersTo(net.placeCount)) {
    const label = quoted(net.placeName(place), tokenText(net.initial[place] ?? 0));
    const line = isGoal.has(place) ? ", peripheries=2" : "";
    yield `  ${placeId(net, place)} [shape=ellipse, label=${label}${line}];\n`;
  }
  for (const transition of numbersTo(net.transitionCount)) {
    const label = quoted(net.transitionName(transition));
    yield `  ${transitionId(net, transition)} [shape=box, label=${label}];\n`;
  }
  for (const transition of numbersTo(net.transitionCount)) {
    const id = transitionId(net, transition);
    const { consumed, read, produced } = weightedArcs(net, transition);
    for (const [place, weight] of consumed)
      yield `  ${placeId(net, place)} -> ${id}${weightText(weight)};\n`;
    for (const place of read)
      yield `  ${placeId(net, place)} -> ${id} [style=dashed, arrowhead=none];\n`;
    for (const [place, weight] of produced)
      yield `  ${id} -> ${placeId(net, place)}${weightText(weight)};\n`;
  }
  yield "}\n";
}

/** The tokens as dots, or as a number where they are many. */
export const tokenText = (tokens: number): string =>
  tokens > tokensDrawnMax ? `${tokens} ●` : "●".repeat(tokens);
const tokensDrawnMax = 4;

const weightText = (weight: number): string => (weight === 1 ? "" : ` [label="${weight}"]`);

/** Lines of text in which nothing is an escape of Graphviz or an entity of HTML. */
const quoted = (...lines: readonly string[]): string =>
  `"${lines
    .filter((line) => line !== "")
    .map(plain)
    .join("\\n")}"`;

const plain = (line: string): string =>
  line
    .replaceAll(/[\p{Cc}\p{Cs}]/gu, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("\\", "\\\\")
    .replaceAll('"', '\\"');
