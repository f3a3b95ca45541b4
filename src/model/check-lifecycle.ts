/** What can be wrong with the lifecycle of a component: where transitions lead, and what waits for what. */
import { error, type Remark, warning } from "./finding.ts";
import { didYouMean } from "./nearest.ts";
import { quote, shown } from "./name.ts";
import { type Edge, isMisspelt, type Outline, reachable } from "./outline.ts";

/** Places that are named but not declared, and stations that are not written as such. */
export function* unknownPlaces({ component, places, edges }: Outline): Generator<Remark> {
  const known = new Set(places);
  const unknown = (role: string, place: string, written = place): Remark =>
    error(
      "MADEUS_UNKNOWN_PLACE",
      `${role} ${quote(written)}, which is not one of its places`,
      didYouMean(place, known),
    );
  if (!known.has(component.initial)) yield unknown("it begins in", component.initial);
  for (const name of Object.keys(component.probes ?? {}))
    if (!known.has(name)) yield unknown("a probe asks for", name);
  for (const edge of edges) {
    const subject = `the transition ${quote(edge.name)}`;
    if (!known.has(edge.from)) yield unknown(`${subject} leaves`, edge.from);
    yield* badStations(edge);
    for (const { station, place } of edge.ends)
      if (place !== "" && !known.has(place)) yield unknown(`${subject} ends at`, place, station);
  }
}

function* badStations({ name, ends }: Edge): Generator<Remark> {
  const bad = (text: string): Remark =>
    error(
      "MADEUS_BAD_STATION",
      `the transition ${quote(name)} ${text}`,
      `write "place" or "place/name"`,
    );
  if (ends.length === 0) yield bad("ends nowhere");
  const seen = new Set<string>();
  for (const { station } of ends) {
    if (seen.has(station)) yield bad(`names the station ${quote(station)} twice`);
    else if (!/^[^/]+(?:\/[^/]+)?$/.test(station))
      yield bad(`ends at ${quote(station)}, which is no station`);
    seen.add(station);
  }
}

/** A behavior ends when nothing moves any more; in a cycle it would go round for ever. */
export function* cycles({ edges }: Outline): Generator<Remark> {
  for (const [behavior, own] of Map.groupBy(edges, (edge) => edge.behavior)) {
    const cycle = cycleIn(own);
    if (cycle !== undefined)
      yield error(
        "MADEUS_CYCLE",
        `the behavior ${quote(behavior)} has a cycle: ${arrows(cycle)}`,
        "move one of its transitions to another behavior",
      );
  }
}

const arrows = (names: readonly string[]): string =>
  (names.length > arrowsMax
    ? [...names.slice(0, arrowsMax / 2), "…", ...names.slice(-arrowsMax / 2)]
    : names
  )
    .map(shown)
    .join(" → ");
const arrowsMax = 16;

/** Place, transition, place … back to the first place; undefined where there is no cycle. Depth first, without recursion. */
function cycleIn(edges: readonly Edge[]): readonly string[] | undefined {
  const leaving = Map.groupBy(
    edges.flatMap(({ name, from, ends }) => ends.map(({ place }) => ({ name, from, to: place }))),
    (hop) => hop.from,
  );
  const done = new Set<string>();
  for (const start of leaving.keys()) {
    const way: { readonly place: string; readonly by: string; next: number }[] = [];
    const onWay = new Map<string, number>();
    const enter = (place: string, by: string): void => {
      onWay.set(place, way.push({ place, by, next: 0 }) - 1);
    };
    if (!done.has(start)) enter(start, "");
    for (let top = way.at(-1); top !== undefined; top = way.at(-1)) {
      const hop = leaving.get(top.place)?.[top.next];
      top.next += 1;
      if (hop === undefined) {
        done.add(top.place);
        onWay.delete(top.place);
        way.pop();
      } else if (onWay.has(hop.to)) {
        const round = way.slice(onWay.get(hop.to));
        return [
          ...round.flatMap(({ place, by }, i) => (i === 0 ? [place] : [by, place])),
          hop.name,
          hop.to,
        ];
      } else if (!done.has(hop.to)) enter(hop.to, hop.name);
    }
  }
  return undefined;
}

/** Places to which no transition leads from the initial one, by whatever behavior. */
export function* unreachablePlaces(outline: Outline): Generator<Remark> {
  const { component, places, edges } = outline;
  if (isMisspelt(outline)) return;
  const reached = reachable([component.initial], edges);
  for (const place of new Set(places))
    if (!reached.has(place))
      yield warning(
        "MADEUS_UNREACHABLE_PLACE",
        `no transition leads to the place ${quote(place)}`,
        "add one to a behavior, or leave the place out",
      );
}
