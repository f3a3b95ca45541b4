/** A net as PNML (ISO 15909-2), on one page. A place that is read is joined to its reader by two arcs: the standard has no read arcs. */
import { type ExportSource, loweredArcs, numbersTo } from "./export-source.ts";
import { placeId, transitionId } from "./identifier.ts";
import { xmlHead, xmlText } from "./xml-write.ts";

export function* pnml({ net }: ExportSource): Generator<string> {
  yield `${xmlHead}<pnml xmlns="http://www.pnml.org/version-2009/grammar/pnml">\n`;
  yield `<net id="net" type="http://www.pnml.org/version-2009/grammar/ptnet">\n`;
  yield `${label("name", net.name)}\n<page id="page">\n`;
  for (const place of numbersTo(net.placeCount)) {
    const tokens = net.initial[place] ?? 0;
    const marking = tokens === 0 ? "" : label("initialMarking", `${tokens}`);
    const name = label("name", net.placeName(place));
    yield `<place id="${placeId(net, place)}">${name}${marking}</place>\n`;
  }
  for (const transition of numbersTo(net.transitionCount)) {
    const name = label("name", net.transitionName(transition));
    yield `<transition id="${transitionId(net, transition)}">${name}</transition>\n`;
  }
  let arcs = 0;
  for (const transition of numbersTo(net.transitionCount)) {
    const id = transitionId(net, transition);
    const { consumed, produced } = loweredArcs(net, transition);
    for (const [place, weight] of consumed) yield arc(arcs++, placeId(net, place), id, weight);
    for (const [place, weight] of produced) yield arc(arcs++, id, placeId(net, place), weight);
  }
  yield "</page>\n</net>\n</pnml>\n";
}

const label = (name: string, text: string): string =>
  `<${name}><text>${xmlText(text)}</text></${name}>`;

function arc(number: number, source: string, target: string, weight: number): string {
  const ends = `<arc id="a${number}" source="${source}" target="${target}"`;
  return weight === 1 ? `${ends}/>\n` : `${ends}>${label("inscription", `${weight}`)}</arc>\n`;
}
