/** Errors and findings in words: a sentence, where it is about, and what to do; never a stack, unless the fault is our own. */
import { type Finding, MadeusError, isMadeusError } from "../model/code.ts";
import { formatPosition } from "../model/position.ts";
import type { ErrorEnding } from "./ending.ts";
import { exitOf } from "./exit.ts";
import { type Output, paint } from "./output.ts";

/** Tells why a command came to no end of its own. */
export function tellError(to: Output, thrown: unknown): ErrorEnding {
  const error = isMadeusError(thrown) ? thrown : fault(thrown);
  const { code, message, hint, at, findings } = error;
  for (const finding of findings) tellFinding(to, finding);
  if (findings.length === 0) tell(to, "error", code, message, at, hint);
  return { outcome: "error", exitCode: exitOf(code), code, message, hint };
}

/** @param exported  of what, where a file may have several */
export function tellFinding(to: Output, finding: Finding, exported?: string): void {
  const { severity, code, at, text, hint } = finding;
  tell(to, severity, code, text, at, hint);
  to.object({ type: "finding", export: exported, ...finding });
}

function tell(
  to: Output,
  severity: Finding["severity"],
  code: string,
  text: string,
  at: Finding["at"],
  hint: string | undefined,
): void {
  const word = severity === "error" ? paint.red("error") : paint.yellow("warning");
  const where = at === undefined ? "" : `${formatPosition(at)}: `;
  to.say(`${where}${word} ${code}: ${text}`);
  if (hint !== undefined) to.say(`  ${hint}`);
}

function fault(thrown: unknown): MadeusError {
  const what = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return new MadeusError("MADEUS_FAULT", what, {
    hint: "This is a fault of Madeus. Please report it with all of the above; the state is safe, and `madeus resume` goes on.",
    cause: thrown,
  });
}
