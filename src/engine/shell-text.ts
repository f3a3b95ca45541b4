/**
 * Just enough of the shell's grammar to know in what kind of text a value would stand.
 *
 * In doubt it reports a context in which values are refused: a refusal costs the author a minute, a wrong guess opens a hole.
 */

/** What surrounds the next character; no context is plain text, and so is the inside of a `group`: `(…)` and `$(…)`. */
export type Context =
  | "group"
  | "single"
  | "double"
  | "backquote"
  | "parameter"
  | "arithmetic"
  | "comment";

/**
 * What makes all text behind it doubtful: a here-document, `$'…'` (not the same in all shells), `case … )` in a quoted `$(…)`, or a
 * `$` at the end of a continued line.
 */
export type Doubt = "here-document" | "ansi-quote" | "case" | "continuation";

/** Where reading has come to. */
export interface Reading {
  /** Innermost last. */
  readonly contexts: readonly Context[];
  /** The last few characters, continued lines joined; a letter stands for one that a backslash took the meaning from. */
  readonly before: string;
  /** The next character stands behind a backslash. */
  readonly escaping: boolean;
  readonly doubt: Doubt | undefined;
}

export const beginning: Reading = { contexts: [], before: "", escaping: false, doubt: undefined };

/** Reads `text` from where `reading` ended. O(text). */
export function readOn(reading: Reading, text: string): Reading {
  const contexts = [...reading.contexts];
  let { before, escaping, doubt } = reading;
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at);
    if (escaping) {
      escaping = false;
      if (sign !== "\n") before = remembered(before, "x");
      else if (before.endsWith("$")) doubt ??= "continuation";
    } else if (sign === "\\" && !literal.includes(contexts.at(-1))) escaping = true;
    else {
      doubt ??= doubtAt(contexts, before, sign);
      at += turn(contexts, before, sign, text.slice(at + 1, at + 3));
      before = remembered(before, text.charAt(at));
    }
  }
  return { contexts, before, escaping, doubt };
}

/** Where a backslash is a character like any other. */
const literal: readonly (Context | undefined)[] = ["single", "comment"];

const remembered = (before: string, sign: string): string => (before + sign).slice(-5);

const isPlain = (contexts: readonly Context[]): boolean =>
  contexts.length === 0 || contexts.at(-1) === "group";

function doubtAt(contexts: readonly Context[], before: string, sign: string): Doubt | undefined {
  if (!isPlain(contexts)) return undefined;
  if (sign === "<" && before.endsWith("<")) return "here-document";
  if (sign === "'" && before.endsWith("$")) return "ansi-quote";
  const inQuotes = contexts.includes("double");
  return inQuotes && /\s/.test(sign) && /(^|[\s;&|(])case$/.test(before) ? "case" : undefined;
}

const closing: Readonly<Record<Context, string>> = {
  group: ")",
  single: "'",
  double: '"',
  backquote: "`",
  parameter: "}",
  arithmetic: ")",
  comment: "\n",
};

/** Opens or closes a context at `sign`; gives how many of the characters that follow belong to it. */
function turn(contexts: Context[], before: string, sign: string, next: string): number {
  const context = contexts.at(-1);
  if (context !== undefined && sign === closing[context]) contexts.pop();
  else if (context === "arithmetic" && sign === "(") contexts.push("arithmetic");
  else if (context === "double") return expansion(contexts, sign, next);
  else if (isPlain(contexts)) return plainTurn(contexts, before, sign, next);
  return 0;
}

function plainTurn(contexts: Context[], before: string, sign: string, next: string): number {
  if (sign === "'") contexts.push("single");
  else if (sign === '"') contexts.push("double");
  else if (sign === "(") return open(contexts, next);
  else if (sign === "#" && /(^|[\s;&|()])$/.test(before)) contexts.push("comment");
  // In plain text the inside of ${…} is quoted as usual.
  else if (next.charAt(0) !== "{") return expansion(contexts, sign, next);
  return 0;
}

function expansion(contexts: Context[], sign: string, next: string): number {
  if (sign === "`") contexts.push("backquote");
  if (sign !== "$") return 0;
  if (next.startsWith("(")) return 1 + open(contexts, next.slice(1));
  if (!next.startsWith("{")) return 0;
  contexts.push("parameter");
  return 1;
}

/** After a `(`. Some shells take `((` as arithmetic even without a `$`. */
function open(contexts: Context[], next: string): number {
  const arithmetic = next.startsWith("(");
  // Arithmetic stands there twice, since it has two closing signs.
  if (arithmetic) contexts.push("arithmetic", "arithmetic");
  else contexts.push("group");
  return arithmetic ? 1 : 0;
}
