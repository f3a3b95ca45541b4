/**
 * What a failure costs: the instances that do not get where they should when some actions fail for good and all else goes on (the policy
 * `drain`).
 *
 * Where one run stands for all, what depends on an action's end in it is what is lost, and of several failures what depends on any.
 */
import type { Address } from "./address.ts";
import { actionOf } from "../proof/expectation.ts";
import { type Occurrence, occurrenceOf } from "../time/occurrence.ts";
import type { Case } from "../proof/case.ts";

export interface Loss {
  /** Instances that do not finish what they are asked for, in the order in which they were added. */
  readonly lost: readonly string[];
  readonly kept: readonly string[];
}

/** What is lost if these fail; undefined where no one run stands for all. O(events). */
export function lossOf(one: Case, failing: readonly Address[]): Loss | undefined {
  const { run } = one.exploration;
  if (run === undefined) return undefined;
  const occurrence = occurrenceOf(one.translation.net, run);
  const isFailing = (t: number): boolean => {
    const action = actionOf(one.translation, t);
    return failing.some(
      ({ instance, life, index }) =>
        action?.member.name === instance && action.member.life === life && action.number === index,
    );
  };
  return lossAfter(one, occurrence, isFailing);
}

/** Of each action of the run, by `instance.transition`, what is lost if it alone fails; the worst first. Cost: actions × events. */
export function lossesOf(one: Case): ReadonlyMap<string, Loss> | undefined {
  const { run } = one.exploration;
  if (run === undefined) return undefined;
  const occurrence = occurrenceOf(one.translation.net, run);
  const losses = new Map<string, Loss>();
  for (const transition of new Set(run)) {
    const action = actionOf(one.translation, transition);
    if (action === undefined) continue;
    const loss = lossAfter(one, occurrence, (t) => t === transition);
    losses.set(`${action.member.name}.${action.edge.name}`, loss);
  }
  return new Map([...losses].sort(([, a], [, b]) => b.lost.length - a.lost.length));
}

function lossAfter(
  { translation }: Case,
  { eventCount, transitions, causes }: Occurrence,
  isFailing: (transition: number) => boolean,
): Loss {
  const isLost = new Uint8Array(eventCount);
  const finished = new Map<number, boolean>();
  for (let event = 0; event < eventCount; event++) {
    const t = transitions[event] ?? 0;
    const behind = causes.items.subarray(causes.starts[event], causes.starts[event + 1]);
    if (isFailing(t) || behind.some((cause) => isLost[cause] === 1)) isLost[event] = 1;
    const { rule, member } = translation.stepOf(t);
    if (rule === "finish") finished.set(member, isLost[event] === 0);
  }
  const names = (wanted: boolean): readonly string[] => [
    ...new Set(
      translation.course.members
        .filter(({ index }) => (finished.get(index) ?? true) === wanted)
        .map(({ name }) => name),
    ),
  ];
  return { lost: names(false), kept: names(true) };
}
