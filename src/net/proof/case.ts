/**
 * A case: the net of a deployment or a program from one configuration on, and what was seen of it. Proofs are made of cases, and questions are
 * asked about them.
 */
import { type Assembly, isAssembly } from "../../model/assembly.ts";
import { wellFormed } from "../../model/check.ts";
import { type Finding, MadeusError } from "../../model/code.ts";
import { refuseErrors } from "../../model/finding.ts";
import { type Program, deployment } from "../../model/program.ts";
import type { Configuration } from "../../semantics/configuration.ts";
import { type ExploreOptions, type Exploration, explore, verdictOf } from "../explore/explore.ts";
import type { RangeOf } from "./extent.ts";
import type { Hazards } from "../translate/hazard.ts";
import { opening } from "./opening.ts";
import type { Marking } from "../explore/player.ts";
import { replay } from "./replay.ts";
import { type Translation, translate } from "../translate/translate.ts";

export interface ProveOptions {
  /** See everything, also where less decides. */
  readonly full?: boolean;
  readonly statesMax?: number;
  /** How many states are seen after the first in which it is stuck. */
  readonly moreMax?: number;
  readonly bytesMax?: number;
  /** Is time up? */
  readonly isOver?: () => boolean;
  /** How many ends are told. */
  readonly terminalsMax?: number;
  /** What may go wrong: nothing, if not given. */
  readonly hazards?: Partial<Hazards>;
  /** How long transitions take; by their declarations, if not given. */
  readonly rangeOf?: RangeOf;
  /** False: nobody asks how long it takes. */
  readonly isTimed?: boolean;
}

export type Verdict = "proved" | "violated" | "unknown";

/** What can be said of all, where this is said of each. */
export const worstOf = (verdicts: readonly Verdict[]): Verdict =>
  verdicts.find((one) => one === "violated") ??
  verdicts.find((one) => one === "unknown") ??
  "proved";

/** One exploration and what it was of. */
export interface Case {
  readonly translation: Translation;
  readonly exploration: Exploration;
  /** Of a program: the run of the deployment from whose end it begins. */
  readonly begin?: { readonly translation: Translation; readonly trace: Uint32Array };
}

/** What was asked. */
export interface Question {
  /** Whose deployment it is, or was. */
  readonly declared: Assembly;
  readonly formal: readonly Finding[];
  /** The deployment before a program. */
  readonly before: readonly Case[];
  /** Did the user write the instructions? */
  readonly isWritten: boolean;
}

/**
 * What questions are asked about: the exploration of a deployment, or of a program begun where the deployment ends.
 *
 * @throws MadeusError  with all findings where the declaration is not well-formed; MADEUS_UNDECIDED where a program has not one begin, or
 * the net cannot be made
 */
export function caseOf(declared: Assembly | Program, options: ProveOptions): Case {
  refuseErrors(wellFormed(declared));
  const from = isAssembly(declared) ? declared : declared.from;
  const { isOver } = options;
  const toBegin = isOver === undefined ? {} : { isOver };
  const deployed = explored(opening(deployment(from)), isAssembly(declared) ? options : toBegin);
  if (deployed === undefined) throw tooWide(from.name);
  if (isAssembly(declared)) return deployed;
  const [begin, ...others] = verdictOf(deployed.exploration) === "proved" ? finalsOf(deployed) : [];
  if (begin === undefined || others.length > 0)
    throw new MadeusError(
      "MADEUS_UNDECIDED",
      `The deployment of ${from.name} has not one end from which the program begins.`,
      { hint: "Look at the deployment by itself first: madeus check." },
    );
  const one = explored(opening(declared.instructions, begin), options);
  if (one === undefined) throw tooWide(from.name);
  return one;
}

const tooWide = (name: string): MadeusError =>
  new MadeusError(
    "MADEUS_UNDECIDED",
    `A component of ${name} can end its behavior in more ways than can be told apart.`,
    { hint: "Let fewer transitions choose where they end, or split the component." },
  );

/** Undefined where the net cannot be made. */
export function explored(c: Configuration, options: ProveOptions): Case | undefined {
  const translation = translate(c, options.hazards);
  if (translation === undefined) return undefined;
  const mode = options.full === true ? "full" : "auto";
  const exploration = explore(translation.net, { ...limitsOf(translation, options), mode });
  return { translation, exploration };
}

/** How explorations of this net are limited, and where they are to get. */
export function limitsOf({ goal }: Translation, options: ProveOptions): ExploreOptions {
  const { statesMax, moreMax, bytesMax, isOver, terminalsMax } = options;
  return {
    ...(statesMax !== undefined && { statesMax }),
    ...(moreMax !== undefined && { moreMax }),
    ...(bytesMax !== undefined && { bytesMax }),
    ...(isOver !== undefined && { isOver }),
    ...(terminalsMax !== undefined && { terminalsMax }),
    isFinal: (marking: Marking) => goal.every((place) => (marking[place] ?? 0) > 0),
  };
}

/** The configurations in which a case can end. */
const finalsOf = ({ translation, exploration }: Case): readonly Configuration[] =>
  exploration.terminals.map(({ trace }) => replay(translation, trace));
