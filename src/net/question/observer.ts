/**
 * What one looks for in every marking of a translated net, where no single run stands for all: whether two transitions of components
 * can be under way in the wrong order, how many can run at once, how few tokens some places can hold.
 *
 * A search through all markings; it says `unknown` where that is too much.
 */
import type { Address } from "./address.ts";
import { actionOf } from "../proof/expectation.ts";
import { type Net, netOf } from "../net.ts";
import type { Marking } from "../explore/player.ts";
import type { Case, ProveOptions, Verdict } from "../proof/case.ts";
import { type Rows, RowsBuilder, row } from "../rows.ts";
import { shortest } from "../explore/shortest.ts";
import type { Translation } from "../translate/translate.ts";

/** What was found, with a run that shows it. */
export interface Observation {
  readonly verdict: Verdict;
  readonly trace: Uint32Array | undefined;
}

/** Is there no marking of which `isBad` says so? */
export function never(
  net: Net,
  isBad: (marking: Marking) => boolean,
  { statesMax, bytesMax, isOver }: ProveOptions,
): Observation {
  const { trace, stop } = shortest(net, isBad, {
    ...(statesMax !== undefined && { statesMax }),
    ...(bytesMax !== undefined && { bytesMax }),
    ...(isOver !== undefined && { isOver }),
  });
  if (trace !== undefined) return { verdict: "violated", trace };
  return { verdict: stop === undefined ? "proved" : "unknown", trace: undefined };
}

/** The places that are marked while these transitions run. */
export const runningPlaces = (
  { desk }: Translation,
  transitions: readonly Address[],
): readonly number[] =>
  desk.seats.flatMap(({ member, life, slotAt }) =>
    transitions
      .filter((one) => one.instance === member.name && one.life === life)
      .filter(({ index }) => isAsked(member, life.transitions[index]?.behavior ?? -1))
      .map(({ index }) => slotAt(life.transitions[index]?.on ?? 0)),
  );

const isAsked = ({ asked }: Translation["desk"]["seats"][number]["member"], b: number): boolean =>
  asked.some(({ behavior }) => behavior === b);

/** Has each of `first` ended before any of `then` runs? */
export function inSequence(
  { translation }: Case,
  first: readonly Address[],
  then: readonly Address[],
  options: ProveOptions,
): Observation {
  const ends = (t: number): boolean => {
    const action = actionOf(translation, t);
    return first.some(
      ({ instance, index, life }) =>
        action?.member.name === instance && action.number === index && action.member.life === life,
    );
  };
  const { net, over } = watched(translation.net, ends);
  const running = runningPlaces(translation, then);
  return never(
    net,
    (marking) => (marking[over] ?? 0) === 0 && running.some((place) => (marking[place] ?? 0) > 0),
    options,
  );
}

/** The net with one more place, `over`, which is marked from the first of these transitions on. */
function watched(net: Net, isWatched: (transition: number) => boolean): { net: Net; over: number } {
  const over = net.placeCount;
  const pending = over + 1;
  const again: number[] = [];
  for (let t = 0; t < net.transitionCount; t++) if (isWatched(t)) again.push(t);
  const extended = (rows: Rows, more: readonly number[], repeated: readonly number[]): Rows => {
    const made = new RowsBuilder();
    for (let t = 0; t < net.transitionCount; t++)
      made.push(isWatched(t) ? [...row(rows, t), ...more] : row(rows, t));
    for (const t of again) made.push([...row(rows, t), ...repeated]);
    return made.build();
  };
  const initial = new Uint8Array(net.placeCount + 2);
  initial.set(net.initial);
  initial[pending] = 1;
  const arcs = {
    ...net,
    placeCount: net.placeCount + 2,
    transitionCount: net.transitionCount + again.length,
    consumed: extended(net.consumed, [pending], []),
    read: extended(net.read, [], [over]),
    produced: extended(net.produced, [over], []),
    initial,
  };
  return { net: netOf(arcs), over };
}

/** The actions that run in a marking, as `instance.transition`. */
export function actionsAt({ desk }: Translation): (marking: Marking) => readonly string[] {
  const actions = desk.seats.flatMap(({ member, life, slotAt }) =>
    life.transitions.flatMap(({ name, behavior, on }) =>
      isAsked(member, behavior) ? [{ place: slotAt(on), name: `${member.name}.${name}` }] : [],
    ),
  );
  return (marking) =>
    actions.filter(({ place }) => (marking[place] ?? 0) > 0).map(({ name }) => name);
}
