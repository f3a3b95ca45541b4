/**
 * Secrets are passed around as references to where they are kept; the value itself is fetched where it is used
 * and is never part of a declaration, a journal, a log or a picture.
 */

/**
 * Where a secret is kept, on the machine that Madeus runs on. A command's standard output is the secret, without its last newline;
 * so is what a file holds, if it is a single line.
 */
export type SecretSource =
  | { readonly env: string }
  | { readonly file: string }
  | { readonly command: readonly [string, ...string[]] };

/** A reference to a secret: safe to print and to record. */
export type SecretReference = { readonly secret: SecretSource };

/** Marks a field of a data port as secret: what travels is a reference. */
export interface Secret {
  readonly secret: true;
}

/** `secret()` marks a field of a data port; `secret({ env: "PASSWORD" })` refers to a value kept elsewhere. */
export function secret(): Secret;
export function secret(source: SecretSource): SecretReference;
export function secret(source?: SecretSource): Secret | SecretReference {
  return source === undefined ? { secret: true } : { secret: source };
}

export const isSecretMark = (value: unknown): value is Secret =>
  typeof value === "object" && value !== null && "secret" in value && value.secret === true;

export const isSecretReference = (value: unknown): value is SecretReference =>
  typeof value === "object" &&
  value !== null &&
  "secret" in value &&
  Object.keys(value).length === 1 &&
  isSource(value.secret);

function isSource(value: unknown): value is SecretSource {
  if (typeof value !== "object" || value === null) return false;
  const [entry, ...more] = Object.entries(value);
  if (entry === undefined || more.length > 0) return false;
  const [kind, where] = entry;
  if (kind === "env" || kind === "file") return typeof where === "string" && where !== "";
  return (
    kind === "command" &&
    Array.isArray(where) &&
    where.length > 0 &&
    where.every((part) => typeof part === "string")
  );
}
