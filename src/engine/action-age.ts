/**
 * Files that are encrypted by age: https://c2sp.org/age.
 *
 * What is decrypted is kept in memory only. No error of the package that decrypts is passed on: some repeat the identity that they were
 * given.
 */
import type { Stanza } from "age-encryption";
import { type Code, MadeusError } from "../model/code.ts";
import { quote } from "../model/name.ts";

export interface Identities {
  /** Where they are kept, in words. */
  readonly where: string;
  /** `AGE-SECRET-KEY-…`, at least one. */
  readonly identities: readonly string[];
}

/**
 * All of an encrypted file, as text.
 *
 * @throws MADEUS_SECRET_LOCKED
 */
export async function decrypted(
  path: string,
  bytes: Buffer,
  identities: Identities,
): Promise<string> {
  const { Decrypter, armor } = await import("age-encryption");
  const file = (): Uint8Array => (isArmored(bytes) ? armor.decode(bytes.toString()) : bytes);
  const binary = orRefuse(file, locked(path, "is damaged", whereFrom));
  const version = /^age-encryption\.org\/(\S+)\n/.exec(beginning(binary))?.[1];
  if (version === undefined) throw locked(path, "is not encrypted by age", whereFrom);
  if (version !== "v1")
    throw locked(path, `is of the version ${quote(version)} of age's format`, "v1 can be read");
  const decrypter = new Decrypter();
  let kinds: readonly string[] = [];
  decrypter.addIdentity({
    // It opens nothing: it only looks at whom the file is for.
    unwrapFileKey(stanzas: readonly Stanza[]) {
      kinds = stanzas.map(({ args }) => args[0] ?? "");
      return null;
    },
  });
  for (const one of identities.identities)
    orRefuse(() => decrypter.addIdentity(one), badIdentity(identities.where, "is damaged"));
  try {
    return Buffer.from(await decrypter.decrypt(binary)).toString();
  } catch (error) {
    const { message } = error as Error;
    throw message.startsWith("no identity matched")
      ? notFor(path, identities, kinds)
      : locked(path, "is damaged", whereFrom);
  }
}

/**
 * The identities in what is kept there; what stands around them are comments.
 *
 * @throws MadeusError  `MADEUS_SECRET_LOCKED` where there is none
 */
export function identitiesIn(where: string, text: string): Identities {
  const identities = text.split(/\s+/).filter((word) => word.startsWith("AGE-SECRET-KEY-"));
  if (identities.length === 0) throw badIdentity(where, "is none of age");
  return { where, identities };
}

const isArmored = (bytes: Buffer): boolean =>
  beginning(bytes).trimStart().startsWith("-----BEGIN AGE");

const beginning = (bytes: Uint8Array): string =>
  Buffer.from(bytes.subarray(0, 100)).toString("latin1");

function orRefuse<T>(attempt: () => T, refusal: MadeusError): T {
  try {
    return attempt();
  } catch {
    throw refusal;
  }
}

function notFor(path: string, { where }: Identities, kinds: readonly string[]): MadeusError {
  if (kinds.includes("scrypt"))
    return locked(
      path,
      "is encrypted with a passphrase",
      "encrypt it for an identity: `age-keygen` makes one, `age -r` encrypts for it",
    );
  return locked(
    path,
    `is not for the identity in ${where}`,
    kinds.some((kind) => !kind.startsWith("X25519") && !kind.startsWith("mlkem"))
      ? 'keys of SSH and plugins are for the program: secret({ command: ["age", "-d", "-i", IDENTITY, FILE] })'
      : "encrypt it for that one too: `age -r` may stand several times",
  );
}

const whereFrom =
  "`age -r RECIPIENT -o FILE` makes such a file; `age -d` tells what it thinks of it";

const locked = (path: string, what: string, hint: string): MadeusError =>
  refused("MADEUS_SECRET_LOCKED", `the file ${quote(path)} ${what}`, hint);

const badIdentity = (where: string, what: string): MadeusError =>
  refused(
    "MADEUS_SECRET_LOCKED",
    `the identity in ${where} ${what}`,
    "it is a line AGE-SECRET-KEY-…, as `age-keygen` makes it",
  );

const refused = (code: Code, text: string, hint: string): MadeusError =>
  new MadeusError(code, text, { hint });
