/** What `check` says of one assembly, program or net, as `--json` has it. */
import type { Finding } from "../model/code.ts";
import { certificatesOf } from "../net/proof/certificate.ts";
import type { NetProof } from "../net/proof/net-proof.ts";
import type { Proof } from "../net/proof/proof.ts";
import { traceSteps } from "../net/proof/trace-file.ts";
import type { CheckFinding, Checked } from "./check-ending.ts";

interface Telling {
  readonly elapsedS: number;
  /** Are certificates asked for? */
  readonly isVerbose: boolean;
  /** Of how many actions of the run nobody says how long they take. */
  readonly assumed?: number;
}

/** Of an assembly or a program. */
export function checked(proof: Proof, { elapsedS, isVerbose, assumed = 0 }: Telling): Checked {
  const { verdict, method, states, complete, finals, finalCount, expectation } = proof;
  return {
    verdict,
    method,
    states,
    complete,
    finals,
    finalCount,
    deadlocks: proof.deadlocks.map(({ standings, findings, of, trace }) => ({
      at: standings,
      because: findings.flatMap(sentences),
      ...(findings.length > 0 &&
        trace.length <= stepsMax && { trace: traceSteps(of.translation, trace) }),
    })),
    findings: proof.findings.map(checkFinding),
    ...(expectation !== undefined && {
      bounds: expectation.bounds,
      ...(assumed > 0 && { assumed }),
      parallelism: expectation.parallelism.atLeast,
      criticalPath: expectation.criticalPath,
    }),
    elapsedS,
    ...(isVerbose && {
      certificates: proof.cases.flatMap(({ translation: { net, goal }, exploration }) =>
        certificatesOf(net, goal, exploration),
      ),
    }),
  };
}
const stepsMax = 1000;

/** Of a net. @param goal  places that are to be marked at the end */
export function checkedNet(
  proof: NetProof,
  goal: readonly number[],
  { elapsedS, isVerbose }: Telling,
): Checked {
  const { verdict, net, exploration, finals, findings } = proof;
  const { method, states, stop, terminalCount } = exploration;
  const stories = findings.filter(({ code }) => code === "MADEUS_DEADLOCK");
  return {
    verdict,
    method,
    states,
    complete: stop === undefined,
    finals,
    finalCount: terminalCount,
    deadlocks: proof.deadlocks.map((at, k) => ({
      at,
      because: stories.slice(k, k + 1).flatMap(sentences),
    })),
    findings: findings.map(checkFinding),
    elapsedS,
    ...(isVerbose && { certificates: certificatesOf(net, goal, exploration) }),
  };
}

const sentences = ({ text, because = [] }: Finding): readonly string[] => [
  text,
  ...because.map((one) => `  ${one.text}`),
];

const checkFinding = (finding: Finding): CheckFinding => ({ ...finding });
