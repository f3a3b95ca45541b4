/** Fetches the value of a secret from where its reference says that it is kept, on this machine. */
import { readFile } from "node:fs/promises";
import { MadeusError } from "../model/code.ts";
import { quote } from "../model/name.ts";
import type { SecretSource } from "../model/secret.ts";
import { type Exit, plainCommand } from "./host.ts";
import type { Order } from "./action-commands.ts";

/**
 * @param run  runs a command of this machine without telling its output to anybody
 * @throws MADEUS_SECRET_MISSING if there is nothing, or nothing in it
 */
export async function fetchSecret(
  source: SecretSource,
  run: (order: Order) => Promise<Exit>,
): Promise<string> {
  if ("env" in source)
    return present(process.env[source.env], `the environment variable ${quote(source.env)}`);
  if ("file" in source) return present(await read(source.file), `the file ${quote(source.file)}`);
  const [file, ...args] = source.command;
  const label = `the command ${quote(file)}`;
  const { stdout } = await run({ command: plainCommand(file, args), label, quiet: true });
  return present(stdout.replace(/\r?\n$/, ""), `the output of ${label}`);
}

function present(value: string | undefined, where: string): string {
  if (value !== undefined && value !== "") return value;
  throw new MadeusError("MADEUS_SECRET_MISSING", `there is no secret in ${where}`);
}

async function read(path: string): Promise<string> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new MadeusError(
      "MADEUS_SECRET_MISSING",
      `the file ${quote(path)} of a secret cannot be read: ${code}`,
      { cause },
    );
  }
  // Editors end a password with a newline that is no part of it; the lines of a key are all its own.
  return /^[^\n]*\n$/.test(text) ? text.trimEnd() : text;
}
