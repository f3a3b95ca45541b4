/**
 * What to change in a declaration to be done sooner: a port that is provided from an earlier component's place on, or used from a later
 * point on; and which connections do not matter.
 *
 * A component is declared once for all its instances, so a change is looked at for all of them at once. Each is looked at by itself: the
 * run is scheduled anew with what it would then wait for. When a provider may leave is taken to stay as it is, so that what is said is
 * exact where none leaves.
 */
import { type Advice, adviceOf } from "../time/advice.ts";
import type { Occurrence } from "../time/occurrence.ts";
import { type Change, type Move, changesOf } from "./port-change.ts";
import { type PortWait, linkText, portWaitsOf } from "./port-wait.ts";
import { type Ranges, criticalPath, scheduleOf, seconds } from "../time/time.ts";
import type { Translation } from "../translate/translate.ts";

export interface Suggestion extends Omit<Change, "moves"> {
  /** The connections that this is about. */
  readonly connections: readonly string[];
  readonly savesS: number;
}
export interface Suggestions {
  /** What saves something, the most first. */
  readonly suggestions: readonly Suggestion[];
  /** All that saves something was found. */
  readonly isComplete: boolean;
  readonly connectionCount: number;
  /** Connections any one of which could go and nothing would be sooner, whatever the durations in their ranges; no suggestion is about them. */
  readonly idle: readonly string[];
}

/** Cost: O(causes) for each change that could save something, up to `causesMax` causes in all. @param expectedUs  by event */
export function suggestionsOf(
  translation: Translation,
  occurrence: Occurrence,
  { expectedUs, ranges }: { readonly expectedUs: Float64Array; readonly ranges: Ranges },
  causesMax: number = 200_000_000,
): Suggestions {
  const waits = portWaitsOf(translation, occurrence);
  const schedule = scheduleOf(occurrence, expectedUs);
  const needs = new Map<number, number>();
  for (const wait of waits) {
    const link = keyOf(occurrence, wait);
    needs.set(link, (needs.get(link) ?? 0) + 1);
  }
  const path = criticalPath(occurrence, schedule).map(({ event }) => event);
  const onPath = new Set(
    path.slice(1).map((event, k) => event * occurrence.eventCount + (path[k] ?? 0)),
  );
  // A change that leaves a longest way as it is saves nothing.
  const promising = changesOf(translation, occurrence, waits).filter(({ moves }) =>
    moves.some(({ wait }) => onPath.has(keyOf(occurrence, wait))),
  );
  const triesMax = Math.max(triesMin, Math.floor(causesMax / (occurrence.causes.items.length + 1)));
  const suggestions = promising.slice(0, triesMax).flatMap(({ moves, ...what }) => {
    const newUs = makespanAfter(occurrence, expectedUs, moves, needs);
    const savesS = seconds(schedule.makespanUs - newUs);
    const connections = [...new Set(moves.map(({ wait }) => linkText(wait.link)))];
    return savesS > 0 ? [{ ...what, connections, savesS }] : [];
  });
  return {
    suggestions: suggestions.toSorted((a, b) => b.savesS - a.savesS),
    isComplete: promising.length <= triesMax,
    connectionCount: translation.course.links.length,
    idle: idleIn(translation, adviceOf(occurrence, expectedUs, ranges, waits), suggestions),
  };
}
const triesMin = 20;

const keyOf = ({ eventCount }: Occurrence, { event, cause }: PortWait): number =>
  event * eventCount + cause;

/** The makespan if these waits are others. O(causes). */
function makespanAfter(
  occurrence: Occurrence,
  lastsUs: Float64Array,
  moves: readonly Move[],
  needs: ReadonlyMap<number, number>,
): number {
  const { eventCount, causes } = occurrence;
  const moved = new Map<number, number>();
  for (const { wait } of moves) {
    const link = keyOf(occurrence, wait);
    moved.set(link, (moved.get(link) ?? 0) + 1);
  }
  const added = new Map<number, number[]>();
  const isMoved = (event: number, cause: number): boolean => {
    const link = event * eventCount + cause;
    // Who waits for the event by another port, too, goes on waiting for it.
    return moved.get(link) !== undefined && moved.get(link) === needs.get(link);
  };
  for (const { wait, instead, later } of moves)
    for (const [event, cause] of [
      ...(instead === undefined ? [] : [[wait.event, instead] as const]),
      ...later.map((event) => [event, wait.cause] as const),
    ])
      added.set(event, [...(added.get(event) ?? []), cause]);
  const endsUs = new Float64Array(eventCount);
  const changed = new Set(moves.map(({ wait }) => wait.event));
  let makespanUs = 0;
  for (let event = 0; event < eventCount; event++) {
    let startUs = 0;
    const isChanged = changed.has(event);
    for (let k = causes.starts[event] ?? 0; k < (causes.starts[event + 1] ?? 0); k++) {
      const cause = causes.items[k] ?? 0;
      if (isChanged && isMoved(event, cause)) continue;
      startUs = Math.max(startUs, endsUs[cause] ?? 0);
    }
    for (const cause of added.get(event) ?? []) startUs = Math.max(startUs, endsUs[cause] ?? 0);
    endsUs[event] = startUs + (lastsUs[event] ?? 0);
    makespanUs = Math.max(makespanUs, endsUs[event] ?? 0);
  }
  return makespanUs;
}

/** Those of which no wait may matter, and that no suggestion is about. */
function idleIn(
  { course }: Translation,
  advice: readonly Advice<PortWait>[],
  suggestions: readonly Suggestion[],
): readonly string[] {
  const busy = new Set(suggestions.flatMap(({ connections }) => connections));
  for (const { isVain, rewiring } of advice) if (!isVain) busy.add(linkText(rewiring.link));
  return course.links.map(linkText).filter((text) => !busy.has(text));
}
