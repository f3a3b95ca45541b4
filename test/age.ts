/** Identities and encrypted files, made by the program `age` itself. */
import { execFileSync } from "node:child_process";

export interface Identity {
  /** All that `age-keygen` writes. */
  readonly file: string;
  /** `AGE-SECRET-KEY-…` */
  readonly key: string;
  /** `age1…` */
  readonly recipient: string;
}

export function ageIdentity(): Identity {
  const file = execFileSync("age-keygen", { encoding: "utf8", stdio: "pipe" });
  const found = (pattern: RegExp): string => pattern.exec(file)?.[0] ?? "";
  return { file, key: found(/AGE-SECRET-KEY-\w+/), recipient: found(/age1\w+/) };
}

/** @param flags  whom it is for, `-a` for armor */
export const ageEncrypted = (text: string | Buffer, ...flags: readonly string[]): Buffer =>
  execFileSync("age", flags, { input: text });

export const ageDecrypted = (path: string, identityFile: string): string =>
  execFileSync("age", ["-d", "-i", identityFile, path], { encoding: "utf8" });
