/**
 * Questions about a deployment or a program, in the words of MADA (Madeus's deployment analyzer): `addInterval`, `addDeployment`, then
 * `deployability`, `sequentiality`, `parallelism`, `boundaries`.
 *
 * The net is made and explored once, at the first question. An answer that was not seen to be so of everything is `unknown`.
 */
import type { Assembly } from "../../model/assembly.ts";
import { MadeusError } from "../../model/code.ts";
import type { Program } from "../../model/program.ts";
import { type Address, placesNamed, transitionsNamed } from "./address.ts";
import { type Critical, actionOf, actionRange, longestWay } from "../proof/expectation.ts";
import { verdictOf } from "../explore/explore.ts";
import { type RangeOf, declaredRange } from "../proof/extent.ts";
import { actionsAt, inSequence, isStepOf, never } from "./observer.ts";
import { unorderedPair } from "../time/occurrence-order.ts";
import { type Occurrence, occurrenceOf } from "../time/occurrence.ts";
import { parallelismOf, spansOf } from "../time/parallelism.ts";
import type { Marking } from "../explore/player.ts";
import { type Case, type ProveOptions, type Verdict, caseOf, worstOf } from "../proof/case.ts";
import { type Range, type Ranges, boundariesOf, rangesOf } from "../time/time.ts";

/** What is said to a question, in one sentence. */
export interface Answer {
  readonly verdict: Verdict;
  readonly text: string;
}
export interface DeployabilityAnswer extends Answer {
  /** What it takes, where one run stands for all. */
  readonly boundaries: Range | undefined;
}
export interface ParallelismAnswer extends Answer {
  readonly atLeast: number;
  readonly atMost: number;
  /** As many transitions as `atLeast` says, `instance.transition`, that may all run at one moment. */
  readonly together: readonly string[];
}
export interface BoundariesAnswer extends Answer {
  readonly boundaries: Range | undefined;
  /** The longest way where everything takes as long as it can. */
  readonly criticalPath: readonly Critical[];
}

export class Analysis {
  readonly #declared: Assembly | Program;
  readonly #options: ProveOptions;
  readonly #intervals = new Map<string, Range>();
  readonly #targets: Address[] = [];
  readonly #explore: () => Case;
  #explored: Case | undefined;
  #occurrence: Occurrence | undefined;

  /** @param explore  makes what questions are asked about, or has it already */
  constructor(
    declared: Assembly | Program,
    options: ProveOptions = {},
    explore: () => Case = () => caseOf(declared, { terminalsMax: endsMax, ...options }),
  ) {
    this.#declared = declared;
    this.#options = options;
    this.#explore = explore;
  }

