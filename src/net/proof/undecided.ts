/** What is told where a proof could not be brought to its end: never that all is well. */
import type { Finding } from "../../model/code.ts";
import type { Position } from "../../model/position.ts";
import type { Exploration } from "../explore/explore.ts";
import type { Stop } from "../explore/search.ts";

/** @param cases  what was explored; without it: nothing, for its net cannot be made */
export function undecided(
  at: Position | undefined,
  cases: readonly { readonly exploration: Exploration }[] = [],
): Finding {
  const stop = cases.map(({ exploration }) => exploration.stop).find((one) => one !== undefined);
  const states = cases.reduce((sum, { exploration }) => sum + exploration.states, 0);
  const [why, hint] =
    cases.length === 0
      ? ["a behavior can go too many ways, or a port is provided by too many tokens", smaller]
      : stop === undefined
        ? ["its deployment can end in too many ways to begin from each", smaller]
        : [`${reasons[stop]} after ${states} states`, hints[stop]];
  return {
    code: "MADEUS_UNDECIDED",
    severity: "error",
    at,
    text: `it could not be told whether it comes to its end: ${why}`,
    hint,
  };
}

const smaller = "split the component, or let its actions choose less";
const reasons: Readonly<Record<Stop, string>> = {
  states: "there are more states than were to be seen,",
  memory: "memory was used up",
  time: "time was up",
  tokens: "a place got more tokens than can be counted",
  violated: "it was stopped",
};
const hints: Readonly<Record<Stop, string>> = {
  states:
    "raise --states, or wait between instructions: what cannot come at once need not be compared",
  memory:
    "raise --memory, or wait between instructions: what cannot come at once need not be compared",
  time: "raise --seconds, or wait between instructions: what cannot come at once need not be compared",
  tokens: "bound the place: what is infinite is not explored",
  violated: "see the other findings",
};
