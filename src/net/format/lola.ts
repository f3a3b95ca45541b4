/** A net in LoLA's own format, and formulas about it. Read places are taken and put back; there is no time. */
import { ctlQueries } from "./ctl.ts";
import type { FormulaWords } from "./export-property.ts";
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
export const lolaFormulas = (source: ExportSource): ReturnType<typeof ctlQueries> =>
  ctlQueries(source, words);

const words: Omit<FormulaWords, "tokens"> = {
  deadlock: "DEADLOCK",
  not: ["(NOT ", "", ")"],
  all: ["(", " AND ", ")"],
  any: ["(", " OR ", ")"],
  true: "TRUE",
  false: "FALSE",
};
