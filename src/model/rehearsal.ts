/**
 * A rehearsal of one component by itself: what its behaviors do, asked for one after the other, if every port is served.
 *
 * Only what can be found in few steps is found; a component with too many markings is left to the semantics.
 */
import type { Edge, Outline } from "./outline.ts";

/** A behavior that waits for ever at a station, and where the tokens were when it was asked for. */
export interface StuckJoin {
  readonly behavior: string;
  readonly asked: readonly string[];
  readonly station: string;
  readonly came: readonly string[];
  readonly awaited: readonly string[];
}

/** Tokens on places, and on the stations where transitions have ended; both as sorted texts. */
interface Marking {
  readonly places: readonly string[];
  readonly docks: readonly Dock[];
}
interface Dock {
  readonly station: string;
  readonly place: string;
  readonly edge: string;
}

/** The transitions of one behavior, found by where they begin and end. */
interface Ways {
  readonly behavior: string;
  readonly leaving: ReadonlyMap<string, readonly Edge[]>;
  /** Station → the names of all that are awaited there. */
  readonly awaited: ReadonlyMap<string, readonly string[]>;
}

/** The first way to each join that is never met. O(transitions + `stepsMax` · tokens). */
export function stuckJoins({ component, edges }: Outline): readonly StuckJoin[] {
  const behaviors = [...Map.groupBy(edges, (edge) => edge.behavior)].map(waysOf);
  const found = new Map<string, StuckJoin>();
  const seen = new Set([component.initial as string]);
  const asked: (readonly string[])[] = [[component.initial]];
  let stepsLeft = stepsMax;
  for (const places of asked)
    for (const ways of behaviors) {
      const { ended, stuck, taken } = perform(places, ways, stepsLeft);
      stepsLeft -= taken;
      for (const docks of stuck) note(found, places, docks, ways);
      for (const marking of ended)
        if (!seen.has(marking.join("\n"))) {
          seen.add(marking.join("\n"));
          asked.push(marking);
        }
      if (stepsLeft <= 0) return [...found.values()];
    }
  return [...found.values()];
}
const stepsMax = 1000;

function note(
  found: Map<string, StuckJoin>,
  asked: readonly string[],
  docks: readonly Dock[],
  { behavior, awaited }: Ways,
): void {
  for (const [station, at] of Map.groupBy(docks, (dock) => dock.station)) {
    const key = `${behavior} ${station}`;
    const came = at.map(({ edge }) => edge);
    if (!found.has(key))
      found.set(key, { behavior, asked, station, came, awaited: awaited.get(station) ?? [] });
  }
}

function waysOf([behavior, own]: readonly [string, readonly Edge[]]): Ways {
  const ends = own.flatMap((edge) =>
    edge.ends.map(({ station }) => ({ station, name: edge.name })),
  );
  const awaited = [...Map.groupBy(ends, ({ station }) => station)].map(
    ([station, at]) => [station, [...new Set(at.map(({ name }) => name))]] as const,
  );
  return {
    behavior,
    leaving: Map.groupBy(own, ({ from }) => from),
    awaited: new Map(awaited),
  };
}

/** Every way in which one behavior can come to rest. */
function perform(
  places: readonly string[],
  ways: Ways,
  stepsLeft: number,
): {
  readonly ended: readonly (readonly string[])[];
  readonly stuck: readonly (readonly Dock[])[];
  readonly taken: number;
} {
  const ended: (readonly string[])[] = [];
  const stuck: (readonly Dock[])[] = [];
  const open: Marking[] = [{ places, docks: [] }];
  const seen = new Set<string>();
  let taken = 0;
  for (let marking = open.pop(); marking !== undefined && taken < stepsLeft; marking = open.pop()) {
    const key = JSON.stringify(marking);
    if (seen.has(key)) continue;
    seen.add(key);
    taken += 1;
    const next = enter(marking, ways) ?? leave(marking, ways);
    if (next !== undefined) open.push(...next);
    else if (marking.docks.length === 0) ended.push(marking.places);
    else stuck.push(marking.docks);
  }
  return { ended, stuck, taken };
}

/** A station where all have come; nothing else can follow first, so there is one next marking. */
function enter({ places, docks }: Marking, { awaited }: Ways): readonly Marking[] | undefined {
  for (const [station, came] of Map.groupBy(docks, (dock) => dock.station)) {
    const place = came[0]?.place ?? "";
    if (places.includes(place) || came.length < (awaited.get(station)?.length ?? 0)) continue;
    const left = docks.filter((dock) => dock.station !== station);
    return [{ places: [...places, place].toSorted(), docks: left }];
  }
  return undefined;
}

/** A place that is left: one next marking for each way in which its transitions may choose. */
function leave({ places, docks }: Marking, { leaving }: Ways): readonly Marking[] | undefined {
  const waiting = new Set(docks.map(({ edge }) => edge));
  for (const place of places) {
    const edges = leaving.get(place) ?? [];
    // A second token waits until the first has passed all that it was split into.
    if (edges.length === 0 || edges.some(({ name }) => waiting.has(name))) continue;
    let choices: readonly (readonly Dock[])[] = [docks];
    for (const { name, ends } of edges)
      choices = choices
        .flatMap((chosen) => ends.map((end) => [...chosen, { ...end, edge: name }]))
        .slice(0, choicesMax);
    const left = places.filter((other) => other !== place);
    return choices.map((chosen) => ({ places: left, docks: chosen.toSorted(byStation) }));
  }
  return undefined;
}
const choicesMax = 64;

const byStation = (a: Dock, b: Dock): number =>
  a.station < b.station || (a.station === b.station && a.edge < b.edge) ? -1 : 1;
