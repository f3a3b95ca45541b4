/** One of many secrets in a file: its name says how it is written. */
import { parseEnv } from "node:util";
import { MadeusError } from "../model/code.ts";
import { quote } from "../model/name.ts";
import { didYouMean } from "../model/nearest.ts";

/**
 * The secret of the name `key` in `text`. Names are told where one is missing, values never.
 *
 * @param path  ends with `.env`, `.json`, `.yaml` or `.yml`, and with `.age` behind it
 * @throws MADEUS_SECRET_MISSING
 */
export async function secretNamed(key: string, text: string, path: string): Promise<string> {
  const all = await namesTo(text, path);
  const value = Object.hasOwn(all, key) ? all[key] : undefined;
  const where = `the file ${quote(path)}`;
  if (typeof value === "string" && value !== "") return value;
  if (value === undefined || value === "")
    throw missing(
      `there is no secret ${quote(key)} in ${where}`,
      didYouMean(key, Object.keys(all)),
    );
  throw missing(`${quote(key)} in ${where} is no text`, "write it in quotes");
}

async function namesTo(text: string, path: string): Promise<Readonly<Record<string, unknown>>> {
  const form = /\.(env|json|ya?ml)(?:\.age)?$/.exec(path)?.[1];
  if (form === "env") return parseEnv(text);
  if (form === undefined)
    throw missing(
      `the name of the file ${quote(path)} does not say how its secrets are written`,
      "let it end with .env.age, .json.age or .yaml.age, or leave out `key`",
    );
  const { parseDocument } = await import("yaml");
  // JSON is YAML. What is wrong with it would be told with the text around it: so nobody asks.
  const document = parseDocument(text, { prettyErrors: false });
  const value: unknown = document.errors.length > 0 ? undefined : document.toJS();
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Readonly<Record<string, unknown>>;
  throw missing(
    `the file ${quote(path)} does not hold names with secrets`,
    form === "json" ? 'it must be an object: { "NAME": "…" }' : 'it must hold lines `NAME: "…"`',
  );
}

const missing = (text: string, hint: string | undefined): MadeusError =>
  new MadeusError("MADEUS_SECRET_MISSING", text, { hint });
