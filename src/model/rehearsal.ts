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

/** The first way to each join that is never met. O(`stepsMax` · transitions). */
export function stuckJoins({ component, edges }: Outline): readonly StuckJoin[] {
  const behaviors = Map.groupBy(edges, (edge) => edge.behavior);
  const found = new Map<string, StuckJoin>();
  const seen = new Set([component.initial as string]);
  const asked: string[][] = [[component.initial]];
  let steps = 0;
  for (const places of asked)
    for (const [behavior, own] of behaviors) {
      const { ended, stuck, taken } = perform(places, own, stepsMax - steps);
      steps += taken;
      for (const docks of stuck)
        for (const [station, at] of Map.groupBy(docks, (dock) => dock.station)) {
          const came = at.map(({ edge }) => edge);
          const join = { behavior, asked: places, station, came, awaited: awaitedAt(own, station) };
          const key = `${behavior} ${station}`;
          if (!found.has(key)) found.set(key, join);
        }
      for (const marking of ended) {
        const key = marking.join("\n");
        if (!seen.has(key)) asked.push([...marking]);
        seen.add(key);
      }
      if (steps >= stepsMax) return [...found.values()];
    }
  return [...found.values()];
}
const stepsMax = 1000;

/** Every way in which one behavior can come to rest. */
function perform(
  places: readonly string[],
  own: readonly Edge[],
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
    const next = enter(marking, own) ?? leave(marking, own);
    if (next !== undefined) open.push(...next);
    else if (marking.docks.length === 0) ended.push(marking.places);
    else stuck.push(marking.docks);
  }
  return { ended, stuck, taken };
}

/** A station where all have come; nothing else can follow first, so there is one next marking. */
function enter({ places, docks }: Marking, own: readonly Edge[]): readonly Marking[] | undefined {
  for (const { station, place } of docks) {
    const came = new Set(docks.filter((dock) => dock.station === station).map(({ edge }) => edge));
    if (places.includes(place) || came.size < awaitedAt(own, station).length) continue;
    const left = docks.filter((dock) => dock.station !== station);
    return [{ places: [...places, place].toSorted(), docks: left }];
  }
  return undefined;
}

/** A place that is left: one next marking for each way in which its transitions may choose. */
function leave({ places, docks }: Marking, own: readonly Edge[]): readonly Marking[] | undefined {
  for (const place of places) {
    const leaving = own.filter(({ from }) => from === place);
    const waiting = leaving.some(({ name }) => docks.some(({ edge }) => edge === name));
    if (leaving.length === 0 || waiting) continue;
    let choices: readonly (readonly Dock[])[] = [docks];
    for (const { name, ends } of leaving)
      choices = choices
        .flatMap((chosen) => ends.map((end) => [...chosen, { ...end, edge: name }]))
        .slice(0, stepsMax);
    const left = places.filter((other) => other !== place);
    return choices.map((chosen) => ({ places: left, docks: chosen.toSorted(byStation) }));
  }
  return undefined;
}

const byStation = (a: Dock, b: Dock): number =>
  a.station < b.station || (a.station === b.station && a.edge < b.edge) ? -1 : 1;

const awaitedAt = (own: readonly Edge[], station: string): readonly string[] =>
  own.filter(({ ends }) => ends.some((end) => end.station === station)).map(({ name }) => name);
