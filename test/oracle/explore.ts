/** All interleavings of the naive semantics, and the interface under which every implementation is asked for its final configurations. */
import type { Instruction } from "../../src/model/program.ts";
import { apply, events, started, steps } from "./naive.ts";
import { canonical, outcome } from "./picture.ts";
import { pictureOf } from "./naive-picture.ts";
import type { State } from "./state.ts";

/** Anything that can explore programs exhaustively, each from an empty assembly. */
export interface Explorer {
  readonly name: string;
  /** For each program the outcomes of all reachable configurations in which no rule is enabled. */
  finals(
    programs: readonly (readonly Instruction[])[],
    options?: ExploreOptions,
  ): Promise<readonly ReadonlySet<string>[]>;
}
export interface ExploreOptions {
  /** Every running action may also fail. */
  readonly failures?: boolean;
}

export class TooManyStates extends Error {}

export const naive: Explorer = {
  name: "naive",
  finals: async (programs, options) => programs.map((program) => finals(started(program), options)),
};

/**
 * The outcomes of all reachable states in which nothing is enabled.
 *
 * @throws TooManyStates beyond `statesMax`
 */
export function finals(
  state: State,
  options: ExploreOptions & { readonly statesMax?: number } = {},
): ReadonlySet<string> {
  const { statesMax = Number.POSITIVE_INFINITY, failures = false } = options;
  const outcomes = new Set<string>();
  const seen = new Set([canonical(pictureOf(state))]);
  const open = [state];
  for (let now = open.pop(); now !== undefined; now = open.pop()) {
    const enabled = [...steps(now), ...(failures ? events(now, "fail") : [])];
    if (enabled.length === 0) outcomes.add(outcome(pictureOf(now)));
    for (const step of enabled) {
      const after = apply(now, step);
      const key = canonical(pictureOf(after));
      if (seen.has(key)) continue;
      if (seen.add(key).size > statesMax) throw new TooManyStates(`more than ${statesMax} states`);
      open.push(after);
    }
  }
  return outcomes;
}
