/** Secrets that are made up once and then kept in a file that only its owner can read. */
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import { secret, type SecretReference } from "madeus";

/** Makes up a secret, unless `file` holds one already: what others have read stays true. */
export async function makeSecret(file: string): Promise<void> {
  if (existsSync(file)) return;
  const unfinished = `${file}.new`;
  await rm(unfinished, { force: true });
  await writeFile(unfinished, randomBytes(24).toString("base64url"), { mode: 0o600, flag: "wx" });
  await rename(unfinished, file);
}

export const secretIn = (file: string): SecretReference => secret({ file });
