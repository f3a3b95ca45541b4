/**
 * Secrets are passed around as references to where they are kept; the value itself is fetched where it is used
 * and is never part of a declaration, a journal, a log or a picture.
 */

/** Where a secret is kept, on the machine that Madeus runs on. */
export type SecretSource = PlainSource | AgeSource;

/** A command's standard output is the secret, without its last newline; so is what a file holds, if it is a single line. */
export type PlainSource =
  | { readonly env: string }
  | { readonly file: string }
  | { readonly command: readonly [string, ...string[]] };

/** A file that is encrypted by age (https://age-encryption.org), armored or not. */
export interface AgeSource {
  readonly age: string;
  /** Which of the secrets in it; it is JSON, YAML or lines `NAME=value`, and its name says so: `site.env.age`. Default: all of it is one. */
  readonly key?: string;
  /** Where the identity is kept that decrypts it. Default: where the operator keeps it, see docs/secrets.md. */
  readonly identity?: PlainSource;
}

/** Where an operator may keep his identity of age. It is his alone: no program that we start is given it. */
export const identityVariable = "MADEUS_AGE_KEY";

/** An environment as other programs are given it. */
export function withoutIdentity<T>(
  environment: Readonly<Record<string, T>>,
): Readonly<Record<string, T>> {
  const { [identityVariable]: _, ...others } = environment;
  return others;
}

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

const isSource = (value: unknown): value is SecretSource =>
  isPlainSource(value) || isAgeSource(value);

function isPlainSource(value: unknown): value is PlainSource {
  if (typeof value !== "object" || value === null) return false;
  const [entry, ...more] = Object.entries(value);
  if (entry === undefined || more.length > 0) return false;
  const [kind, where] = entry;
  if (kind === "env" || kind === "file") return isName(where);
  return (
    kind === "command" &&
    Array.isArray(where) &&
    where.length > 0 &&
    where.every((part) => typeof part === "string")
  );
}

function isAgeSource(value: unknown): value is AgeSource {
  if (typeof value !== "object" || value === null || !("age" in value)) return false;
  const { age, key, identity, ...more }: Partial<Record<string, unknown>> = value;
  return (
    isName(age) &&
    (key === undefined || isName(key)) &&
    (identity === undefined || isPlainSource(identity)) &&
    Object.keys(more).length === 0
  );
}

const isName = (value: unknown): value is string => typeof value === "string" && value !== "";
