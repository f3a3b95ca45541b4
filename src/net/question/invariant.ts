/**
 * Invariants over markings: how many tokens some components' places hold together, at every moment, e.g. `db*.running >= 2` during a
 * rolling upgrade.
 */
import type { Assembly } from "../../model/assembly.ts";
import { MadeusError } from "../../model/code.ts";
import { quote } from "../../model/name.ts";
import type { Program } from "../../model/program.ts";
import { placesNamed } from "./address.ts";
import { worstMoment } from "../time/cut.ts";
import { never } from "./observer.ts";
import { occurrenceOf } from "../time/occurrence.ts";
import type { Marking } from "../explore/player.ts";
import { type Case, type ProveOptions, type Verdict, caseOf } from "../proof/case.ts";
import { row } from "../rows.ts";

export interface Invariant {
  /** `instance.place`, with `*` for any letters. */
  readonly places: string;
  readonly relation: "<=" | ">=";
  readonly bound: number;
}
export interface InvariantAnswer {
  readonly verdict: Verdict;
  /** The worst sum that was found: the least for `>=`, the most for `<=`. */
  readonly worst: number | undefined;
}

/** `PLACES >= NUMBER` or `PLACES <= NUMBER`. @throws MadeusError  MADEUS_BAD_QUESTION */
export function readInvariant(text: string): Invariant {
  const [, places, relation, bound] = /^\s*(\S+)\s*(<=|>=)\s*(\d+)\s*$/.exec(text) ?? [];
  if (places === undefined || (relation !== "<=" && relation !== ">="))
    throw new MadeusError("MADEUS_BAD_QUESTION", `${quote(text)} is not an invariant.`, {
      hint: "Write `db*.running >= 2`: places, then >= or <=, then a number.",
    });
  return { places, relation, bound: Number(bound) };
}

/**
 * Does it hold at every moment, in whatever order things happen?
 *
 * @param explore  makes what it is asked about, or has it already
 * @throws MadeusError  MADEUS_UNKNOWN_PLACE; and with all findings, where the declaration is not well-formed
 */
export function holds(
  declared: Assembly | Program,
  { places, relation, bound }: Invariant,
  options: ProveOptions = {},
  explore: () => Case = () => caseOf(declared, options),
): InvariantAnswer {
  const wanted = placesNamed(declared, places);
  const one = explore();
  const { seats } = one.translation.desk;
  const watched = new Set(
    seats.flatMap(({ member, life, slotAt }) =>
      wanted
        .filter(({ instance, life: own }) => instance === member.name && own === life)
        .map(({ index }) => slotAt(index)),
    ),
  );
  const sign = relation === ">=" ? 1 : -1;
  const least = leastSum(one, watched, sign, options);
  if (least.sum === undefined) return { verdict: "unknown", worst: undefined };
  const isHeld = least.sum >= sign * bound;
  const verdict = !isHeld ? "violated" : least.isComplete ? "proved" : "unknown";
  return { verdict, worst: sign * least.sum };
}

interface Least {
  readonly sum: number | undefined;
  readonly isComplete: boolean;
}

/** The least that the tokens sum up to, each counting `sign`. */
function leastSum(
  { translation, exploration }: Case,
  watched: ReadonlySet<number>,
  sign: number,
  options: ProveOptions,
): Least {
  const { net } = translation;
  const sumOf = (places: Iterable<number>): number => {
    let sum = 0;
    for (const place of places) if (watched.has(place)) sum += sign;
    return sum;
  };
  if (exploration.run !== undefined) {
    const occurrence = occurrenceOf(net, exploration.run);
    const gains = new Map<number, number>();
    for (const [event, t] of occurrence.transitions.entries()) {
      const gain = sumOf(row(net.produced, t)) - sumOf(row(net.consumed, t));
      if (gain !== 0) gains.set(event, gain);
    }
    const start = sumOf([...net.initial.keys()].filter((place) => (net.initial[place] ?? 0) > 0));
    return { sum: start + worstMoment(occurrence, gains).sum, isComplete: true };
  }
  let sum: number | undefined;
  const look = (marking: Marking): boolean => {
    const now = sumOf([...watched].filter((place) => (marking[place] ?? 0) > 0));
    sum = Math.min(sum ?? now, now);
    return false;
  };
  return { isComplete: never(net, look, options).verdict === "proved", sum };
}
