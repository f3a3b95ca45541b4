/**
 * Names: which may be declared, and how any text is shown in a message.
 *
 * What is shown came from outside: it is cut, and nothing in it can move the cursor or colour a terminal.
 */

const nameLengthMax = 200;

/** Why `name` cannot be the name of a place, transition, behavior, port or instance; undefined where it can. */
export function nameProblem(name: string): string | undefined {
  return name.includes(".") ? `holds a "."` : titleProblem(name);
}

/** The same for names that are never part of a wire: those of components, assemblies and hosts. */
export function titleProblem(name: string): string | undefined {
  if (name.trim() === "") return "is empty";
  if (name.length > nameLengthMax)
    return `has ${name.length} characters, more than ${nameLengthMax}`;
  if (name.includes("/")) return `holds a "/"`;
  if (unprintable.test(name)) return "holds a control character";
  if (/^\.+$/.test(name)) return "is the name of a directory on the way";
  if (name === "__proto__") return "is a reserved word of JavaScript";
  return undefined;
}
/** Control characters, the line separators of Unicode, halves of characters, and marks that turn round what follows. */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** Text from outside in quotes: at most `shownLengthMax` characters of it, without control characters. */
export function quote(text: string): string {
  return `"${shown(text)}"`;
}

/** The same without quotes, e.g. for `web.database`. */
export function shown(text: string): string {
  const cut =
    text.length > shownLengthMax
      ? `${text.slice(0, shownLengthMax).replace(/\p{Cs}$/u, "")}…`
      : text;
  return cut.replace(hidden, (c) => `\\u{${c.codePointAt(0)?.toString(16)}}`);
}
const shownLengthMax = 60;
const hidden = new RegExp(unprintable, "gu");

/** `"a", "b" and "c"`, or the first of them and how many more there are. */
export function quoteAll(names: readonly string[], countMax = 6): string {
  if (names.length > countMax)
    return `${names.slice(0, countMax).map(quote).join(", ")} and ${names.length - countMax} more`;
  const quoted = names.map(quote);
  const last = quoted.pop() ?? "";
  return quoted.length === 0 ? last : `${quoted.join(", ")} and ${last}`;
}

/** How a transition of an instance is written, whole: `db.start`. To be shown it may have to be cut: `path`. */
export const transitionName = ({
  instance,
  transition,
}: {
  readonly instance: string;
  readonly transition: string;
}): string => `${instance}.${transition}`;

/** A path such as `web.database` of the names on the way. */
export const path = (...names: readonly string[]): string => names.map(shown).join(".");

/** `an application`, `a store`: by its first letter. */
export const withArticle = (noun: string): string =>
  `${/^[aeiou]/i.test(noun) ? "an" : "a"} ${noun}`;
