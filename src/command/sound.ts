/** Nothing starts where `check` finds an error; where it could not tell, nothing starts unless somebody says so. */
import type { Assembly } from "../model/assembly.ts";
import { type Finding, MadeusError } from "../model/code.ts";
import { refuseErrors } from "../model/finding.ts";
import type { Program } from "../model/program.ts";
import type { ProveOptions } from "../net/proof/case.ts";
import { type Proof, prove, proveFrom } from "../net/proof/proof.ts";
import type { Configuration } from "../semantics/configuration.ts";
import { confirmed } from "./confirm.ts";
import type { RunEnding } from "./ending.ts";
import { exit } from "./exit.ts";
import type { ChangeFlags } from "./flags.ts";
import type { Output } from "./output.ts";
import { limitsFrom } from "./proof-limit.ts";

export interface Soundness {
  /** Without `doubt`. */
  readonly warnings: readonly Finding[];
  /** Why it could not be told whether it comes to its end; undefined: it does. */
  readonly doubt: Finding | undefined;
}

/**
 * Takes ten seconds at most, and seldom more than a few milliseconds.
 *
 * @throws MadeusError  with the code of the first error, and all findings
 */
export const ensureSound = (declared: Assembly | Program, strict = false): Soundness =>
  soundnessOf(prove(declared, proofOptions()), strict);

/** The same of a program from a configuration on, with what was seen. `program.from` says what stands there. */
export function ensureSoundFrom(
  program: Program,
  c: Configuration,
  strict = false,
): Soundness & Pick<Proof, "cases"> {
  const proof = proveFrom(program, c, proofOptions());
  return { ...soundnessOf(proof, strict), cases: proof.cases };
}

const proofOptions = (): ProveOptions => ({
  ...limitsFrom({ seconds: secondsMax }),
  isTimed: false,
});
const secondsMax = 10;

function soundnessOf({ findings }: Pick<Proof, "findings">, strict: boolean): Soundness {
  const doubt = findings.find(({ code }) => code === "MADEUS_UNDECIDED");
  const others = findings
    .filter((finding) => finding !== doubt)
    .map((finding): Finding => (strict ? { ...finding, severity: "error" } : finding));
  refuseErrors(others);
  return { warnings: others, doubt };
}

/**
 * Starts it all the same? Asks where somebody can answer.
 *
 * @throws MadeusError  `MADEUS_UNDECIDED` where nobody can
 * @returns  false: somebody said no
 */
export async function isAccepted(
  doubt: Finding | undefined,
  flags: ChangeFlags,
  to: Output,
): Promise<boolean> {
  if (doubt === undefined) return true;
  if (flags.yes === true) {
    to.say(`It is begun all the same, for --yes says so: ${doubt.text}.`);
    return true;
  }
  const question = `Begin it although ${doubt.text}?`;
  try {
    return await confirmed(question, flags);
  } catch (cause) {
    throw undecided(
      doubt,
      "Begin it all the same with --yes, or look further: madeus check --seconds 600.",
      cause,
    );
  }
}

/** For those who cannot be asked. */
export function refuseDoubt(doubt: Finding | undefined): void {
  if (doubt !== undefined)
    throw undecided(
      doubt,
      "Begin it all the same with { unproved: true }, or look further: madeus check --seconds 600.",
    );
}

const undecided = ({ text, at }: Finding, hint: string, cause?: unknown): MadeusError =>
  new MadeusError("MADEUS_UNDECIDED", text, { at, hint, cause });

export const notWanted: RunEnding = {
  outcome: "cancelled",
  exitCode: exit.cancelled,
  because: [],
};
