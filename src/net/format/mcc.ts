/** Properties in the XML of the Model Checking Contest, about the net that `pnml` writes. */
import {
  type FormulaWords,
  type Property,
  formulaPieces,
  goalProperties,
  oneSafety,
} from "./export-property.ts";
import type { ExportSource } from "./export-source.ts";
import { placeId } from "./identifier.ts";
import type { Net } from "../net.ts";
import { xmlHead, xmlText } from "./xml-write.ts";

export function* mcc({ net, goal, properties }: ExportSource): Generator<string> {
  const words = wordsFor(net);
  yield `${xmlHead}<property-set xmlns="http://mcc.lip6.fr/">\n`;
  for (const property of [...goalProperties(goal), oneSafety(net.placeCount), ...properties]) {
    const [begin, end] = scopes[property.scope];
    yield `<property>\n<id>${xmlText(property.id)}</id>\n`;
    yield `<description>${xmlText(property.text)}</description>\n<formula>${begin}`;
    yield* formulaPieces(property.formula, words);
    yield `${end}</formula>\n</property>\n`;
  }
  yield "</property-set>\n";
}

const scopes: Readonly<Record<Property["scope"], readonly [begin: string, end: string]>> = {
  always: ["<all-paths><globally>", "</globally></all-paths>"],
  sometime: ["<exists-path><finally>", "</finally></exists-path>"],
  inevitably: ["<all-paths><finally>", "</finally></all-paths>"],
};

const wordsFor = (net: Net): FormulaWords => ({
  tokens: (places, atLeast) => {
    const counted = places.map((place) => `<place>${placeId(net, place)}</place>`).join("");
    return atMost(constant(atLeast), `<tokens-count>${counted}</tokens-count>`);
  },
  deadlock: "<deadlock/>",
  not: ["<negation>", "", "</negation>"],
  all: ["<conjunction>", "", "</conjunction>"],
  any: ["<disjunction>", "", "</disjunction>"],
  true: atMost(constant(0), constant(0)),
  false: atMost(constant(1), constant(0)),
});

const atMost = (smaller: string, larger: string): string =>
  `<integer-le>${smaller}${larger}</integer-le>`;
const constant = (n: number): string => `<integer-constant>${n}</integer-constant>`;
