/**
 * Texts of files, as tagged templates: TypeScript is the language of the template, so that a value that is missing does not compile.
 *
 * Where it does compile (`any`, JSON) it is an error, and never an empty text.
 */
import { argumentText, unescaped } from "../engine/command-line.ts";
import { badStep } from "./step.ts";

/** A list stands for its lines. */
export type TemplateValue = string | number | boolean | readonly (string | number | boolean)[];

/**
 * A text without the indentation that all of its lines share, with a newline at its end. Backslashes are taken as they are written.
 * A value of several lines has each of them indented as the first.
 *
 * @throws MadeusError  `MADEUS_BAD_STEP` where a value has no text
 */
export function template(text: TemplateStringsArray, ...values: readonly TemplateValue[]): string {
  const parts = dedented(text.raw.map(unescaped));
  let written = parts[0] ?? "";
  for (const [index, value] of values.entries()) {
    const indentation = /[ \t]*/.exec(written.slice(written.lastIndexOf("\n") + 1))?.[0] ?? "";
    const shown = textOf(value, `value ${index + 1} of the template`);
    written += shown.replaceAll("\n", `\n${indentation}`) + (parts[index + 1] ?? "");
  }
  return written === "" || written.endsWith("\n") ? written : `${written}\n`;
}

/** No text of a template holds it. */
const valueMark = "\0";

function dedented(parts: readonly string[]): readonly string[] {
  const lines = parts
    .join(valueMark)
    .replace(/^\n/, "")
    .replace(/\n[ \t]*$/, "\n")
    .split("\n");
  const indents = lines
    .filter((line) => line.trim() !== "")
    .map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0);
  const shared = Math.min(...indents);
  return lines
    .map((line) => line.slice(shared))
    .join("\n")
    .split(valueMark);
}

function textOf(value: unknown, where: string): string {
  try {
    if (!Array.isArray(value)) return argumentText(value, where);
    return value.map((one) => argumentText(one, `an element of ${where}`)).join("\n");
  } catch (error) {
    throw badStep((error as Error).message);
  }
}
