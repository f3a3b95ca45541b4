/**
 * Do all that are awaited together come?
 *
 * All transitions of a behavior that can end at one station are awaited there. One of them that does not come leaves the others waiting
 * for ever: because it chose another station, or because it leaves a place where no token is.
 */
import { error, type Remark, warning } from "./finding.ts";
import { quote, quoteAll } from "./name.ts";
import { type Edge, isMisspelt, type Outline } from "./outline.ts";
import { stuckJoins } from "./rehearsal.ts";

/** Joins of transitions of which one may choose to end elsewhere. */
export function* joinsOfChoices({ edges }: Outline): Generator<Remark> {
  for (const [behavior, own] of Map.groupBy(edges, (edge) => edge.behavior))
    for (const [station, awaited] of joinsOf(own)) {
      const chooser = awaited.find(isChoice);
      if (chooser !== undefined)
        yield error(
          "MADEUS_JOIN_AWAITS_CHOICE",
          `the behavior ${quote(behavior)} awaits ${quoteAll(awaited.map(({ name }) => name))} together at ${quote(station)}, but ${quote(chooser.name)} may end elsewhere`,
          "choose after the join instead, or end the transitions at stations of their own: place/name",
        );
    }
}

/** Joins of transitions that cannot all come, since some leave places where no token can be then. */
export function* joinsNeverMet(outline: Outline): Generator<Remark> {
  const { edges } = outline;
  if (isMisspelt(outline)) return;
  const choosing = new Set(
    [...Map.groupBy(edges, (edge) => edge.behavior)].flatMap(([behavior, own]) =>
      [...joinsOf(own)].some(([, awaited]) => awaited.some(isChoice)) ? [behavior] : [],
    ),
  );
  for (const { behavior, asked, station, came, awaited } of stuckJoins(outline)) {
    if (choosing.has(behavior)) continue;
    const missing = awaited.filter((name) => !came.includes(name));
    if (missing.length === 0) continue;
    yield warning(
      "MADEUS_JOIN_NEVER_MET",
      `the behavior ${quote(behavior)}, asked for at ${quoteAll(asked)}, never ends: ${quoteAll(came)} waits at ${quote(station)} for ${quoteAll(missing)}, which does not come`,
      `if they are alternatives, give each a station of its own: ${quoteAll(awaited.map((name) => `${station.split("/", 1)[0]}/${name}`))}`,
    );
  }
}

/** The stations of one behavior at which several transitions are awaited. */
function joinsOf(edges: readonly Edge[]): ReadonlyMap<string, readonly Edge[]> {
  const arrivals = new Map<string, Set<Edge>>();
  for (const edge of edges)
    for (const { station } of edge.ends)
      arrivals.set(station, (arrivals.get(station) ?? new Set()).add(edge));
  return new Map(
    [...arrivals].flatMap(([station, awaited]) =>
      awaited.size < 2 ? [] : [[station, [...awaited]] as const],
    ),
  );
}

const isChoice = ({ ends }: Edge): boolean => new Set(ends.map((end) => end.station)).size > 1;
