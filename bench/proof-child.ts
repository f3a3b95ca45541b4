/** Answers one question about proofs: a process of its own, started by `bench/proof-question.ts`. */
import { prove } from "../src/net/proof/proof.ts";
import { type Answer, type Question, declaredFor } from "./proof-question.ts";

/** Longer than any bound; then the verdict is `unknown`. */
const limitMs = 120_000;

const declared = declaredFor(JSON.parse(process.argv[2] ?? "") as Question);
const beganMs = performance.now();
const { verdict, states, findings, expectation } = prove(declared, {
  isOver: () => performance.now() > beganMs + limitMs,
});
const wallS = (performance.now() - beganMs) / 1000;
const answer: Answer = {
  verdict,
  states,
  makespanS: expectation?.bounds.maxS,
  critical: expectation?.criticalPath.length,
  texts: findings.filter(({ severity }) => severity === "error").map(({ text }) => text),
  wallS,
  bytes: process.resourceUsage().maxRSS * 1024,
};
process.send?.(answer);
process.disconnect?.();
