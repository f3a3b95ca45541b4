/** The cases of a guard: one step of the semantics is a transition of the net for each way in which its guard may hold. */
import type { Arcs } from "./draft.ts";
import { TooManyOutcomes } from "./outcome.ts";

/** What one case needs and does. */
export type Alternative = Arcs;

export const nothing: Alternative = { consumed: [], read: [], produced: [] };
export const reading = (...read: readonly number[]): Alternative => ({ ...nothing, read });

/** All of these at once. */
export function together(parts: readonly Alternative[]): Alternative {
  const real = parts.filter((part) => part !== nothing);
  const [only = nothing] = real;
  if (real.length <= 1) return only;
  return {
    consumed: real.flatMap(({ consumed }) => consumed),
    read: real.flatMap(({ read }) => read),
    produced: real.flatMap(({ produced }) => produced),
  };
}

/**
 * One case of each, in every combination. A factor without a case leaves none at all.
 *
 * @throws TooManyOutcomes  beyond some thousand combinations
 */
export function product(factors: readonly (readonly Alternative[])[]): readonly Alternative[] {
  const single = factors.flatMap((cases) => (cases.length === 1 ? cases : []));
  const several = factors.filter((cases) => cases.length !== 1);
  const count = several.reduce((all, cases) => all * cases.length, 1);
  if (count > casesMax) throw new TooManyOutcomes("a step");
  return several.reduce<readonly Alternative[]>(
    (all, cases) => all.flatMap((one) => cases.map((other) => together([one, other]))),
    [together(single)],
  );
}
const casesMax = 4096;
