/** All interleavings of a semantics, and the interface under which each is asked for its final configurations. */
import type { Instruction } from "../../src/model/program.ts";
import { pictureOf } from "./naive-picture.ts";
import { apply, events, started, successors } from "./naive.ts";
import { canonical, outcome } from "./picture.ts";
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
  finals: async (programs, options) => programs.map((program) => finals(program, options)),
};

/**
 * What `naive` answers for one program.
 *
 * @throws TooManyStates beyond `statesMax`
 */
export function finals(
  program: readonly Instruction[],
  {
    failures = false,
    statesMax = Number.POSITIVE_INFINITY,
  }: ExploreOptions & { statesMax?: number } = {},
): ReadonlySet<string> {
  const next = (state: State): readonly State[] => [
    ...successors(state).map(({ after }) => after),
    ...(failures ? events(state, "fail").map((event) => apply(state, event)) : []),
  ];
  const key = (state: State): string => canonical(pictureOf(state));
  const ends = search(started(program), { next, key, statesMax });
  return new Set(ends.map((state) => outcome(pictureOf(state))));
}

/**
 * All states without a next one that are reachable from `start`.
 *
 * @throws TooManyStates beyond `statesMax`
 */
export function search<S>(
  start: S,
  {
    next,
    key,
    statesMax,
  }: { next(state: S): readonly S[]; key(state: S): string; readonly statesMax: number },
): readonly S[] {
  const ends: S[] = [];
  const seen = new Set([key(start)]);
  const open = [start];
  for (let now = open.pop(); now !== undefined; now = open.pop()) {
    const following = next(now);
    if (following.length === 0) ends.push(now);
    for (const after of following) {
      const text = key(after);
      if (seen.has(text)) continue;
      if (seen.add(text).size > statesMax) throw new TooManyStates(`more than ${statesMax} states`);
      open.push(after);
    }
  }
  return ends;
}
