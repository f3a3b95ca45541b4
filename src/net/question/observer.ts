/**
 * What one looks for in every marking of a translated net, where no single run stands for all: whether two transitions of components
 * can be under way in the wrong order, how many can run at once, how few tokens some places can hold.
 *
 * A search through all markings; it says `unknown` where that is too much.
 */
import type { Address } from "./address.ts";
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

/** Does a transition of the net begin, or end, one of these transitions of components? */
export const isStepOf =
  ({ desk, stepOf }: Translation, rule: "fire" | "end", those: readonly Address[]) =>
  (t: number): boolean => {
    const step = stepOf(t);
    const member = desk.course.members[step.member];
    if (step.rule !== rule || member === undefined) return false;
    const { name, life } = member;
    const index = rule === "fire" ? step.element : life.docks[step.element]?.transition;
    return those.some((one) => one.instance === name && one.life === life && one.index === index);
  };

/** The places that are marked while these transitions run. */
const runningPlaces = ({ desk }: Translation, transitions: readonly Address[]): readonly number[] =>
  desk.seats.flatMap(({ member, life, slotAt }) =>
    transitions
      .filter((one) => one.instance === member.name && one.life === life)
      .filter(({ index }) => isAsked(member, life.transitions[index]?.behavior ?? -1))
      .map(({ index }) => slotAt(life.transitions[index]?.on ?? 0)),
  );

const isAsked = ({ asked }: Translation["desk"]["seats"][number]["member"], b: number): boolean =>
  asked.some(({ behavior }) => behavior === b);

/** Has each of `first` ended for the last time before any of `then` begins? */
export function inSequence(
  { translation }: Case,
  first: readonly Address[],
  then: readonly Address[],
  options: ProveOptions,
): Observation {
  const [isEnd, isBegin] = [
    isStepOf(translation, "end", first),
    isStepOf(translation, "fire", then),
  ];
  const ended = watched(translation.net, isEnd);
  const begun = watched(ended.net, (t) => isBegin(ended.sourceOf(t)));
  const running = runningPlaces(translation, first);
  const has = (marking: Marking, place: number): boolean => (marking[place] ?? 0) > 0;
  return never(
    begun.net,
    (marking) =>
      has(marking, begun.since) &&
      (!has(marking, ended.since) || running.some((place) => has(marking, place))),
    options,
  );
}

interface Watched {
  readonly net: Net;
  /** The place that is marked from the first of the transitions on. */
  readonly since: number;
  /** What a transition of this net was in the other one: those that are watched are there twice. */
  readonly sourceOf: (transition: number) => number;
}

/** The net with a place that tells whether one of these transitions has fired. */
function watched(net: Net, isWatched: (transition: number) => boolean): Watched {
  const { transitionCount, placeCount } = net;
  const since = placeCount;
  const pending = since + 1;
  const again = Array.from({ length: transitionCount }, (_, t) => t).filter(isWatched);
  const isFirst = new Set(again);
  const extended = (rows: Rows, more: readonly number[], repeated: readonly number[]): Rows => {
    const made = new RowsBuilder();
    for (let t = 0; t < transitionCount; t++)
      made.push(isFirst.has(t) ? [...row(rows, t), ...more] : row(rows, t));
    for (const t of again) made.push([...row(rows, t), ...repeated]);
    return made.build();
  };
  const initial = new Uint8Array(placeCount + 2);
  initial.set(net.initial);
  initial[pending] = 1;
  const arcs = {
    ...net,
    placeCount: placeCount + 2,
    transitionCount: transitionCount + again.length,
    consumed: extended(net.consumed, [pending], []),
    read: extended(net.read, [], [since]),
    produced: extended(net.produced, [since], []),
    initial,
  };
  const sourceOf = (t: number): number =>
    t < transitionCount ? t : (again[t - transitionCount] ?? t);
  return { net: netOf(arcs), since, sourceOf };
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
