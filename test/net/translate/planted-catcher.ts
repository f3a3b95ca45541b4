/**
 * A program that ends with 1 where the translator beside it is wrong: chosen programs and random ones with fixed seeds, cheap ones first.
 *
 * `planted.test.ts` runs it on copies of the sources into which a fault was planted.
 */
import fc from "fast-check";
import { seededChance } from "../../../src/net/time/chance-seed.ts";
import { translate } from "../../../src/net/translate/translate.ts";
import type { Configuration } from "../../../src/semantics/configuration.ts";
import { cases } from "../../semantics/cases.ts";
import { explored, walked } from "./lockstep.ts";
import {
  type Begun,
  begun,
  begunSystems,
  livelySystems,
  longSystems,
  twinSystems,
} from "./lockstep-system.ts";
import { startOf, translationCases } from "./translation-cases.ts";

const chosen = [...cases, ...translationCases].map(startOf);
const sampled = (drawn: fc.Arbitrary<Begun>, numRuns: number): readonly Begun[] =>
  fc.sample(drawn, { numRuns, seed: 7 });

const found =
  firstOf(chosen, (c) => differenceFrom(c, 100)) ??
  firstOf(sampled(twinSystems, 30), walkedDifference) ??
  firstOf(sampled(livelySystems({ moreMax: 40, takenMax: 60 }), 40), walkedDifference) ??
  firstOf(
    sampled(begunSystems({ instancesMin: 1, instancesMax: 2, placesMax: 4 }, 12), 60),
    (one) => differenceFrom(begun(one), 60),
  ) ??
  firstOf(chosen, (c) => differenceFrom(c, 600)) ??
  firstOf(
    sampled(longSystems({ instructionsMax: 6 }, { moreMax: 20, takenMax: 40 }), 10),
    walkedDifference,
  );
if (found !== undefined) {
  process.stdout.write(`${found}\n`);
  process.exitCode = 1;
}

function differenceFrom(c: Configuration, statesMax: number): string | undefined {
  const translation = translate(c);
  return translation && explored(c, translation, { statesMax }).difference;
}

function walkedDifference(system: Begun): string | undefined {
  const c = begun(system);
  const translation = translate(c);
  if (translation === undefined) return undefined;
  return firstOf([1, 0.7], (patience) => {
    const chance = seededChance(system.seed + patience);
    return walked(c, translation, { chance, stepsMax: 200, patience }).difference;
  });
}

/** The first difference, an exception included. */
function firstOf<T>(
  all: readonly T[],
  differenceOf: (one: T) => string | undefined,
): string | undefined {
  for (const one of all) {
    try {
      const difference = differenceOf(one);
      if (difference !== undefined) return difference;
    } catch (error) {
      return String(error);
    }
  }
  return undefined;
}
