/** Values of the variables that say how a host is reached: filled in where they name others, and read as what they must be. Pure. */
import { path, quote } from "../model/name.ts";
import type { Draft, Said } from "./draft.ts";

/** What is known of one host. */
export interface Known {
  readonly host: string;
  readonly variables: ReadonlyMap<string, Said>;
  /** Where what is wrong is noted. */
  readonly draft: Draft;
}

/** The first of several names of one variable that has a value. */
export function said(
  { variables }: Known,
  ...names: readonly string[]
): (Said & { readonly name: string }) | undefined {
  for (const name of names) {
    const found = variables.get(name);
    const isEmpty = found?.value === undefined || found.value === null || found.value === "";
    if (found !== undefined && (!isEmpty || found.isEncrypted === true)) return { ...found, name };
  }
  return undefined;
}

/** A text, in which `{{ other }}` stands for another variable of the host. */
export function textOf(known: Known, ...names: readonly string[]): string | undefined {
  const found = said(known, ...names);
  if (found === undefined) return undefined;
  const written = textIn(found.value);
  if (written === undefined) wrong(known, found, "must be a text");
  const text = written === undefined ? undefined : filled(known, written);
  if (written !== undefined && text === undefined)
    wrong(
      known,
      found,
      `cannot be filled in: ${quote(written)}`,
      "of templates only {{ variable }} is understood",
    );
  return text;
}

/** A number from 1 up to 65535. */
export function portOf(known: Known, ...names: readonly string[]): number | undefined {
  const text = textOf(known, ...names);
  const found = said(known, ...names);
  if (text === undefined || found === undefined) return undefined;
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 1 && port <= 65535) return port;
  const subject = `${path(known.host)}: ${found.name}`;
  known.draft.wrong(
    "MADEUS_BAD_NUMBER",
    `${subject} must be a whole number from 1 to 65535, but is ${quote(text)}`,
    found.at,
  );
  return undefined;
}

/** Yes or no, in all the words that Ansible takes for them. */
export function truthOf(known: Known, ...names: readonly string[]): boolean | undefined {
  const text = textOf(known, ...names)?.toLowerCase();
  const found = said(known, ...names);
  if (text === undefined || found === undefined) return undefined;
  if (["true", "yes", "on", "y", "t", "1", "1.0"].includes(text)) return true;
  if (["false", "no", "off", "n", "f", "0", "0.0"].includes(text)) return false;
  wrong(known, found, `must be yes or no, but is ${quote(text)}`);
  return undefined;
}

/** Notes that a variable of the host cannot be followed. */
export function wrong(
  { host, draft }: Known,
  { name, at }: Said & { readonly name: string },
  text: string,
  hint?: string,
): void {
  draft.wrong("MADEUS_INVENTORY_VARIABLE", `${path(host)}: ${name} ${text}`, at, hint);
}

/** The text with other variables in it; undefined where a template asks for more than a variable. */
export function filled(known: Known, text: string, depth = 0): string | undefined {
  const { host, variables } = known;
  if (!text.includes("{{") && !text.includes("{%")) return text;
  if (depth > depthMax) return undefined;
  const parts = text.split(/\{\{\s*([A-Za-z_]\w*)\s*\}\}/);
  const texts = parts.map((part, k) => {
    if (k % 2 === 0) return /\{[{%]/.test(part) ? undefined : part;
    if (part === "inventory_hostname") return host;
    if (part === "inventory_hostname_short") return host.split(".", 1)[0];
    const named = variables.get(part);
    const other = named?.isEncrypted === true ? undefined : textIn(named?.value);
    return other === undefined ? undefined : filled(known, other, depth + 1);
  });
  return texts.includes(undefined) ? undefined : texts.join("");
}

/** A truth is written as Python does. */
function textIn(value: unknown): string | undefined {
  if (typeof value === "boolean") return value ? "True" : "False";
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

/** A variable that names itself is never filled in. */
const depthMax = 8;
