/**
 * Where a command writes: results to stdout, all else to stderr. A reader that goes away (`madeus … | head`) does not end a deployment.
 */
import { type Finding, type MadeusError, isMadeusError } from "../model/code.ts";
import { formatPosition } from "../model/position.ts";
import { type Paint, coloured, harmless, plain } from "../show/paint.ts";
import type { Flags } from "./flags.ts";

export interface Output {
  readonly paint: Paint;
  readonly json: boolean;
  /** A line of the result. */
  result(line: string): void;
  /** A line of progress; not printed when quiet. */
  progress(line: string): void;
  /** A line that is always printed: errors and what to do. */
  say(line: string): void;
  /** With `--json`: one object on a line of stdout. */
  object(value: object): void;
}

export const version: string = "0.1.0";

export function output(flags: Flags): Output {
  for (const stream of [process.stdout, process.stderr])
    if (stream.listenerCount("error") === 0)
      stream.on("error", (error: NodeJS.ErrnoException) => {
        if (error.code !== "EPIPE") throw error;
      });
  const paint = flags.color && wantsColour() ? coloured : plain;
  const json = flags.json === true;
  const out = (line: string): void => void process.stdout.write(`${line}\n`);
  const err = (line: string): void => void process.stderr.write(`${harmlessButColour(line, paint)}\n`);
  if (json) out(JSON.stringify({ type: "version", madeus: version, events: "1.0" }));
  return {
    paint,
    json,
    result: (line) => (json ? err(line) : out(harmlessButColour(line, paint))),
    progress: (line) => (flags.quiet === true || json ? undefined : err(line)),
    say: err,
    object: (value) => (json ? out(JSON.stringify(value)) : undefined),
  };
}

/** Tells an error of ours in a sentence and a hint; gives it back with its findings told. */
export function tellError(to: Output, error: MadeusError): void {
  for (const finding of error.findings) tellFinding(to, finding);
  const at = error.at === undefined ? "" : ` (${formatPosition(error.at)})`;
  to.say(`${to.paint.red("error")} ${error.code}: ${error.message}${at}`);
  if (error.hint !== undefined) to.say(`  ${error.hint}`);
  to.object({ type: "error", code: error.code, message: error.message, hint: error.hint, findings: error.findings });
}

export function tellFinding(to: Output, { severity, code, at, text, hint }: Finding): void {
  const { red, yellow } = to.paint;
  const where = at === undefined ? "" : `${formatPosition(at)}: `;
  to.say(`${where}${severity === "error" ? red("error") : yellow("warning")} ${code}: ${text}`);
  if (hint !== undefined) to.say(`  ${hint}`);
}

export { isMadeusError };

function wantsColour(): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== "0";
  return process.stderr.isTTY === true && TERM !== "dumb";
}

/** Our own colours pass, everything else that a terminal would obey does not. */
function harmlessButColour(line: string, paint: Paint): string {
  if (paint === plain) return harmless(line);
  // oxlint-disable-next-line no-control-regex
  return line.split(/(\u001b\[\d+m)/).map((part, k) => (k % 2 === 1 ? part : harmless(part))).join("");
}
