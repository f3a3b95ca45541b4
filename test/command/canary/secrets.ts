/** Planted secrets: one for each source, and what none of them may leave anywhere. */
import { randomBytes } from "node:crypto";

/** A word that stands nowhere else. */
const word = (): string => `cnry${randomBytes(9).toString("hex")}`;
const words = (count: number): readonly string[] => Array.from({ length: count }, word);

const [inEnv = "", inCommand = "", inFile = "", whole = "", sudo = "", printed = "", daemon = ""] =
  words(7);
const lines = words(6);

/** By where they are kept. Each has quotes, spaces, or lines: whatever makes programs print it in another way. */
export const planted = {
  env: `${inEnv}'w "ü/1 <&> \\${inEnv}`,
  command: `$(${inCommand}) \`id\` %41+=`,
  file: ["-----BEGIN PRIVATE KEY-----", ...lines, "-----END PRIVATE KEY-----", ""].join("\n"),
  /** One of several in an encrypted file. */
  age: `${inFile}#é"`,
  /** All of an encrypted file. */
  whole: `${whole}\n${whole}\n`,
  sudo: `${sudo} "'$`,
  /** What a command prints that fails after it. */
  printed,
  /** What a daemon prints: the one that may be found, where docs/secrets.md says so. */
  daemon,
};

/** All of these in any encoding is a leak; there is no way to print a secret without one of them. */
export const cores: readonly string[] = [inEnv, inCommand, ...lines, inFile, whole, sudo, printed];

/** As it stands in any text or bytes: made without the code that is tested. */
export const needlesOf = (words: readonly string[]): readonly Buffer[] =>
  words.flatMap((core) => [
    Buffer.from(core),
    Buffer.from(Buffer.from(core).toString("hex")),
    Buffer.from(Buffer.from(core).toString("hex").toUpperCase()),
    ...[0, 1, 2].map((before) => {
      const encoded = Buffer.from(" ".repeat(before) + core).toString("base64");
      return Buffer.from(encoded.slice(before === 0 ? 0 : before + 1, -4));
    }),
  ]);