  /**
   * A transition, `instance.transition`, takes at least and at most so many seconds; without it, what its declaration says.
   *
   * @throws MadeusError  MADEUS_UNKNOWN_TRANSITION; MADEUS_BAD_NUMBER where these are no seconds from 0 up, the least first
   */
  addInterval(transition: string, minS: number, maxS: number): this {
    transitionsNamed(this.#declared, transition);
    if (!(minS >= 0 && maxS >= minS && maxS < Number.POSITIVE_INFINITY))
      throw new MadeusError(
        "MADEUS_BAD_NUMBER",
        `${transition} cannot take from ${minS} to ${maxS} seconds.`,
        { hint: "Give seconds from 0 up, the least first." },
      );
    this.#intervals.set(transition, { minS, maxS });
    return this;
  }

  /**
   * What is to be reached, besides that everything asked for is over: instances, and the component's places on which they must end.
   *
   * @throws MadeusError  MADEUS_UNKNOWN_PLACE
   */
  addDeployment(places: Readonly<Record<string, string>>): this {
    for (const [instance, place] of Object.entries(places))
      this.#targets.push(...placesNamed(this.#declared, `${instance}.${place}`));
    return this;
  }

  /**
   * Is it reached whatever comes first; and, if `withinS` is given, in this time whatever everything takes?
   *
   * @throws MadeusError  here and in all questions: with all findings, where the declaration is not well-formed
   */
  deployability(withinS: number = Number.POSITIVE_INFINITY): DeployabilityAnswer {
    const { exploration } = this.#case();
    const { terminals, terminalCount, states } = exploration;
    const isMissed = terminals.some(({ marking }) => !this.#isReached(marking));
    // Beyond so many ends nobody looks whether the targets are reached.
    const isWhole = this.#targets.length === 0 || terminals.length === terminalCount;
    const verdict = worstOf([
      isMissed ? "violated" : "proved",
      verdictOf(exploration),
      isWhole ? "proved" : "unknown",
    ]);
    if (verdict !== "proved") {
      const text =
        verdict === "violated"
          ? "it may come to an end where it is not deployed"
          : isWhole
            ? `not decided after ${states} markings`
            : "not decided: it may end in more ways than are looked at";
      return { verdict, text, boundaries: undefined };
    }
    const { boundaries } = this.boundaries();
    if (withinS === Number.POSITIVE_INFINITY)
      return { verdict, text: "it is always deployed in the end", boundaries };
    if (boundaries === undefined) return { verdict: "unknown", text: timeUnknown, boundaries };
    const { minS, maxS } = boundaries;
    const text = `it is always deployed, within ${minS} to ${maxS} s`;
    return { verdict: maxS <= withinS ? "proved" : "violated", text, boundaries };
  }

  /** Has `first` always ended before `then` begins? Both are `instance.transition`. @throws MadeusError  MADEUS_UNKNOWN_TRANSITION */
  sequentiality(first: string, then: string): Answer {
    const before = transitionsNamed(this.#declared, first);
    const after = transitionsNamed(this.#declared, then);
    const one = this.#case();
    const occurrence = this.#occurrence;
    const texts = {
      proved: `${first} has always ended before ${then} begins`,
      violated: `${then} may begin before ${first} has ended`,
      unknown: "not decided: too many things may happen in too many orders",
    };
    if (occurrence === undefined) {
      const { verdict } = inSequence(one, before, after, this.#options);
      return { verdict, text: texts[verdict] };
    }
    const begins = eventsOf(one, occurrence, "fire", after);
    if (begins.length === 0) return { verdict: "proved", text: `${then} never begins` };
    const ends = eventsOf(one, occurrence, "end", before);
    const isOrdered = ends.length > 0 && unorderedPair(occurrence, ends, begins) === undefined;
    const verdict = isOrdered ? "proved" : "violated";
    return { verdict, text: texts[verdict] };
  }

  /** How many transitions may run at the same time, whatever they take. */
  parallelism(): ParallelismAnswer {
    const one = this.#case();
    const { translation } = one;
    const occurrence = this.#occurrence;
    if (occurrence === undefined) return mostAtOnce(one, this.#options);
    const spans = spansOf(occurrence, (t) => actionOf(translation, t) !== undefined);
    const { atLeast, atMost, together } = parallelismOf(occurrence, spans);
    return {
      ...bounded(atLeast, atMost),
      together: [...together].map((event) => {
        const action = actionOf(translation, occurrence.transitions[event] ?? 0);
        return `${action?.member.name}.${action?.edge.name}`;
      }),
    };
  }

  /** What it takes at least and at most, where it comes to its end. */
  boundaries(): BoundariesAnswer {
    const { translation, exploration } = this.#case();
    const occurrence = this.#occurrence;
    const nothing = { boundaries: undefined, criticalPath: [] };
    if (verdictOf(exploration) === "violated")
      return { verdict: "violated", text: "it does not always come to its end", ...nothing };
    if (occurrence === undefined) return { verdict: "unknown", text: timeUnknown, ...nothing };
    const ranges = this.#ranges(translation, occurrence);
    const boundaries = boundariesOf(occurrence, ranges);
    const criticalPath = longestWay(translation, occurrence, ranges);
    const text = `it takes from ${boundaries.minS} to ${boundaries.maxS} s`;
    return { verdict: "proved", text, boundaries, criticalPath };
  }

  #case(): Case {
    if (this.#explored === undefined) {
      this.#explored = this.#explore();
      const { run } = this.#explored.exploration;
      this.#occurrence = run && occurrenceOf(this.#explored.translation.net, run);
    }
    return this.#explored;
  }

  #isReached(marking: Marking): boolean {
    const seats = this.#explored?.translation.desk.seats ?? [];
    return this.#targets.every(({ instance, life, index }) =>
      seats.some(
        ({ member, slotAt }) =>
          member.name === instance && member.life === life && (marking[slotAt(index)] ?? 0) > 0,
      ),
    );
  }

  #ranges(translation: Case["translation"], occurrence: Occurrence): Ranges {
    const { rangeOf = declaredRange } = this.#options;
    const asked: RangeOf = (instance, life, t) =>
      this.#intervals.get(`${instance}.${life.transitions[t]?.name}`) ?? rangeOf(instance, life, t);
    return rangesOf(translation.net, occurrence, (t) => actionRange(translation, asked, t));
  }
}

/** In so many ends it is looked whether the targets are reached. */
export const endsMax = 10_000;

/** The events that begin or end some transitions. */
function eventsOf(
  { translation }: Case,
  { transitions }: Occurrence,
  rule: "fire" | "end",
  wanted: readonly Address[],
): number[] {
  const isWanted = isStepOf(translation, rule, wanted);
  return [...transitions.keys()].filter((event) => isWanted(transitions[event] ?? 0));
}

/** Looks at every marking for the one in which the most actions run. */
function mostAtOnce({ translation }: Case, options: ProveOptions): ParallelismAnswer {
  const actions = actionsAt(translation);
  let most: readonly string[] = [];
  const { verdict } = never(
    translation.net,
    (marking) => {
      const running = actions(marking);
      if (running.length > most.length) most = running;
      return false;
    },
    options,
  );
  const atMost = verdict === "proved" ? most.length : Number.POSITIVE_INFINITY;
  return { ...bounded(most.length, atMost), together: most };
}

const bounded = (
  atLeast: number,
  atMost: number,
): Pick<ParallelismAnswer, "verdict" | "text" | "atLeast" | "atMost"> =>
  atLeast === atMost
    ? { verdict: "proved", text: `at most ${atMost} run at once`, atLeast, atMost }
    : { verdict: "unknown", text: `at least ${atLeast} may run at once`, atLeast, atMost };

const timeUnknown = "how long it takes hangs on who comes first";

/** Asks about what a deployment, or a program run on the deployed assembly, may do. */
export const analyse = (declared: Assembly | Program, options: ProveOptions = {}): Analysis =>
  new Analysis(declared, options);
