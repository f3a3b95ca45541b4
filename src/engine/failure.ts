/** What is told of an action that ended badly: short, in words that hold no secret, and whatever it was that it threw. */
import { MadeusError, isMadeusError } from "../model/code.ts";
import type { Failure } from "../store/journal.ts";
import type { Redactor } from "./redaction.ts";

/** A command that ended badly. Actions may catch it and look at `exitCode`. */
export class CommandError extends MadeusError {
  /** Undefined where a signal ended it. */
  readonly exitCode: number | undefined;
  /** The last lines of standard error. */
  readonly tail: string;

  constructor(message: string, exitCode: number | undefined, tail: string) {
    super("MADEUS_ACTION_FAILED", message);
    this.exitCode = exitCode;
    this.tail = tail;
  }
}

const lineLengthMax = 500;
/** How many errors are followed from the one thrown to its causes. */
const causesMax = 4;

/**
 * What was thrown, as the journal keeps it. Total: nothing that can be thrown makes it throw.
 *
 * @param lastLines  what the action printed last, told where the error has no such lines of its own
 */
export function failureOf(thrown: unknown, redactor: Redactor, lastLines: string): Failure {
  const { code, exitCode, tail } = factsOf(thrown);
  const lines = redactor
    .redact(tail === "" ? lastLines : tail)
    .split("\n")
    .map(cut)
    .join("\n");
  return {
    code,
    message: firstLine(redactor.redact(sentenceOf(thrown))),
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(lines === "" ? {} : { tail: lines }),
  };
}

/** What was thrown, in words that may hold a secret. Total. */
export function sentenceOf(thrown: unknown): string {
  try {
    if (thrown instanceof Error) return withCauses(thrown);
    return `the action threw ${shown(thrown)}, which is not an Error`;
  } catch {
    return "the action threw something that cannot be shown";
  }
}

/** Many libraries keep what really happened in the cause only: "fetch failed" alone helps nobody. */
function withCauses(error: Error): string {
  const sentences: string[] = [];
  for (const one of chainOf(error)) {
    const said = sentence(one);
    if (!sentences.some((before) => before.includes(said))) sentences.push(said);
  }
  return sentences.join(": ");
}

/** An error and its causes, up to one of ours: that says all there is to say. */
function chainOf(error: Error): readonly Error[] {
  const chain: Error[] = [];
  let next: unknown = error;
  while (chain.length < causesMax && next instanceof Error) {
    chain.push(next);
    if (isMadeusError(next)) break;
    next = next instanceof AggregateError ? (next.errors as unknown[])[0] : next.cause;
  }
  return chain;
}

/** For the log: where an error comes from, and a line for each of its causes. Total. */
export function stackOf(error: Error): readonly string[] {
  try {
    const [, ...causes] = chainOf(error);
    const stack = typeof error.stack === "string" ? [error.stack] : [];
    return [...stack, ...causes.map((one) => `caused by: ${sentence(one)}`)];
  } catch {
    return [];
  }
}

function sentence(error: Error): string {
  const said = error.message || ("code" in error ? String(error.code) : error.name);
  return isMadeusError(error) && error.hint !== undefined ? `${said} (${error.hint})` : said;
}

function shown(thrown: unknown): string {
  if (typeof thrown === "string") return JSON.stringify(thrown);
  if (typeof thrown !== "object" || thrown === null) return String(thrown);
  return JSON.stringify(thrown);
}

function factsOf(thrown: unknown): { code: string; exitCode: number | undefined; tail: string } {
  const code = "MADEUS_ACTION_FAILED";
  try {
    const { exitCode, tail } = thrown as { exitCode?: unknown; tail?: unknown };
    return {
      code: isMadeusError(thrown) ? thrown.code : code,
      exitCode: typeof exitCode === "number" ? exitCode : undefined,
      tail: typeof tail === "string" ? tail : "",
    };
  } catch {
    return { code, exitCode: undefined, tail: "" };
  }
}

const firstLine = (text: string): string => cut(text.split(/\r?\n/, 1)[0] ?? "");

const cut = (line: string): string =>
  line.length <= lineLengthMax ? line : `${line.slice(0, lineLengthMax - 1).toWellFormed()}…`;
