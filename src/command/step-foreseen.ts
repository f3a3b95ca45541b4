/**
 * What looks at steps miss that are taken before anything is done: a step that finds nothing to change now may follow on one that will
 * change something. Pure.
 */
import type { StepFinding } from "../engine/action-findings.ts";
import type { TransitionNames } from "./step-look.ts";

export type Found = TransitionNames & StepFinding;

/**
 * What will be found of steps as they are performed in this order: each instance by itself, since hosts and paths of others may be others.
 *
 * What writes where another looks without saying so is not noticed. O(steps of an instance, squared).
 */
export function foreseen(findings: readonly Found[]): readonly Found[] {
  const before = new Map<string, Found[]>();
  return findings.map((now) => {
    const earlier = before.get(now.instance) ?? [];
    const then = { ...now, ...reckoned(now, earlier) };
    before.set(now.instance, earlier);
    earlier.push(then);
    return then;
  });
}

type Reckoned = Pick<Found, "found" | "what"> | undefined;

function reckoned(now: Found, earlier: readonly Found[]): Reckoned {
  const possible = earlier.filter(({ found }) => found !== "no change");
  if (now.found === "unknown") return notYet(now, possible);
  if (now.found === "change") return undefined;
  return following(now, possible) ?? undone(now, possible);
}

/** It acts, since something is written before it that it goes by. */
function following({ follows }: Found, possible: readonly Found[]): Reckoned {
  if (follows === undefined || follows.paths.length === 0) return undefined;
  const { paths, what } = follows;
  const written = possible
    .filter(({ found }) => found === "change")
    .flatMap(({ writes = [] }) => writes)
    .find((path) => isWithin(path, paths));
  if (written !== undefined) return { found: "change", what: `${what}, since ${written} changes` };
  const doubtful = possible.find(
    ({ found, step, writes = [] }) =>
      found === "unknown" && (step === undefined || writes.some((path) => isWithin(path, paths))),
  );
  if (doubtful === undefined) return undefined;
  const { step = "a step before it" } = doubtful;
  return { found: "unknown", what: `${what}, if ${step} changes ${paths.join(" or ")}` };
}

const isWithin = (path: string, places: readonly string[]): boolean =>
  places.some((place) => path === place || path.startsWith(place === "/" ? place : `${place}/`));

/** What is as it should be now is changed by another transition before, e.g. a service that is stopped and started. */
function undone({ step, instance, transition }: Found, possible: readonly Found[]): Reckoned {
  const other = possible.findLast(
    (one) => one.found === "change" && one.step === step && one.transition !== transition,
  );
  if (other === undefined) return undefined;
  return { found: "unknown", what: `${instance}.${other.transition} changes it before` };
}

/** It could not be looked at: perhaps because of what is still to come. */
function notYet({ step, what = "" }: Found, possible: readonly Found[]): Reckoned {
  const [first, ...others] = possible.filter(({ found }) => found === "change");
  if (step === undefined || first === undefined) return undefined;
  const more = others.length === 0 ? "comes" : `and ${others.length} more come`;
  return { found: "unknown", what: `${what}; ${first.step} ${more} before it` };
}
