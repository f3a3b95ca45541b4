/** A time net in Roméo's XML: read arcs are its own, and intervals count from where a transition becomes enabled, as ours do. */
import { type ExportSource, numbersTo, weightedArcs } from "./export-source.ts";
import { wholeTimes } from "./export-time.ts";
import { placeId, transitionId } from "./identifier.ts";
import { xmlHead, xmlText } from "./xml-write.ts";

export function* romeo(source: ExportSource): Generator<string> {
  const { net } = source;
  const times = wholeTimes(source);
  yield `${xmlHead}<!-- 1 unit of time is ${times.unitMs} ms -->\n<TPN name="${xmlText(net.name)}">\n`;
  for (const place of numbersTo(net.placeCount)) {
    const names = named(placeId(net, place), net.placeName(place));
    yield `<place id="${place + 1}" ${names} initialMarking="${net.initial[place] ?? 0}" eft="0" lft="inf">\n`;
    yield `${graphics(place, 100)}<scheduling gamma="0" omega="0"/>\n</place>\n`;
  }
  for (const transition of numbersTo(net.transitionCount)) {
    const { min, max } = times.rangeOf(transition);
    const names = named(transitionId(net, transition), net.transitionName(transition));
    yield `<transition id="${transition + 1}" ${names} eft="${min}" lft="${max === Infinity ? "inf" : max}">\n`;
    yield `${graphics(transition, 200)}</transition>\n`;
  }
  for (const transition of numbersTo(net.transitionCount)) {
    const { consumed, read, produced } = weightedArcs(net, transition);
    for (const [place, weight] of consumed) yield arc(place, transition, "PlaceTransition", weight);
    for (const place of read) yield arc(place, transition, "read", 1);
    for (const [place, weight] of produced) yield arc(place, transition, "TransitionPlace", weight);
  }
  yield "</TPN>\n";
}

const named = (id: string, name: string): string => `identifier="${id}" label="${xmlText(name)}"`;

/** Roméo draws what it reads: everything needs a position. */
const graphics = (number: number, y: number): string =>
  `<graphics color="0"><position x="${(number % rowLength) * 80 + 80}" y="${Math.floor(number / rowLength) * 200 + y}"/>` +
  `<deltaLabel deltax="10" deltay="10"/></graphics>\n`;
const rowLength = 40;

/** Numbers begin at 1 there. */
const arc = (place: number, transition: number, type: string, weight: number): string =>
  `<arc place="${place + 1}" transition="${transition + 1}" type="${type}" weight="${weight}">` +
  `<nail xnail="0" ynail="0"/><graphics color="0"></graphics></arc>\n`;
