/**
 * The semantics and the net that it is translated to, explored side by side: the steps enabled are the same at every pair, and each step
 * leads to the marking of the configuration that it leads to. The two graphs are one, then.
 */
import type { Configuration } from "../../src/semantics/configuration.ts";
import { apply, enabled } from "../../src/semantics/step.ts";
import { memberName } from "../../src/net/naming.ts";
import { encode } from "../../src/net/encode.ts";
import type { Net } from "../../src/net/net.ts";
import { row } from "../../src/net/rows.ts";
import type { Translation } from "../../src/net/translate.ts";

export interface Comparison {
  readonly states: number;
  /** The first difference, with the steps that lead to it. */
  readonly difference: string | undefined;
  readonly isComplete: boolean;
}

interface Pair {
  readonly c: Configuration;
  readonly marking: ReadonlySet<number>;
  readonly path: readonly string[];
}

/** Explores at most so many pairs. */
export function lockstep(
  start: Configuration,
  translation: Translation,
  { statesMax = 2_000, stepsOf = enabledSteps } = {},
): Comparison {
  const { net } = translation;
  const first = initialMarking(net);
  const seen = new Set([key(first)]);
  const open: Pair[] = [{ c: start, marking: first, path: [] }];
  const differs = (text: string, { path }: Pair): Comparison => ({
    states: seen.size,
    difference: `${text}\nafter ${path.join("; ")}`,
    isComplete: false,
  });
  const at = comparedMarking(translation, open[0] as Pair);
  if (at !== undefined) return differs(at, open[0] as Pair);
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const fired = firings(translation, pair.marking);
    const steps = stepsOf(pair.c);
    const difference = comparedSteps(
      steps.map(({ text }) => text),
      fired.map(({ text }) => text),
    );
    if (difference !== undefined) return differs(difference, pair);
    for (const { text, after } of steps) {
      const marking = fired.find((one) => one.text === text)?.marking ?? new Set<number>();
      const next = { c: after(), marking, path: [...pair.path, text] };
      const other = comparedMarking(translation, next);
      if (other !== undefined) return differs(other, next);
      if (seen.has(key(marking))) continue;
      if (seen.size >= statesMax)
        return { states: seen.size, difference: undefined, isComplete: false };
      seen.add(key(marking));
      open.push(next);
    }
  }
  return { states: seen.size, difference: undefined, isComplete: true };
}

/** A step of the semantics, as a text that both sides have. */
export interface TextStep {
  readonly text: string;
  readonly after: () => Configuration;
}

export const enabledSteps = (c: Configuration): readonly TextStep[] =>
  enabled(c).map((step) => ({
    text: `${step.rule} ${c.names[step.instance] ?? ""} ${step.element}`,
    after: () => {
      const next = c.clone();
      apply(next, step);
      return next;
    },
  }));

function comparedSteps(wanted: readonly string[], got: readonly string[]): string | undefined {
  const [left, right] = [wanted.toSorted().join(", "), got.toSorted().join(", ")];
  return left === right ? undefined : `the semantics may ${left}; the net may ${right}`;
}

function comparedMarking(translation: Translation, { c, marking }: Pair): string | undefined {
  const { placeName } = translation.net;
  const wanted = new Set(encode(translation, c));
  const less = [...wanted.difference(marking)].map(placeName);
  const more = [...marking.difference(wanted)].map(placeName);
  return less.length + more.length === 0
    ? undefined
    : `the marking lacks ${less.join(", ")} and has ${more.join(", ")}`;
}

const key = (marking: ReadonlySet<number>): string => [...marking].sort((a, b) => a - b).join();

export const initialMarking = ({ initial }: Net): ReadonlySet<number> =>
  new Set([...initial.keys()].filter((place) => (initial[place] ?? 0) > 0));

/** What is enabled, by the plain rule of nets, everywhere; a second token on a place is an error. */
function firings(
  { net, stepOf, course }: Translation,
  marking: ReadonlySet<number>,
): readonly { text: string; marking: ReadonlySet<number> }[] {
  return [...Array(net.transitionCount).keys()]
    .filter((t) => [...row(net.consumed, t), ...row(net.read, t)].every((p) => marking.has(p)))
    .map((t) => {
      const next = new Set(marking);
      for (const place of row(net.consumed, t)) next.delete(place);
      for (const place of row(net.produced, t)) {
        if (next.has(place)) throw new Error(`${net.transitionName(t)}: a second token`);
        next.add(place);
      }
      const { rule, member, element } = stepOf(t);
      const one = course.members[member];
      return {
        text: `${rule} ${one?.name ?? ""} ${element}`,
        marking: next,
        name: one && memberName(one),
      };
    });
}
