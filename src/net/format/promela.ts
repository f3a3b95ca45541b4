/**
 * A net as a Promela program for SPIN: a bit for each place, one process that fires one transition after the other.
 *
 * `pan` without a claim finds a deadlock that is not final as an invalid end state. It counts two states more than the net has markings
 * for each marking in which the goal is reached: there the process may end. A second token in a place is a failed assertion. Each firing prints its number when a trail is
 * followed: `readSpinTrail` reads that. Programs of a few hundred places are what SPIN is good for.
 */
import {
  type FormulaWords,
  type Property,
  formulaPieces,
  goalProperties,
  marked,
  speaksOfDeadlock,
} from "./export-property.ts";
import {
  type ExportSource,
  type WeightedArcs,
  numbersTo,
  refuseSeveralTokens,
  weightedArcs,
} from "./export-source.ts";
import { escaped, placeId } from "./identifier.ts";
import type { Net } from "../net.ts";

/** What is printed before the number of a transition that fires. */
export const firingMark = "fires transition";

/** @throws MadeusError  MADEUS_NOT_EXPORTABLE where there are weights, or several tokens in one place */
export function* promela(source: ExportSource): Generator<string> {
  const { net, goal, properties } = source;
  refuseSeveralTokens(net, "Promela");
  yield howTo;
  for (const place of numbersTo(net.placeCount))
    yield `bit ${placeId(net, place)} = ${net.initial[place] ?? 0};\n`;
  if (properties.some(({ formula }) => speaksOfDeadlock(formula))) yield* deadlockMacro(net);
  yield "\nactive proctype net() {\n  do\n";
  for (const transition of numbersTo(net.transitionCount)) yield firing(net, transition);
  if (goal.length > 0) {
    yield "  :: ";
    yield* formulaPieces({ kind: "all", of: goal.map(marked) }, wordsFor(net));
    yield " -> break\n";
  }
  yield "  od\n}\n";
  yield* claims(source);
}

const howTo = `/* Counts all markings, finds deadlocks that are not final:
     spin -a FILE && gcc -O2 -DNOREDUCE -DNOCLAIM -o pan pan.c && ./pan -m1000000
   Looks at one of the claims below:
     spin -a FILE && gcc -O2 -DNOREDUCE -o pan pan.c && ./pan -a -m1000000 -N NAME
   Follows the trail that was found: spin -t -T FILE */
`;

/** `p && q -> ` and what changes. What is taken and put back stays as it is. */
function firing(net: Net, transition: number): string {
  const arcs = weightedArcs(net, transition);
  const taken = [...arcs.consumed.keys()].filter((place) => !arcs.produced.has(place));
  const put = [...arcs.produced.keys()].filter((place) => !arcs.consumed.has(place));
  const steps = [
    guard(net, arcs),
    ...put.map((place) => `assert(!${placeId(net, place)})`),
    ...taken.map((place) => `${placeId(net, place)} = 0`),
    ...put.map((place) => `${placeId(net, place)} = 1`),
    `printf("${firingMark} ${transition}\\n")`,
  ];
  return `  :: d_step { ${steps.join("; ")} }\n`;
}

function guard(net: Net, { consumed, read }: WeightedArcs): string {
  const needed = [...consumed.keys(), ...read].map((place) => placeId(net, place));
  return needed.length === 0 ? "true" : needed.join(" && ");
}

/** SPIN looks for deadlocks by itself, but has no word for them in formulas. */
function* deadlockMacro(net: Net): Generator<string> {
  yield "#define deadlock (!(false";
  for (const transition of numbersTo(net.transitionCount))
    yield ` || (${guard(net, weightedArcs(net, transition))})`;
  yield "))\n";
}

function* claims({ net, goal, properties }: ExportSource): Generator<string> {
  const words = wordsFor(net);
  const own = goalProperties(goal).filter(({ scope }) => scope !== "always");
  for (const property of [...own, ...properties]) {
    const [name, begin, end] = claim(property);
    yield `\n/* ${comment(property)} */\nltl ${name} { ${begin}`;
    yield* formulaPieces(property.formula, words);
    yield `${end} }\n`;
  }
}

/** A claim holds in all runs. That something can come is denied, and the run that refutes it is the proof. */
function claim({ id, scope }: Property): readonly [name: string, begin: string, end: string] {
  if (scope === "always") return [`claim_${escaped(id)}`, "[] (", ")"];
  if (scope === "inevitably") return [`claim_${escaped(id)}`, "<> (", ")"];
  return [`denial_${escaped(id)}`, "[] !(", ")"];
}

const comment = ({ text, scope }: Property): string =>
  `${text.replaceAll("*/", "* /")}${scope === "sometime" ? " So the claim is to fail." : ""}`;

const wordsFor = (net: Net): FormulaWords => ({
  tokens: (places, atLeast) => {
    const sum = places.map((place) => placeId(net, place)).join(" + ");
    return places.length === 1 && atLeast === 1 ? sum : `(${sum} >= ${atLeast})`;
  },
  deadlock: "deadlock",
  not: ["!(", "", ")"],
  all: ["(", " && ", ")"],
  any: ["(", " || ", ")"],
  true: "true",
  false: "false",
});
