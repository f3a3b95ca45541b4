/** How long the transitions of components take, as a proof of time asks for it. */
import { declarationOf, declaredS } from "../../semantics/declared.ts";
import type { Lifecycle } from "../../semantics/lifecycle.ts";
import type { Range } from "../time/time.ts";

/** At least and at most, of a transition (by number) of an instance. */
export type RangeOf = (instance: string, life: Lifecycle, transition: number) => Range;

/** What its declaration says: one number. */
export const declaredRange: RangeOf = (_, life, transition) => {
  const durationS = declaredS(declarationOf(life, transition));
  return { minS: durationS, maxS: durationS };
};
