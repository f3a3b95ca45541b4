/** Nothing starts where `check` finds an error. */
import type { Assembly } from "../model/assembly.ts";
import type { Finding } from "../model/code.ts";
import { refuseErrors } from "../model/finding.ts";
import type { Program } from "../model/program.ts";
import { check } from "../net/proof.ts";

/**
 * @returns the warnings
 * @throws MadeusError  with the code of the first error, and all findings
 */
export function ensureSound(declared: Assembly | Program, strict = false): readonly Finding[] {
  const findings = check(declared).map(
    (finding): Finding => (strict ? { ...finding, severity: "error" } : finding),
  );
  refuseErrors(findings);
  return findings;
}
