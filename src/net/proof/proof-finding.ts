/** All that a proof has found: how it gets stuck, what was not told, what is only odd. */
import type { Finding } from "../../model/code.ts";
import { deadTransitions } from "./dead-transition.ts";
import type { Deadlock } from "./deadlock.ts";
import type { Case, Question, Verdict } from "./case.ts";
import { racesIn } from "./race.ts";
import { undecided } from "./undecided.ts";

/** Errors first. What is found in several orders of things is told once. */
export function findingsOf(
  cases: readonly Case[],
  verdict: Verdict,
  deadlocks: readonly Deadlock[],
  { declared: { at }, formal, before, isWritten }: Question,
): readonly Finding[] {
  const isForked = cases.some(({ exploration: { run } }) => run === undefined);
  const odd =
    verdict !== "proved"
      ? []
      : [
          ...(isWritten && isForked ? cases.flatMap(racesIn).slice(0, racesMax) : []),
          ...deadTransitions(cases, before),
        ];
  return errorsFirst([
    ...lostIn(deadlocks, at),
    ...(verdict === "unknown" ? [undecided(at, cases)] : []),
    ...odd,
    ...formal,
  ]);
}
const racesMax = 10;

function lostIn(deadlocks: readonly Deadlock[], at: Finding["at"]): readonly Finding[] {
  const told = new Map(
    deadlocks.flatMap(({ findings }) => findings).map((one) => [`${one.code} ${one.text}`, one]),
  );
  const untold = deadlocks.filter(({ findings }) => findings.length === 0).length;
  const text = `it gets stuck in ${untold} more configurations, which are not told one by one`;
  const more: Finding = { code: "MADEUS_DEADLOCK", severity: "error", at, text, hint: undefined };
  return untold === 0 ? [...told.values()] : [...told.values(), more];
}

export const errorsFirst = (findings: readonly Finding[]): readonly Finding[] =>
  findings.toSorted((a, b) => Number(a.severity === "warning") - Number(b.severity === "warning"));
