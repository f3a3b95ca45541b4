/**
 * What is expected of a run before it begins, from its rehearsal: how long each action lasts, and how long it goes on after it.
 *
 * While it goes on, what is left of it is read from what is at work: none of that can end the run sooner than its own rest and all that
 * follows it. So an action that is late makes the end later at once, and one off the critical path only when its slack is used up.
 */
import type { Report } from "../../engine/report.ts";
import { transitionName } from "../../model/name.ts";

/** One passing of a token through a transition, as it was rehearsed. Seconds. */
export interface Expected {
  readonly lastsS: number;
  /** From its end to the end of the run, if nothing but what follows from it is waited for. */
  readonly followsS: number;
  /** Nobody says how long it lasts: `lastsS` is a guess. */
  readonly isGuess: boolean;
}
/** How many actions by where their durations are from; those without an action are none of them. */
export interface Sources {
  readonly measured: number;
  readonly declared: number;
  readonly guessed: number;
}
export interface Prediction {
  readonly makespanS: number;
  /** How many transitions are passed. */
  readonly passings: number;
  readonly sources: Sources;
  /** By `instance.transition`: its passings in order. */
  readonly expected: ReadonlyMap<string, readonly Expected[]>;
}

/** Where the duration of an action is from; `none`: it has none. */
export type Origin = keyof Sources | "none";

/**
 * What a rehearsal says of the run that follows. O(its tries).
 *
 * @param originOf  from where the duration of a transition was taken
 */
export function predictionOf(
  { makespanS, transitions }: Pick<Report, "makespanS" | "transitions">,
  originOf: (instance: string, transition: string) => Origin,
): Prediction {
  const expected = new Map<string, Expected[]>();
  const sources = { measured: 0, declared: 0, guessed: 0, none: 0 };
  for (const one of transitions) {
    const origin = originOf(one.instance, one.transition);
    sources[origin]++;
    const { startS, endS, slackS } = one;
    const followsS = Math.max(0, makespanS - endS - slackS);
    const name = transitionName(one);
    const passings = expected.get(name) ?? [];
    passings.push({ lastsS: endS - startS, followsS, isGuess: origin === "guessed" });
    expected.set(name, passings);
  }
  return { makespanS, passings: transitions.length, sources, expected };
}

/** Can a time be said at all? Not where most of what takes time is guessed. */
export const isTimed = ({ sources: { measured, declared, guessed } }: Prediction): boolean =>
  measured + declared > guessed;

/** From where it is known, for people. */
export function sourceWords({ sources: { measured, declared, guessed } }: Prediction): string {
  const all = measured + declared + guessed;
  const parts = [
    ...(measured > 0 ? [`earlier runs${measured < all ? ` (${measured})` : ""}`] : []),
    ...(declared > 0 ? [`declared durations${declared < all ? ` (${declared})` : ""}`] : []),
    ...(guessed > 0 ? [`guesses (${guessed})`] : []),
  ];
  return parts.join(", ");
}
