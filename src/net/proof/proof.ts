/**
 * prove: that a deployment, or a program on what it was written for, comes to its end in whatever order things happen; how long that
 * takes, and what stands at the end. Said only where it was seen of everything, or follows from what was seen.
 */
import { type Assembly, isAssembly } from "../../model/assembly.ts";
import { wellFormed } from "../../model/check.ts";
import type { Finding } from "../../model/code.ts";
import { type Program, deployment } from "../../model/program.ts";
import type { Configuration } from "../../semantics/configuration.ts";
import {
  type Case,
  type ProveOptions,
  type Question,
  type Verdict,
  explored,
  worstOf,
} from "./case.ts";
import { type Deadlock, type Standings, deadlocksOf, distinct } from "./deadlock.ts";
import { type Expectation, expectation } from "./expectation.ts";
import { type Exploration, verdictOf } from "../explore/explore.ts";
import { declaredRange } from "./extent.ts";
import { opening } from "./opening.ts";
import { errorsFirst, findingsOf } from "./proof-finding.ts";
import { replay } from "./replay.ts";
import { standings } from "./standing.ts";
import { undecided } from "./undecided.ts";

export interface Proof {
  readonly verdict: Verdict;
  /** How it was found: by looking at the declaration, at one run that stands for all, at what decides, or at everything. */
  readonly method: "declaration" | Exploration["method"];
  readonly states: number;
  /** Everything was seen that decides. */
  readonly complete: boolean;
  /** Where it can end: all terminal configurations, up to a hundred. */
  readonly finals: readonly Standings[];
  /** How many there are. */
  readonly finalCount: number;
  /** Those of them in which something is still to be done. */
  readonly deadlocks: readonly Deadlock[];
  /** Errors first. */
  readonly findings: readonly Finding[];
  /** What it takes at least and at most, how much at once, and the longest way: known where it is proved and one run stands for all. */
  readonly expectation: Expectation | undefined;
  /** What the proof was made from: the deployment, or the program from each configuration that the deployment can end in. */
  readonly cases: readonly Case[];
}

/** All that is wrong with an assembly or a program, errors first. Empty: it comes to its end, in whatever order things happen. */
export const check = (declared: Assembly | Program): readonly Finding[] =>
  prove(declared, { isTimed: false }).findings;

/** Proves a deployment, or a program run on the deployed assembly. Nothing is kept between calls. */
export function prove(declared: Assembly | Program, asked: ProveOptions = {}): Proof {
  const options = asked.full === true ? asked : { moreMax, ...asked };
  const formal = errorsFirst(wellFormed(declared));
  if (formal.some(isMalformed)) return { ...nothingSeen, verdict: "violated", findings: formal };
  const from = isAssembly(declared) ? declared : declared.from;
  const deployed = explored(opening(deployment(from)), options);
  if (deployed === undefined) return untranslated(from, formal);
  const question = { declared: from, formal, before: [], isWritten: false };
  if (isAssembly(declared) || verdictOf(deployed.exploration) !== "proved")
    return proofOf([deployed], question, options);
  const { translation, exploration } = deployed;
  const cases = exploration.terminals.map(({ trace }) => {
    const begun = opening(declared.instructions, replay(translation, trace));
    const one = explored(begun, options);
    return one && { ...one, begin: { translation, trace } };
  });
  if (cases.includes(undefined)) return untranslated(from, formal);
  return proofOf(
    cases.filter((one) => one !== undefined),
    { ...question, before: [deployed], isWritten: true },
    options,
  );
}

/**
 * Proves a program from a configuration on, whatever that came from; `program.from` says what stands there (`assembled`).
 *
 * What it still has to do of its own comes first.
 */
export function proveFrom(program: Program, c: Configuration, asked: ProveOptions = {}): Proof {
  const options = asked.full === true ? asked : { moreMax, ...asked };
  const formal = errorsFirst(wellFormed(program));
  if (formal.some(isMalformed)) return { ...nothingSeen, verdict: "violated", findings: formal };
  const one = explored(opening(program.instructions, c), options);
  if (one === undefined) return untranslated(program.from, formal);
  const question = { declared: program.from, formal, before: [], isWritten: true };
  const proof = proofOf([one], question, options);
  // Of an instance in its middle most of a behavior has been passed before, or is not to be.
  const findings = proof.findings.filter(({ code }) => code !== "MADEUS_DEAD_TRANSITION");
  return { ...proof, findings };
}

/** Who learns that it gets stuck does not want to wait for all the ways in which it does. */
const moreMax = 100_000;

/** What is only about joins that are never met has a net all the same, and it can be seen where it gets stuck. */
const isMalformed = ({ severity, code }: Finding): boolean =>
  severity === "error" && !code.startsWith("MADEUS_JOIN_");

const nothingSeen: Proof = {
  verdict: "unknown",
  method: "declaration",
  states: 0,
  complete: false,
  finals: [],
  finalCount: 0,
  deadlocks: [],
  findings: [],
  expectation: undefined,
  cases: [],
};

const untranslated = ({ at }: Assembly, formal: readonly Finding[]): Proof => ({
  ...nothingSeen,
  findings: [undecided(at), ...formal],
});

/** All cases together; the least that can be said of one is said of all. */
function proofOf(cases: readonly Case[], question: Question, options: ProveOptions): Proof {
  const explorations = cases.map(({ exploration }) => exploration);
  // A deployment with more ends than are told leads to cases that nobody has seen.
  const isWhole = question.before.every(
    ({ exploration: { terminals, terminalCount } }) => terminals.length === terminalCount,
  );
  const verdict = worstOf([
    ...explorations.map(verdictOf),
    isWhole ? "proved" : "unknown",
    question.formal.some(({ severity }) => severity === "error") ? "violated" : "proved",
  ]);
  const deadlocks = distinct(cases.flatMap((one) => deadlocksOf(one, question, options)));
  const ends = cases.flatMap(({ translation, exploration: { terminals } }) =>
    terminals.map(({ marking }) => ({ standings: standings(translation, marking) })),
  );
  const finals = distinct(ends).map((end) => end.standings);
  const untold = explorations.reduce(
    (sum, { terminalCount, terminals }) => sum + terminalCount - terminals.length,
    0,
  );
  const { rangeOf = declaredRange, isTimed = true } = options;
  const [first, ...others] = cases;
  return {
    verdict,
    method: explorations.find(({ method }) => method !== "one run")?.method ?? "one run",
    states: explorations.reduce((sum, { states }) => sum + states, 0),
    complete: isWhole && explorations.every(({ stop }) => stop === undefined),
    finals,
    finalCount: finals.length + untold,
    deadlocks,
    findings: findingsOf(cases, verdict, deadlocks, question),
    expectation:
      first !== undefined && others.length === 0 && isTimed && verdict === "proved"
        ? expectation(first, rangeOf)
        : undefined,
    cases,
  };
}
