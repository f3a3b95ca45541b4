/** The cases of a guard: one step of the semantics is a transition of the net for each way in which its guard may hold. */
import type { Arcs } from "./draft.ts";

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

/** One case of each, in every combination. A factor without a case leaves none at all. */
export function product(factors: readonly (readonly Alternative[])[]): readonly Alternative[] {
  const single = factors.flatMap((cases) => (cases.length === 1 ? cases : []));
  return factors
    .filter((cases) => cases.length !== 1)
    .reduce<readonly Alternative[]>(
      (all, cases) => all.flatMap((one) => cases.map((other) => together([one, other]))),
      [together(single)],
    );
}
