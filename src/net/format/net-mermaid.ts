/** The net itself in Mermaid: places round, with their tokens, those of the goal with a double line; reading is dotted. */
import { type ExportSource, numbersTo, weightedArcs } from "./export-source.ts";
import { placeId, transitionId } from "./identifier.ts";
import { tokenText } from "./net-dot.ts";

export function* netMermaid({ net, goal }: ExportSource): Generator<string> {
  const isGoal = new Set(goal);
  yield `---\ntitle: "${entities(net.name)}"\n---\nflowchart LR\n`;
  for (const place of numbersTo(net.placeCount)) {
    const tokens = tokenText(net.initial[place] ?? 0);
    const text = `${entities(net.placeName(place))}${tokens === "" ? "" : `<br>${tokens}`}`;
    const [begin, end] = isGoal.has(place) ? ["(((", ")))"] : ["((", "))"];
    yield `  ${placeId(net, place)}${begin}"${text}"${end}\n`;
  }
  for (const transition of numbersTo(net.transitionCount))
    yield `  ${transitionId(net, transition)}["${entities(net.transitionName(transition))}"]\n`;
  for (const transition of numbersTo(net.transitionCount)) {
    const id = transitionId(net, transition);
    const { consumed, read, produced } = weightedArcs(net, transition);
    for (const [place, weight] of consumed)
      yield `  ${placeId(net, place)} -->${weightText(weight)} ${id}\n`;
    for (const place of read) yield `  ${placeId(net, place)} -.- ${id}\n`;
    for (const [place, weight] of produced)
      yield `  ${id} -->${weightText(weight)} ${placeId(net, place)}\n`;
  }
}

const weightText = (weight: number): string => (weight === 1 ? "" : `|"${weight}"|`);

/** Text in which nothing is a sign of Mermaid, of Markdown or of HTML. */
const entities = (text: string): string =>
  text.replaceAll(/[^\p{L}\p{M}\p{N} .,:_×→·-]/gu, (c) =>
    /[\s\p{Cc}\p{Cs}]/u.test(c) ? " " : `#${c.codePointAt(0)};`,
  );
