/** Commands of programs as the log tells them. Pure. */
import { quoteWord } from "./command-line.ts";

/**
 * As one would type it. Shell text is told as itself, by its first line; of a shell that reads its text from standard input there is nothing
 * to tell: such text is in no log.
 */
export function commandTold(
  file: string,
  args: readonly string[],
  hasInput: boolean,
): string | undefined {
  const [flags = "", text, ...others] = args[1] === "--" ? args.toSpliced(1, 1) : args;
  if (file === "sh" && text === undefined && hasInput && /^-e?s$/.test(flags)) return undefined;
  if (file === "sh" && text !== undefined && others.length === 0 && /^-e?c$/.test(flags))
    return firstLine(text);
  return [file, ...args].map(asTyped).join(" ");
}

export const asTyped = (word: string): string =>
  /^[\w./:=@%+,-]+$/.test(word) ? word : quoteWord(word);

function firstLine(text: string): string {
  const [first = "", ...others] = text.trim().split("\n");
  return others.length === 0 ? first : `${first} …`;
}
