/** The ends of an exploration in which something is still to be done: where everybody stands, why, and a run that leads there. */
import type { Finding } from "../../model/code.ts";
import { type Case, type ProveOptions, type Question, limitsOf } from "./case.ts";
import { type Standing, standings } from "./standing.ts";
import { storyOf } from "./story.ts";

/** By name, where each instance stands. */
export type Standings = Readonly<Record<string, Standing>>;

export interface Deadlock {
  readonly standings: Standings;
  /** Why it is one; empty beyond the first ten. */
  readonly findings: readonly Finding[];
  /** A run that leads there, and what it is of. */
  readonly of: Case;
  readonly trace: Uint32Array;
}

/** Every way to get stuck that is known, the first ten with their stories. */
export function deadlocksOf(
  one: Case,
  { declared: { at }, isWritten }: Question,
  options: ProveOptions,
): readonly Deadlock[] {
  const { translation, exploration } = one;
  const isSmall = translation.net.transitionCount <= decisionTransitionsMax;
  const limits = { ...limitsOf(translation, options), statesMax: decisionStatesMax };
  return exploration.terminals
    .filter(({ isFinal }) => !isFinal)
    .map(({ marking, trace }, k) => ({
      standings: standings(translation, marking),
      findings:
        k < storiesMax
          ? storyOf(one, trace, {
              at,
              isWritten,
              limits: isSmall && k < decisionsMax ? limits : undefined,
            })
          : [],
      of: one,
      trace,
    }));
}
const storiesMax = 10;
/** Of so many, and in nets of this size, the decision is looked for; at so many states for each marking of the run that is tried. */
const decisionsMax = 3;
const decisionTransitionsMax = 50_000;
const decisionStatesMax = 5_000;

/** Cases may end alike. */
export function distinct<One extends { readonly standings: Standings }>(
  all: readonly One[],
): readonly One[] {
  if (all.length < 2) return all;
  return [...new Map(all.map((one) => [JSON.stringify(one.standings), one])).values()];
}
