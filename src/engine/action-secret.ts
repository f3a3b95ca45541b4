/**
 * The secrets of a run: each is fetched from where its reference says that it is kept, on this machine, and hidden from then on.
 *
 * They are kept in memory only. A file is decrypted once for as long as it stays the same, however many secrets are in it.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { MadeusError, isMadeusError } from "../model/code.ts";
import { quote } from "../model/name.ts";
import {
  type AgeSource,
  type PlainSource,
  type SecretReference,
  identityVariable,
} from "../model/secret.ts";
import { decrypted, identitiesIn } from "./action-age.ts";
import type { Order } from "./action-commands.ts";
import { secretNamed } from "./action-secret-key.ts";
import { plainCommand } from "./host.ts";
import { Redactor } from "./redaction.ts";

/** Runs a command of this machine without telling its output to anybody; rejects where it fails. */
export type RunQuietly = (order: Order) => Promise<unknown>;

export class Secrets {
  /** Knows them from when they are fetched. */
  readonly redactor: Redactor = new Redactor();
  /** What was decrypted, by path, content and identity. */
  readonly #decrypted = new Map<string, Promise<string>>();

  /** @throws MadeusError  `MADEUS_SECRET_MISSING` if there is nothing, or nothing in it; `MADEUS_SECRET_LOCKED`; or what `run` throws */
  async fetch({ secret }: SecretReference, run: RunQuietly): Promise<string> {
    const text = "age" in secret ? await this.#within(secret, run) : await this.#plain(secret, run);
    this.redactor.add(text);
    return text;
  }

  async #within(source: AgeSource, run: RunQuietly): Promise<string> {
    const { age, key } = source;
    const text = await this.#opened(source, run);
    return key === undefined
      ? present(lineOf(text), placeOf({ file: age }))
      : secretNamed(key, text, age);
  }

  async #plain(source: PlainSource, run: RunQuietly): Promise<string> {
    const where = placeOf(source);
    if ("env" in source) return present(process.env[source.env], where);
    if ("file" in source) return present(lineOf(String(await read(source.file, where))), where);
    return present(await this.#printed(source.command, run), where);
  }

  /** What a command that fails has printed is hidden, too: it may say it again where it says why. */
  async #printed(
    [file, ...args]: readonly [string, ...string[]],
    run: RunQuietly,
  ): Promise<string> {
    const output: Uint8Array[] = [];
    const printed = (): string =>
      Buffer.concat(output)
        .toString()
        .replace(/\r?\n$/, "");
    const data = (chunk: Uint8Array): void => void output.push(chunk);
    const label = `the command ${quote(file)}`;
    try {
      await run({ command: plainCommand(file, args), label, quiet: true, data });
    } catch (error) {
      this.redactor.add(printed());
      throw error;
    }
    return printed();
  }

  async #opened({ age, identity = usualIdentity() }: AgeSource, run: RunQuietly): Promise<string> {
    const bytes = await read(age, `the encrypted file ${quote(age)}`);
    const content = createHash("sha256").update(bytes).digest("hex");
    const name = JSON.stringify([age, content, identity]);
    const open = async (): Promise<string> => {
      const found = identitiesIn(placeOf(identity), await this.#identity(age, identity, run));
      for (const one of found.identities) this.redactor.add(one);
      return decrypted(age, bytes, found);
    };
    // Another's may fail because that action was ended.
    const before = await this.#decrypted.get(name)?.catch(() => undefined);
    if (before !== undefined) return before;
    const opened = this.#decrypted.get(name) ?? open();
    this.#decrypted.set(name, opened);
    // Who tries again may have mended it.
    opened.catch(() => this.#decrypted.delete(name));
    return opened;
  }

  async #identity(age: string, kept: PlainSource, run: RunQuietly): Promise<string> {
    try {
      return await this.#plain(kept, run);
    } catch (cause) {
      if (!isMadeusError(cause) || cause.code !== "MADEUS_SECRET_MISSING") throw cause;
      throw new MadeusError(
        cause.code,
        `no identity for the file ${quote(age)}: ${cause.message}`,
        {
          hint: "`age-keygen` makes one; MADEUS_AGE_KEY_FILE or `identity` says where it is",
          cause,
        },
      );
    }
  }
}

/** Where an operator keeps his identity, unless a reference names another place. */
function usualIdentity(): PlainSource {
  const { MADEUS_AGE_KEY_FILE: file = "", XDG_CONFIG_HOME: config = "" } = process.env;
  if ((process.env[identityVariable] ?? "") !== "") return { env: identityVariable };
  if (file !== "") return { file };
  return { file: join(config === "" ? join(homedir(), ".config") : config, "madeus", "age.txt") };
}

function placeOf(source: PlainSource): string {
  if ("env" in source) return `the environment variable ${quote(source.env)}`;
  if ("file" in source) return `the file ${quote(source.file)}`;
  return `the output of the command ${quote(source.command[0])}`;
}

function present(value: string | undefined, where: string): string {
  if (value !== undefined && value !== "") return value;
  throw new MadeusError("MADEUS_SECRET_MISSING", `there is no secret in ${where}`);
}

async function read(path: string, what: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const text = `${what} of a secret cannot be read: ${code}`;
    throw new MadeusError("MADEUS_SECRET_MISSING", text, { cause });
  }
}

/** Editors end a password with a newline that is no part of it; the lines of a key are all its own. */
const lineOf = (text: string): string => (/^[^\n]*\n$/.test(text) ? text.trimEnd() : text);
