/**
 * A net as an SMV module for NuSMV and nuXmv, of a size that grows with the arcs: each place says what changes it.
 *
 * The input `fire` is the transition that fires next, or their number where none can: time goes on in a deadlock, else every formula
 * about all paths would hold there. `overflow` is true once a second token has entered a place.
 */
import { type FormulaWords, type Property, ctlPieces, goalProperties } from "./export-property.ts";
import {
  type ExportSource,
  numbersTo,
  refuseSeveralTokens,
  weightedArcs,
} from "./export-source.ts";
import { placeId } from "./identifier.ts";
import type { Net } from "../net.ts";
import { row } from "../rows.ts";

/** @throws MadeusError  MADEUS_NOT_EXPORTABLE where there are weights, or several tokens in one place */
export function* smv(source: ExportSource): Generator<string> {
  const { net, goal, properties } = source;
  refuseSeveralTokens(net, "SMV");
  yield "MODULE main\nVAR\n  overflow : boolean;\n";
  for (const place of numbersTo(net.placeCount)) yield `  ${placeId(net, place)} : boolean;\n`;
  yield `IVAR\n  fire : 0..${net.transitionCount};\nDEFINE\n`;
  yield* enabledness(net);
  yield "ASSIGN\n  init(overflow) := FALSE;\n  next(overflow) := overflow";
  yield* crowding(net);
  yield ";\n";
  for (const place of numbersTo(net.placeCount)) yield* change(net, place);
  yield `TRANS fire = ${net.transitionCount} -> deadlock;\n`;
  for (const transition of numbersTo(net.transitionCount))
    yield `TRANS fire = ${transition} -> enabled_${transition};\n`;
  yield "-- No place ever holds two tokens.\nCTLSPEC AG (!overflow);\n";
  const words = wordsFor(net);
  for (const property of [...goalProperties(goal), ...properties])
    yield* specification(property, words);
}

function* enabledness(net: Net): Generator<string> {
  for (const transition of numbersTo(net.transitionCount)) {
    const { consumed, read } = weightedArcs(net, transition);
    const needed = [...consumed.keys(), ...read].map((place) => placeId(net, place));
    yield `  -- ${net.transitionName(transition).replaceAll(/\s/g, " ")}\n`;
    yield `  enabled_${transition} := ${needed.join(" & ") || "TRUE"};\n`;
  }
  yield "  deadlock := !(FALSE";
  for (const transition of numbersTo(net.transitionCount)) yield ` | enabled_${transition}`;
  yield ");\n";
}

/** A token enters where one is, and none is taken. */
function* crowding(net: Net): Generator<string> {
  for (const place of numbersTo(net.placeCount)) {
    const { entering } = changes(net, place);
    if (entering.length > 0) yield `\n    | ${placeId(net, place)} & ${firesOneOf(entering)}`;
  }
}

function* change(net: Net, place: number): Generator<string> {
  const id = placeId(net, place);
  const { entering, leaving } = changes(net, place);
  yield `  init(${id}) := ${(net.initial[place] ?? 0) > 0 ? "TRUE" : "FALSE"};\n  next(${id}) := case\n`;
  if (entering.length > 0) yield `    ${firesOneOf(entering)} : TRUE;\n`;
  if (leaving.length > 0) yield `    ${firesOneOf(leaving)} : FALSE;\n`;
  yield `    TRUE : ${id};\n  esac;\n`;
}

/** The transitions that put a token into a place, and those that take it away; those that do both leave it as it is. */
function changes(
  net: Net,
  place: number,
): { readonly entering: readonly number[]; readonly leaving: readonly number[] } {
  const producers = new Set(row(net.producers, place));
  const consumers = new Set(row(net.consumers, place));
  return {
    entering: [...producers.difference(consumers)],
    leaving: [...consumers.difference(producers)],
  };
}

const firesOneOf = (transitions: readonly number[]): string =>
  `fire in {${transitions.join(", ")}}`;

function* specification(property: Property, words: FormulaWords): Generator<string> {
  yield `-- ${property.text.replaceAll(/\s/g, " ")}\nCTLSPEC `;
  yield* ctlPieces(property, words);
  yield ";\n";
}

const wordsFor = (net: Net): FormulaWords => ({
  tokens: (places, atLeast) => {
    const ids = places.map((place) => placeId(net, place));
    return ids.length === 1 && atLeast === 1
      ? `${ids[0]}`
      : `(count(${ids.join(", ")}) >= ${atLeast})`;
  },
  deadlock: "deadlock",
  not: ["!(", "", ")"],
  all: ["(", " & ", ")"],
  any: ["(", " | ", ")"],
  true: "TRUE",
  false: "FALSE",
});
