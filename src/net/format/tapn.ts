/**
 * A timed-arc net as TAPAAL's engines read it, and queries about it.
 *
 * There the age of a token counts, not how long a transition is enabled. Both are the same for a transition that needs one token only: its
 * arc has the interval, and its place the invariant that the token goes in time. Where more is needed the arcs have the lower bound alone
 * and no place has an invariant: a token that waits for others must not stop the time. A transition that takes no time is urgent. What is
 * read is carried there and back by transport arcs, which keep its age.
 */
import { ctlQueries } from "./ctl.ts";
import type { FormulaWords } from "./export-property.ts";
import { type ExportSource, numbersTo, weightedArcs } from "./export-source.ts";
import { wholeTimes } from "./export-time.ts";
import { placeId, transitionId } from "./identifier.ts";
import type { Net } from "../net.ts";
import { row } from "../rows.ts";
import { xmlHead } from "./xml-write.ts";

export function* tapn(source: ExportSource): Generator<string> {
  const { net } = source;
  const times = wholeTimes(source);
  yield `${xmlHead}<!-- 1 unit of time is ${times.unitMs} ms -->\n`;
  yield `<pnml>\n<net id="net" type="P/T net">\n`;
  for (const place of numbersTo(net.placeCount)) {
    const id = placeId(net, place);
    const latest = latestAge(source, times.rangeOf, place);
    const invariant = latest === Infinity ? "&lt; inf" : `&lt;= ${latest}`;
    const marking = net.initial[place] ?? 0;
    yield `<place id="${id}" name="${id}" invariant="${invariant}" initialMarking="${marking}"/>\n`;
  }
  for (const transition of numbersTo(net.transitionCount)) {
    const id = transitionId(net, transition);
    const urgent = source.rangeOf(transition) === undefined;
    yield `<transition player="0" id="${id}" name="${id}" urgent="${urgent}"/>\n`;
  }
  for (const transition of numbersTo(net.transitionCount)) {
    const id = transitionId(net, transition);
    const { consumed, read, produced } = weightedArcs(net, transition);
    const interval = intervalText(source, times.rangeOf, transition);
    for (const [place, weight] of consumed)
      yield `<inputArc inscription="${interval}" source="${placeId(net, place)}" target="${id}"${weightText(weight)}/>\n`;
    for (const place of read) {
      const p = placeId(net, place);
      yield `<transportArc inscription="[0,inf)" source="${p}" transition="${id}" target="${p}"/>\n`;
    }
    for (const [place, weight] of produced)
      yield `<outputArc inscription="1" source="${id}" target="${placeId(net, place)}"${weightText(weight)}/>\n`;
  }
  yield "</net>\n</pnml>\n";
}

type RangeOf = ReturnType<typeof wholeTimes>["rangeOf"];

/** Does one token in one place enable the transition? */
const needsOneToken = (net: Net, transition: number): boolean =>
  row(net.consumed, transition).length === 1 && row(net.read, transition).length === 0;

/** How old a token in a place can become before a transition that needs nothing else must have taken it. */
function latestAge({ net, rangeOf }: ExportSource, wholeRangeOf: RangeOf, place: number): number {
  const timed = [...row(net.consumers, place)].filter(
    (transition) => rangeOf(transition) !== undefined && needsOneToken(net, transition),
  );
  return timed.length === 0 ? Infinity : Math.max(...timed.map((t) => wholeRangeOf(t).max));
}

function intervalText(source: ExportSource, rangeOf: RangeOf, transition: number): string {
  if (source.rangeOf(transition) === undefined) return "[0,inf)";
  const { min, max } = rangeOf(transition);
  return max === Infinity || !needsOneToken(source.net, transition)
    ? `[${min},inf)`
    : `[${min},${max}]`;
}

const weightText = (weight: number): string => (weight === 1 ? "" : ` weight="${weight}"`);

/** The properties that TAPAAL is to be asked, each with its query. */
export const tapnQueries = (source: ExportSource): ReturnType<typeof ctlQueries> =>
  ctlQueries(source, words);

const words: Omit<FormulaWords, "tokens"> = {
  deadlock: "deadlock",
  not: ["!(", "", ")"],
  all: ["(", " and ", ")"],
  any: ["(", " or ", ")"],
  true: "true",
  false: "false",
};
