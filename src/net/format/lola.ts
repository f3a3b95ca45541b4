/** A net in LoLA's own format, and formulas about it. Read places are taken and put back; there is no time. */
import { type FormulaWords, ctlPieces, goalProperties, oneSafety } from "./export-property.ts";
import { type ExportSource, loweredArcs, numbersTo } from "./export-source.ts";
import { placeId, transitionId } from "./identifier.ts";
import type { Net } from "../net.ts";

export function* lola({ net }: ExportSource): Generator<string> {
  yield "PLACE";
  for (const place of numbersTo(net.placeCount))
    yield `${place === 0 ? "" : ","}\n  ${placeId(net, place)}`;
  yield ";\n\nMARKING";
  let between = "";
  for (const place of numbersTo(net.placeCount)) {
    const tokens = net.initial[place] ?? 0;
    if (tokens === 0) continue;
    yield `${between}\n  ${placeId(net, place)}: ${tokens}`;
    between = ",";
  }
  yield ";\n";
  for (const transition of numbersTo(net.transitionCount)) {
    const { consumed, produced } = loweredArcs(net, transition);
    yield `\nTRANSITION ${transitionId(net, transition)}\n`;
    yield `CONSUME ${listed(net, consumed)};\nPRODUCE ${listed(net, produced)};\n`;
  }
}

const listed = (net: Net, weights: ReadonlyMap<number, number>): string =>
  [...weights].map(([place, weight]) => `${placeId(net, place)}: ${weight}`).join(", ");

/** The properties that LoLA is to be asked, each with its formula. */
export function* lolaFormulas({
  net,
  goal,
  properties,
}: ExportSource): Generator<readonly [id: string, pieces: Iterable<string>]> {
  const words = wordsFor(net);
  for (const property of [...goalProperties(goal), oneSafety(net.placeCount), ...properties])
    yield [property.id, ctlPieces(property, words)];
}

const wordsFor = (net: Net): FormulaWords => ({
  tokens: (places, atLeast) =>
    `(${places.map((place) => placeId(net, place)).join(" + ")} >= ${atLeast})`,
  deadlock: "DEADLOCK",
  not: ["(NOT ", "", ")"],
  all: ["(", " AND ", ")"],
  any: ["(", " OR ", ")"],
  true: "TRUE",
  false: "FALSE",
});
