/**
 * What a failure costs: the instances that do not get where they should when some actions fail for good and all else goes on (the policy
 * `drain`).
 *
 * Where one run stands for all, what depends on an action's end in it is lost, and of several failures what depends on any. A service in
 * which an action has failed is impaired: nobody begins to use it any more (semantics §3). So who does not come before the failure in
 * every order, and begins such a use, is at risk.
 */
import type { Address } from "./address.ts";
import { actionOf } from "../proof/expectation.ts";
import { isStepOf } from "./observer.ts";
import { isBefore } from "../time/occurrence-order.ts";
import { type Occurrence, occurrenceOf } from "../time/occurrence.ts";
import { readyAt } from "../translate/port-case.ts";
import type { Case } from "../proof/case.ts";
import { row } from "../rows.ts";

export interface Loss {
  /** Instances that do not finish what they are asked for, in the order in which they were added. */
  readonly lost: readonly string[];
  /** Those that finish only if they come before the failure. */
  readonly atRisk: readonly string[];
  readonly kept: readonly string[];
}

/** What is lost if these fail; undefined where no one run stands for all. Cost: O(events) for each of these. */
export function lossOf(one: Case, failing: readonly Address[]): Loss | undefined {
  const { run } = one.exploration;
  if (run === undefined) return undefined;
  const occurrence = occurrenceOf(one.translation.net, run);
  const isFailing = isStepOf(one.translation, "end", failing);
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
  return new Map(
    [...losses].sort(
      ([, a], [, b]) => b.lost.length - a.lost.length || b.atRisk.length - a.atRisk.length,
    ),
  );
}

function lossAfter(
  one: Case,
  occurrence: Occurrence,
  isFailing: (transition: number) => boolean,
): Loss {
  const ends = [...occurrence.transitions.keys()].filter((event) =>
    isFailing(occurrence.transitions[event] ?? 0),
  );
  const isLost = behind(occurrence, ends);
  // What depends on a failure never comes to fail itself.
  const first = ends.filter((end) => row(occurrence.causes, end).every((one) => isLost[one] === 0));
  const isAtRisk = behind(occurrence, [
    ...ends,
    ...first.flatMap((end) => refusedAfter(one, occurrence, end)),
  ]);
  const [lost, maybe] = [isLost, isAtRisk].map((those) => unfinished(one, occurrence, those));
  const names = [...new Set(one.translation.course.members.map(({ name }) => name))];
  return {
    lost: names.filter((name) => lost?.has(name)),
    atRisk: names.filter((name) => maybe?.has(name) && !lost?.has(name)),
    kept: names.filter((name) => !maybe?.has(name)),
  };
}

/** By event: 1 where it is one of these, or depends on one. O(causes). */
function behind({ eventCount, causes }: Occurrence, these: Iterable<number>): Uint8Array {
  const isBehind = new Uint8Array(eventCount);
  for (const event of these) isBehind[event] = 1;
  for (let event = 0; event < eventCount; event++)
    for (let k = causes.starts[event] ?? 0; k < (causes.starts[event + 1] ?? 0); k++)
      if (isBehind[causes.items[k] ?? 0] === 1) isBehind[event] = 1;
  return isBehind;
}

/** The events that need a service in which the action stands that ends with `end`, and that may come after its failure. */
function refusedAfter(
  { translation }: Case,
  occurrence: Occurrence,
  end: number,
): readonly number[] {
  const { net, desk, stepOf } = translation;
  const action = actionOf(translation, occurrence.transitions[end] ?? 0);
  if (action === undefined) return [];
  const { member, edge } = action;
  const users = new Set<number>();
  const refused = new Set<number>();
  for (const q of member.life.groups[edge.on] ?? [])
    for (const link of member.life.ports[q]?.side === "provide" ? (member.links[q] ?? []) : []) {
      users.add(link.user.index);
      refused.add(readyAt(desk, link));
    }
  if (refused.size === 0) return [];
  return [...occurrence.transitions.entries()].flatMap(([event, t]) => {
    const { rule, member: own } = stepOf(t);
    const isUser = users.has(own) || rule === "instruct";
    const isRefused = isUser && row(net.read, t).some((place) => refused.has(place));
    return isRefused && !isBefore(occurrence, event, end) ? [event] : [];
  });
}

/** The names of instances that do not finish all that they are asked for where these events do not happen. */
function unfinished(
  { translation }: Case,
  { transitions }: Occurrence,
  isMissing: Uint8Array,
): ReadonlySet<string> {
  const finished = new Map<number, number>();
  for (const [event, t] of transitions.entries()) {
    const { rule, member } = translation.stepOf(t);
    if (rule === "finish" && isMissing[event] === 0)
      finished.set(member, (finished.get(member) ?? 0) + 1);
  }
  const members = translation.course.members.filter(
    ({ index, asked }) => (finished.get(index) ?? 0) < asked.length,
  );
  return new Set(members.map(({ name }) => name));
}
