/**
 * Command lines for a POSIX shell, safe by construction: the text of a template is shell text, a value is always one quoted word.
 *
 * A value that stands where quotes do not protect it (inside quotes, a comment, a here-document …) is refused, never guessed at.
 */
import { MadeusError } from "../model/code.ts";
import { isSecretReference } from "../model/secret.ts";
import { type Context, type Doubt, type Reading, beginning, readOn } from "./shell-text.ts";

/**
 * The command line that a template stands for.
 *
 * The text is taken as it is written, backslashes included, save that `` \` `` and `\${` stand for what they must be written for in
 * a template. A list becomes several words and must stand alone between spaces.
 *
 * @throws TypeError for a value that has no text; MADEUS_COMMAND_LINE for one that stands where it cannot be quoted
 */
export function commandLine(text: TemplateStringsArray, values: readonly unknown[]): string {
  if (!Array.isArray(text) || !("raw" in text))
    throw new TypeError("sh is a template tag: write sh`…`, not sh(…)");
  const parts = text.raw.map(unescaped);
  let line = parts[0] ?? "";
  let reading = readOn(beginning, line);
  for (const [index, value] of values.entries()) {
    const after = parts[index + 1] ?? "";
    refuseWhereUnsafe(reading, index + 1, line);
    if (Array.isArray(value)) refuseGlued(line, after, index + 1);
    line += quoted(value, index + 1) + after;
    reading = readOn({ ...reading, before: "'" }, after);
  }
  return line;
}

/** `word` as one word of a shell, whatever it holds. */
export const quoteWord = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/**
 * The text of a value that becomes an argument of a program.
 *
 * @param where  names the value in the error, e.g. "value 1 of sh"
 * @throws TypeError if it has none, or one that no argument can hold
 */
export function argumentText(value: unknown, where: string): string {
  if (typeof value === "number" && !Number.isFinite(value))
    throw new TypeError(`${where} is ${value}, which is not a number that a program can read`);
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean")
    throw new TypeError(`${where} is ${kindOf(value)}; ${remedyFor(value)}`);
  const text = String(value);
  if (text.includes("\0"))
    throw new TypeError(`${where} holds a NUL character, which no argument can hold`);
  if (!text.isWellFormed())
    throw new TypeError(`${where} holds half of a surrogate pair, which is not a character`);
  return text;
}

/** A part of a template as it is meant: backslashes stay, but for those that a template needs. */
export const unescaped = (raw: string): string =>
  raw.replaceAll(/\\(\\|`|\$\{)/g, (whole, escaped: string) =>
    escaped === "\\" ? whole : escaped,
  );

function quoted(value: unknown, number: number): string {
  const where = `value ${number} of sh`;
  return Array.isArray(value)
    ? value.map((one: unknown) => quoteWord(argumentText(one, `an element of ${where}`))).join(" ")
    : quoteWord(argumentText(value, where));
}

function refuseWhereUnsafe(reading: Reading, number: number, before: string): void {
  const reason = unsafe(reading);
  if (reason === undefined) return;
  throw new MadeusError(
    "MADEUS_COMMAND_LINE",
    `value ${number} of sh, after ${JSON.stringify(before.slice(-30))}, stands ${reason.where}`,
    { hint: reason.hint },
  );
}

/** Why a value cannot stand where `reading` has come to, if so. */
function unsafe(reading: Reading): { where: string; hint: string } | undefined {
  if (reading.doubt !== undefined) return doubtful[reading.doubt];
  if (reading.escaping || reading.before.endsWith("$"))
    return {
      where: "right after a sign that changes its quotes",
      hint: "put a backslash before that sign, or a space behind it",
    };
  const context = reading.contexts.at(-1);
  return context === undefined ? undefined : enclosed[context];
}

const doubtful: Readonly<Record<Doubt, { where: string; hint: string }>> = {
  "here-document": {
    where: "after `<<`",
    hint: "give the text by `stdin` of exec, or as an argument",
  },
  "ansi-quote": {
    where: "after `$'`, which not all shells read alike",
    hint: "put the text of $'…' into a value",
  },
  continuation: {
    where: "after a line that is cut behind a dollar sign",
    hint: "cut the line elsewhere",
  },
  case: {
    where: 'after `case` inside "$(…)"',
    hint: "take the quotes around $(…) away, or the case out of it",
  },
};

const inQuotes = {
  where: "inside quotes",
  hint: "take the quotes away: a value is quoted already",
} as const;
const computed = "compute the text in TypeScript and put it here as one value";
const enclosed: Readonly<Record<Context, { where: string; hint: string } | undefined>> = {
  group: undefined,
  single: inQuotes,
  double: inQuotes,
  parameter: { where: 'inside "${…}"', hint: computed },
  arithmetic: { where: "inside ((…))", hint: computed },
  backquote: { where: "inside `…`", hint: "write $(…) instead of the backquotes" },
  comment: { where: "inside a comment", hint: "take it out of the comment" },
};

function refuseGlued(before: string, after: string, number: number): void {
  if (/(^|[\s;|&(])$/.test(before) && /^([\s;|&)<>]|$)/.test(after)) return;
  throw new MadeusError(
    "MADEUS_COMMAND_LINE",
    `value ${number} of sh is a list and touches other text, so only its ends would belong to that text`,
    { hint: "put spaces around it, or join it to one string" },
  );
}

function kindOf(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (isSecretReference(value)) return "a reference to a secret";
  if (typeof value === "object") return "then" in value ? "a promise" : "an object";
  return `a ${typeof value}`;
}

function remedyFor(value: unknown): string {
  if (isSecretReference(value)) return "fetch it first: await secret(reference)";
  if (typeof value === "object" && value !== null && "then" in value) return "await it first";
  return "only strings, numbers, booleans and lists of them can stand here";
}
