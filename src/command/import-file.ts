/** Imports the user's file, and says in one sentence what kept it from being imported. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { MadeusError, isMadeusError } from "../model/code.ts";

/** @throws MadeusError  `MADEUS_FILE_MISSING`, `MADEUS_FILE_SYNTAX`, `MADEUS_FILE_THREW`, or what the file itself threw of ours */
export async function importFile(file: string): Promise<Readonly<Record<string, unknown>>> {
  if (!existsSync(file))
    throw new MadeusError("MADEUS_FILE_MISSING", `There is no file ${file}.`, {
      hint: "Name the file that exports your assembly: madeus VERB FILE.",
    });
  const url = pathToFileURL(file).href;
  try {
    return await guarded(async () => (await import(url)) as Readonly<Record<string, unknown>>);
  } catch (error) {
    throw isMadeusError(error) ? error : importError(file, error);
  }
}

/** While a file is imported it may not exit the process, and must not wait for what never comes. */
async function guarded<T>(work: () => Promise<T>): Promise<T> {
  const exit = process.exit;
  const never = Promise.withResolvers<never>();
  const idle = (): void => never.reject(new Error("it waits for something that never comes"));
  process.exit = (code) => {
    const error = new Error(`it called process.exit(${code ?? ""})`);
    never.reject(error);
    throw error;
  };
  process.once("beforeExit", idle);
  try {
    return await Promise.race([work(), never.promise]);
  } finally {
    process.exit = exit;
    process.removeListener("beforeExit", idle);
  }
}

const hints: Readonly<Record<string, string>> = {
  ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX:
    "Node runs TypeScript by leaving the types out: write enums as objects, parameter properties as fields, and no namespaces.",
  ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING:
    "Packages under node_modules must be published as JavaScript.",
  ERR_UNSUPPORTED_DIR_IMPORT: "Name a file, not a directory.",
  ERR_UNKNOWN_FILE_EXTENSION: "Name a TypeScript or JavaScript file.",
  ERR_MODULE_NOT_FOUND:
    "Is the package installed, and does the import name the file with its ending (.ts)?",
  EISDIR: "Name a file, not a directory.",
};

function importError(file: string, error: unknown): MadeusError {
  const { code = "", message, stack = "" } = known(error);
  const where = sourceLine(stack) ?? file;
  const said = sentence(message);
  const hint = hints[code];
  if (error instanceof SyntaxError || code.includes("TYPESCRIPT"))
    return new MadeusError("MADEUS_FILE_SYNTAX", `${where} cannot be read: ${said}`, {
      hint:
        hint ??
        moduleHint(file) ??
        "Correct the line, or see it underlined by: npx -p typescript tsc --noEmit",
      cause: error,
    });
  return new MadeusError("MADEUS_FILE_THREW", `${where} could not be imported: ${said}`, {
    hint: hint ?? "Importing the file must only declare; work belongs into actions.",
    cause: error,
  });
}

/** `npm init` makes projects whose files are no modules unless they say so. */
function moduleHint(file: string): string | undefined {
  if (!/[^m][jt]s$/.test(file)) return undefined;
  let directory = dirname(file);
  while (!existsSync(join(directory, "package.json"))) {
    if (directory === dirname(directory)) return undefined;
    directory = dirname(directory);
  }
  const manifest = join(directory, "package.json");
  return /"type"\s*:\s*"commonjs"/.test(readFileSync(manifest, "utf8"))
    ? `Write "type": "module" in ${manifest}.`
    : undefined;
}

const known = (error: unknown): NodeJS.ErrnoException =>
  error instanceof Error ? error : { name: "", message: String(error) };

/** The first line of a message, as a sentence. */
function sentence(message: string): string {
  const said = (message.split("\n").find((line) => /\w/.test(line)) ?? "it said nothing").trim();
  return /[.!?]$/.test(said) ? said : `${said}.`;
}

/** The first place in a file of the user's that a stack names, as `file:line`. */
function sourceLine(stack: string): string | undefined {
  for (const [, url = "", line = ""] of stack.matchAll(place)) {
    const file = url.startsWith("file:") ? fileURLToPath(url) : url;
    if (!file.includes("/node_modules/") && !file.startsWith(ownSource)) return `${file}:${line}`;
  }
  return undefined;
}
const place = /(?<=^|[\s(])(file:\/\/[^\s()]+?|\/[^\s():]+):(\d+)/gm;
const ownSource = fileURLToPath(new URL("..", import.meta.url));
