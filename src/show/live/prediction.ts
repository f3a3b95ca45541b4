/**
 * What is expected of a run before it begins, from its rehearsal: how long each action lasts, and how long it goes on after it.
 *
 * While it goes on, what is left of it is read from what is at work: none of that can end the run sooner than its own rest and all that
 * follows it. So an action that is late makes the end later at once, and one off the critical path only when its slack is used up.
 */
import type { Report, Timing } from "../../engine/report.ts";

/** One passing of a token through a transition, as it was rehearsed. Seconds. */
export interface Expected {
  readonly transition: string;
  readonly lastsS: number;
  /** From its end to the end of the run, if nothing but what follows from it is waited for. */
  readonly followsS: number;
  /** Nobody says how long it lasts: `lastsS` is a guess. */
  readonly isGuess: boolean;
}
/** How many actions by where their durations are from; those without an action are none of them. */
export interface Sources {
  /** Somebody said so for this run. */
  readonly given: number;
  readonly measured: number;
  readonly declared: number;
  readonly guessed: number;
}
export interface Prediction {
  readonly makespanS: number;
  /** How many transitions are passed. */
  readonly passings: number;
  readonly sources: Sources;
  /** By instance: the passings of its transitions, those of each in order. */
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
  originOf: (one: Pick<Timing, "instance" | "transition">) => Origin,
): Prediction {
  const expected = new Map<string, Expected[]>();
  const sources = { given: 0, measured: 0, declared: 0, guessed: 0, none: 0 };
  for (const one of transitions) {
    const origin = originOf(one);
    sources[origin]++;
    const { startS, endS, slackS } = one;
    const followsS = Math.max(0, makespanS - endS - slackS);
    const isGuess = origin === "guessed";
    const passing = { transition: one.transition, lastsS: endS - startS, followsS, isGuess };
    const known = expected.get(one.instance);
    if (known === undefined) expected.set(one.instance, [passing]);
    else known.push(passing);
  }
  return { makespanS, passings: transitions.length, sources, expected };
}

/** Can a time be said at all? Not where most of what takes time is guessed. */
export const isTimed = ({ sources: { given, measured, declared, guessed } }: Prediction): boolean =>
  given + measured + declared > guessed;

/** From where it is known, for people. */
export function sourceWords({
  sources: { given, measured, declared, guessed },
}: Prediction): string {
  const all = given + measured + declared + guessed;
  const parts = [
    ...(given > 0 ? [`--durations${given < all ? ` (${given})` : ""}`] : []),
    ...(measured > 0 ? [`earlier runs${measured < all ? ` (${measured})` : ""}`] : []),
    ...(declared > 0 ? [`declared durations${declared < all ? ` (${declared})` : ""}`] : []),
    ...(guessed > 0 ? [`guesses (${guessed})`] : []),
  ];
  return parts.join(", ");
}
