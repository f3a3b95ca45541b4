/** Errors and findings in words: a sentence, where it is about, and what to do; never a stack, unless the fault is our own. */
import { relative } from "node:path";
import { type Detail, type Finding, MadeusError, isMadeusError } from "../model/code.ts";
import { type Position, formatPosition } from "../model/position.ts";
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
  const { severity, code, at, text, hint, because = [] } = finding;
  tell(to, severity, code, text, at, undefined);
  tellStory(to, because, at);
  if (hint !== undefined) to.say(`  ${hint}`);
  to.object({ type: "finding", export: exported, ...finding });
}

/** Each sentence, and where what it is about was declared, unless that is where the last one was. */
function tellStory(to: Output, because: readonly Detail[], first: Finding["at"]): void {
  let last = first === undefined ? "" : shortPosition(first);
  for (const { text, at } of because) {
    const where = at === undefined ? last : shortPosition(at);
    to.say(`    ${text}${where === last ? "" : ` (${where})`}`);
    last = where;
  }
}

/** Without the column, and below the working directory from there. */
function shortPosition({ file, line }: Position): string {
  const near = relative(process.cwd(), file);
  return `${near.startsWith("..") ? file : near}:${line}`;
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
  const message = [text, ...(hint === undefined ? [] : [hint])].join("\n");
  to.workflow?.annotate({ severity, title: code, message, at });
}

function fault(thrown: unknown): MadeusError {
  const what = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return new MadeusError("MADEUS_FAULT", what, {
    hint: "This is a fault of Madeus. Please report it with all of the above; the state is safe, and `madeus resume` goes on.",
    cause: thrown,
  });
}
