/** Secrets that are made up once and then kept in a file that only its owner can read. */
import { randomBytes } from "node:crypto";
import { link, rm, writeFile } from "node:fs/promises";
import { secret, type SecretReference } from "madeus";

/** Makes up a secret, unless `file` holds one already. */
export async function makeSecret(file: string): Promise<void> {
  const written = `${file}.new`;
  await rm(written, { force: true });
  await writeFile(written, randomBytes(24).toString("base64url"), { mode: 0o600, flag: "wx" });
  // A link never replaces a file: what others have already read stays true.
  await link(written, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  await rm(written);
}

export const secretIn = (file: string): SecretReference => secret({ file });
