/** What a proof rests on, checked by functions that know nothing of how it was found (`verify*`). */
import type { Exploration } from "./explore.ts";
import type { Net } from "./net.ts";
import { causeOf } from "./siphon.ts";
import { comesBack, endsThere, isEmptySiphon } from "./verify.ts";
import { isOnlyRun } from "./verify-run.ts";

export interface Certificate {
  readonly kind: "run" | "siphon" | "loop" | "ends";
  /** What it says, in one sentence. */
  readonly text: string;
  /** Did the check accept it? */
  readonly isAccepted: boolean;
}

/**
 * The only run, the loop, or the ends that were found; of ends that are not the goal the places that nothing will ever mark.
 *
 * Cost: the arcs; of a run with conflicts, for each of its events that has one.
 *
 * @param goal  places that are to be marked at the end
 */
export function certificatesOf(
  net: Net,
  goal: readonly number[],
  exploration: Exploration,
): readonly Certificate[] {
  const { run, lasso, terminals, unmarked } = exploration;
  const lost = terminals.filter(({ isFinal }) => !isFinal).slice(0, toldMax);
  return [
    ...(run === undefined
      ? []
      : [
          {
            kind: "run",
            text: `a run of ${run.length} events, the only one but for their order`,
            isAccepted: isOnlyRun(net, run, unmarked),
          } as const,
        ]),
    ...(lasso === undefined
      ? []
      : [
          {
            kind: "loop",
            text: `a run of ${lasso.stem.length} events that comes back to its end after ${lasso.loop.length} more`,
            isAccepted: comesBack(net, lasso),
          } as const,
        ]),
    ...(run === undefined && terminals.length > 0
      ? [
          {
            kind: "ends",
            text:
              terminals.length === 1
                ? "a run after which nothing can happen"
                : `${terminals.length} runs, after each of which nothing can happen`,
            isAccepted: terminals.every(({ trace }) => endsThere(net, trace)),
          } as const,
        ]
      : []),
    ...lost.flatMap(({ marking, trace }) => {
      const place = goal.find((one) => (marking[one] ?? 0) === 0) ?? 0;
      const cause = causeOf(net, marking, trace, place);
      if (cause === undefined) return [];
      const { reason, siphon } = cause;
      const named = reason.slice(0, namesMax).map(net.placeName).join(", ");
      const more = reason.length > namesMax ? ` and ${reason.length - namesMax} more` : "";
      return [
        {
          kind: "siphon",
          text: `places without a token that none gets one: ${named}${more}`,
          isAccepted: isEmptySiphon(net, reason, marking) && isEmptySiphon(net, siphon, marking),
        } as const,
      ];
    }),
  ];
}
const toldMax = 3;
const namesMax = 12;
