/**
 * prove: that a deployment, or a program on what it was written for, comes to its end in whatever order things happen; how long that
 * takes, and what stands at the end. Said only where it was seen of everything, or follows from what was seen.
 */
import { type Assembly, isAssembly } from "../model/assembly.ts";
import { wellFormed } from "../model/check.ts";
import type { Finding } from "../model/code.ts";
import { type Program, deployment } from "../model/program.ts";
import type { Configuration } from "../semantics/configuration.ts";
import { type ExploreOptions, type Exploration, explore, verdictOf } from "./explore.ts";
import { type Expectation, expectation } from "./expectation.ts";
import { type RangeOf, declaredRange } from "./extent.ts";
import { opening } from "./opening.ts";
import type { Marking } from "./player.ts";
import { replay } from "./replay.ts";
import { type Standing, standings } from "./standing.ts";
import { findingsOf } from "./story.ts";
import { type Translation, translate } from "./translate.ts";

export interface ProveOptions {
  /** See everything, also where less decides. */
  readonly full?: boolean;
  readonly statesMax?: number;
  readonly bytesMax?: number;
  /** Is time up? */
  readonly isOver?: () => boolean;
  /** How long transitions take; by their declarations, if not given. */
  readonly rangeOf?: RangeOf;
}

export type Verdict = "proved" | "violated" | "unknown";

export interface Proof {
  readonly verdict: Verdict;
  /** How it was found: by looking at the declaration, at one run that stands for all, at what decides, or at everything. */
  readonly method: "declaration" | Exploration["method"];
  readonly states: number;
  /** Everything was seen that decides. */
  readonly complete: boolean;
  /** Where it can end: all terminal configurations, up to a hundred; instance → its standing. */
  readonly finals: readonly Readonly<Record<string, Standing>>[];
  /** Those of them in which something is still to be done. */
  readonly deadlocks: readonly Readonly<Record<string, Standing>>[];
  readonly findings: readonly Finding[];
  /** What it takes at least and at most, how much at once, and the longest way: known where one run stands for all. */
  readonly expectation: Expectation | undefined;
}

/** One exploration and what it was of. */
export interface Case {
  readonly translation: Translation;
  readonly exploration: Exploration;
}

/** Proves a deployment, or a program run on the deployed assembly. Nothing is kept between calls. */
export function prove(declared: Assembly | Program, options: ProveOptions = {}): Proof {
  const formal = wellFormed(declared);
  if (formal.some(({ severity }) => severity === "error"))
    return { ...nothingSeen, verdict: "violated", findings: formal };
  const from = isAssembly(declared) ? declared : declared.from;
  const deployed = explored(opening(deployment(from)), options);
  if (deployed === undefined) return { ...nothingSeen, findings: formal };
  if (isAssembly(declared) || verdictOf(deployed.exploration) !== "proved")
    return proofOf([deployed], from, formal, options);
  const cases = finalsOf(deployed).map((c) => explored(opening(declared.instructions, c), options));
  if (cases.includes(undefined)) return { ...nothingSeen, findings: formal };
  return proofOf(
    cases.filter((one) => one !== undefined),
    from,
    formal,
    options,
  );
}

const nothingSeen: Proof = {
  verdict: "unknown",
  method: "declaration",
  states: 0,
  complete: false,
  finals: [],
  deadlocks: [],
  findings: [],
  expectation: undefined,
};

/** Undefined where the net cannot be made. */
export function explored(c: Configuration, options: ProveOptions): Case | undefined {
  const translation = translate(c);
  if (translation === undefined) return undefined;
  const { goal } = translation;
  const { full = false, statesMax, bytesMax, isOver } = options;
  const limits: ExploreOptions = {
    ...(statesMax !== undefined && { statesMax }),
    ...(bytesMax !== undefined && { bytesMax }),
    ...(isOver !== undefined && { isOver }),
  };
  const isFinal = (marking: Marking): boolean => goal.every((place) => (marking[place] ?? 0) > 0);
  const exploration = explore(translation.net, {
    ...limits,
    mode: full ? "full" : "auto",
    isFinal,
  });
  return { translation, exploration };
}

/** The configurations in which a case can end. */
const finalsOf = ({ translation, exploration }: Case): readonly Configuration[] =>
  exploration.terminals.map(({ trace }) => replay(translation, trace));

/** All cases together; the least that can be said of one is said of all. */
function proofOf(
  cases: readonly Case[],
  assembly: Assembly,
  formal: readonly Finding[],
  { rangeOf = declaredRange }: ProveOptions,
): Proof {
  const verdicts = cases.map(({ exploration }) => verdictOf(exploration));
  const ends = cases.flatMap(({ translation, exploration }) =>
    exploration.terminals.map(({ marking, isFinal }) => ({
      isFinal,
      standing: standings(translation, marking),
    })),
  );
  const [first] = cases;
  return {
    verdict:
      verdicts.find((one) => one === "violated") ??
      verdicts.find((one) => one === "unknown") ??
      "proved",
    method:
      cases.find(({ exploration }) => exploration.method !== "one run")?.exploration.method ??
      "one run",
    states: cases.reduce((sum, { exploration }) => sum + exploration.states, 0),
    complete: cases.every(({ exploration }) => exploration.stop === undefined),
    finals: ends.map(({ standing }) => standing),
    deadlocks: ends.filter(({ isFinal }) => !isFinal).map(({ standing }) => standing),
    findings: [...cases.flatMap((one) => findingsOf(one, assembly)), ...formal],
    expectation:
      first !== undefined && cases.length === 1 ? expectation(first, rangeOf) : undefined,
  };
}
