/**
 * Settings: values of a file that may be given from outside, e.g. by `madeus deploy --set replicas=3`.
 *
 * Whoever imports the file gives them before; the file declares them while it is imported. The register is one for the whole process,
 * so that a command line and a file which use different copies of Madeus speak of the same settings.
 */
import { MadeusError } from "./code.ts";
import { quote } from "./name.ts";

export type SettingValue = string | number | boolean;
/** Values by name. */
export type Settings = Readonly<Record<string, SettingValue>>;
/** What kind of value it is; from outside all come as text. */
export type SettingKind = StringConstructor | NumberConstructor | BooleanConstructor;

/**
 * Declares a setting and gives its value: the one given from outside, else `otherwise`.
 *
 * @throws MadeusError  `MADEUS_BAD_SETTING` where what was given is not of the kind, or where nothing was and there is no `otherwise`
 */
export function setting(name: string, kind: StringConstructor, otherwise?: string): string;
export function setting(name: string, kind: NumberConstructor, otherwise?: number): number;
export function setting(name: string, kind: BooleanConstructor, otherwise?: boolean): boolean;
export function setting(name: string, kind: SettingKind, otherwise?: SettingValue): SettingValue {
  if (!nameForm.test(name))
    throw new MadeusError("MADEUS_BAD_NAME", `A setting cannot be called ${quote(name)}.`, {
      hint: "a name has letters, digits, - and _, and begins with a letter",
    });
  const { given, remembered, declared } = register();
  const before = declared.get(name);
  if (before !== undefined && before.kind !== kind.name)
    throw new MadeusError(
      "MADEUS_BAD_SETTING",
      `The setting ${name} is declared twice, as ${before.kind} and as ${kind.name}.`,
    );
  const old = remembered.get(name);
  const value =
    valueGiven(name, kind, given.get(name)) ??
    (old === undefined ? undefined : parsed(kind, String(old))) ??
    otherwise;
  if (value === undefined)
    throw new MadeusError("MADEUS_BAD_SETTING", `The setting ${name} has no value.`, {
      hint: `give it one: --set ${name}=${examples[kind.name]}`,
    });
  declared.set(name, { kind: kind.name, value });
  return value;
}

/**
 * Sets what the settings of the next import will be, and forgets those that are declared so far.
 *
 * @param given  as text, by name; must be of the kind that is declared
 * @param remembered  of an earlier run; where it is no longer of the kind that is declared it is left out
 */
export function giveSettings(given: ReadonlyMap<string, string>, remembered: Settings): void {
  const the = register();
  the.given = given;
  the.remembered = new Map(Object.entries(remembered));
  the.declared.clear();
}

/** The settings that were declared since, with the values they have. */
export function declaredSettings(): Settings {
  return Object.fromEntries([...register().declared].map(([name, { value }]) => [name, value]));
}

interface Register {
  given: ReadonlyMap<string, string>;
  remembered: ReadonlyMap<string, SettingValue>;
  readonly declared: Map<string, { readonly kind: string; readonly value: SettingValue }>;
}
const key = Symbol.for("madeus.settings");

function register(): Register {
  const world = globalThis as { [key]?: Register };
  return (world[key] ??= { given: new Map(), remembered: new Map(), declared: new Map() });
}

const nameForm = /^[a-z][\w-]{0,63}$/i;
const examples: Readonly<Record<string, string>> = { String: "TEXT", Number: "2", Boolean: "true" };

function valueGiven(
  name: string,
  kind: SettingKind,
  text: string | undefined,
): SettingValue | undefined {
  if (text === undefined) return undefined;
  const value = parsed(kind, text);
  if (value !== undefined) return value;
  const wanted = kind === Number ? "a number" : "true or false";
  throw new MadeusError(
    "MADEUS_BAD_SETTING",
    `The setting ${name} must be ${wanted}, and is ${quote(text)}.`,
  );
}

function parsed(kind: SettingKind, text: string): SettingValue | undefined {
  if (kind === String) return text;
  if (kind === Boolean) return text === "true" ? true : text === "false" ? false : undefined;
  const number = Number(text);
  return text.trim() === "" || !Number.isFinite(number) ? undefined : number;
}
