/** What a proof rests on, checked by functions that know nothing of how it was found (`verify*`). */
import type { Exploration } from "../explore/explore.ts";
import type { Net } from "../net.ts";
import type { Lasso, Terminal } from "../explore/search.ts";
import { causeOf } from "../explore/siphon.ts";
import { comesBack, endsThere, isEmptySiphon } from "../explore/verify.ts";
import { isOnlyRun } from "../explore/verify-run.ts";

export interface Certificate {
  readonly kind: "run" | "siphon" | "loop" | "ends";
  /** What it says, in one sentence. */
  readonly text: string;
  /** Did the check accept it? Missing: there is too much to look at a second time. */
  readonly isAccepted?: boolean;
}

/**
 * The only run, or the ends that were found, and the loop; of ends that are not the goal the places that nothing will ever mark.
 *
 * Cost: the arcs; of a run with conflicts, for each of its events that has one.
 *
 * @param goal  places that are to be marked at the end
 */
export function certificatesOf(
  net: Net,
  goal: readonly number[],
  { run, lasso, terminals, unmarked }: Exploration,
): readonly Certificate[] {
  const lost = terminals.filter(({ isFinal }) => !isFinal).slice(0, toldMax);
  return [
    ...(run === undefined ? [] : [runCertificate(net, run, unmarked)]),
    ...(lasso === undefined ? [] : [loopCertificate(net, lasso)]),
    ...(run === undefined && terminals.length > 0 ? [endsCertificate(net, terminals)] : []),
    ...lost.flatMap((terminal) => siphonCertificate(net, goal, terminal) ?? []),
  ];
}
const toldMax = 3;

function runCertificate(net: Net, run: Uint32Array, unmarked: Uint32Array): Certificate {
  const isAccepted = isOnlyRun(net, run, unmarked);
  return {
    kind: "run",
    text: `a run of ${events(run)}, the only one but for their order`,
    ...(isAccepted !== undefined && { isAccepted }),
  };
}

const loopCertificate = (net: Net, lasso: Lasso): Certificate => ({
  kind: "loop",
  text: `a run of ${events(lasso.stem)} that comes back to its end after ${lasso.loop.length} more`,
  isAccepted: comesBack(net, lasso),
});

const events = ({ length }: Uint32Array): string => (length === 1 ? "1 event" : `${length} events`);

const endsCertificate = (net: Net, terminals: readonly Terminal[]): Certificate => ({
  kind: "ends",
  text:
    terminals.length === 1
      ? "a run after which nothing can happen"
      : `${terminals.length} runs, after each of which nothing can happen`,
  isAccepted: terminals.every(({ trace }) => endsThere(net, trace)),
});

function siphonCertificate(
  net: Net,
  goal: readonly number[],
  { marking, trace }: Terminal,
): Certificate | undefined {
  const place = goal.find((one) => (marking[one] ?? 0) === 0) ?? 0;
  const cause = causeOf(net, marking, trace, place);
  if (cause === undefined) return undefined;
  const { reason, siphon } = cause;
  const named = reason.slice(0, namesMax).map(net.placeName).join(", ");
  const more = reason.length > namesMax ? ` and ${reason.length - namesMax} more` : "";
  return {
    kind: "siphon",
    text: `places without a token that none gets one: ${named}${more}`,
    isAccepted: [reason, siphon].every((places) => isEmptySiphon(net, places, marking)),
  };
}
const namesMax = 12;
