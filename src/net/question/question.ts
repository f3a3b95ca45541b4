/** Questions about a declaration that have one answer each: what is interrupted, what a failure costs, what races with an instruction. */
import type { Assembly } from "../../model/assembly.ts";
import type { Finding } from "../../model/code.ts";
import type { Program } from "../../model/program.ts";
import { transitionsNamed } from "./address.ts";
import { declaredRange } from "../proof/extent.ts";
import { type Interruption, interruptionsOf } from "./interruption.ts";
import { type ProveOptions, caseOf } from "../proof/case.ts";
import { racesIn } from "../proof/race.ts";
import { type Loss, lossOf } from "./survival.ts";

/**
 * When service ports are away although they were there, where everything takes as long as it can. Undefined where no one run stands for
 * all.
 *
 * @throws MadeusError  here and in the others: with all findings, where the declaration is not well-formed
 */
export const interruptions = (
  declared: Assembly | Program,
  options: ProveOptions = {},
): readonly Interruption[] | undefined =>
  interruptionsOf(caseOf(declared, options), options.rangeOf ?? declaredRange);

/**
 * What is lost and what is kept where these transitions, `instance.transition`, fail for good. Undefined where no one run stands for all.
 *
 * @throws MadeusError  MADEUS_UNKNOWN_TRANSITION
 */
export function losses(
  declared: Assembly | Program,
  failing: readonly string[],
  options: ProveOptions = {},
): Loss | undefined {
  const addresses = failing.flatMap((name) => transitionsNamed(declared, name));
  return lossOf(caseOf(declared, options), addresses);
}

/** Instructions that race with a step of an instance, along the runs that were found: a warning each. */
export const races = (
  declared: Assembly | Program,
  options: ProveOptions = {},
): readonly Finding[] => racesIn(caseOf(declared, options));
