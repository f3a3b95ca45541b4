/** The user's file: imported by Node's own type stripping, its exports told apart by kind. */
import { existsSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Assembly, isAssembly } from "../model/assembly.ts";
import { MadeusError } from "../model/code.ts";
import { type AnyComponent, isComponent } from "../model/component.ts";
import { didYouMean } from "../model/nearest.ts";
import { type Program, isProgram } from "../model/program.ts";

export interface Loaded {
  /** Absolute. */
  readonly file: string;
  readonly assemblies: ReadonlyMap<string, Assembly>;
  readonly programs: ReadonlyMap<string, Program>;
  readonly components: readonly AnyComponent[];
}
export const fileDefault = "assembly.ts";

/** @throws MadeusError  `MADEUS_FILE_MISSING`, `MADEUS_FILE_SYNTAX` or `MADEUS_FILE_THREW` */
export async function load(path: string = fileDefault): Promise<Loaded> {
  const file = isAbsolute(path) ? path : resolve(path);
  if (!existsSync(file))
    throw new MadeusError("MADEUS_FILE_MISSING", `There is no file ${file}.`, {
      hint: `Name the file that exports your assembly: madeus deploy FILE. Without one it is ${fileDefault} here.`,
    });
  const exported = await importFile(file);
  const entries = Object.entries(exported);
  return {
    file,
    assemblies: new Map(entries.flatMap(([name, value]) => (isAssembly(value) ? [[name, value]] : []))),
    programs: new Map(entries.flatMap(([name, value]) => (isProgram(value) ? [[name, value]] : []))),
    components: entries.flatMap(([, value]) => (isComponent(value) ? [value] : [])),
  };
}

/** The assembly of a file: the only one, or the one whose export is named. */
export function chooseAssembly(loaded: Loaded, name: string | undefined): { readonly name: string; readonly assembly: Assembly } {
  const { assemblies, file } = loaded;
  if (name === undefined) {
    const [first, ...others] = assemblies;
    if (first === undefined)
      throw new MadeusError("MADEUS_NO_ASSEMBLY", `${file} exports no assembly.`, {
        hint: "Export one: export const site = assembly({ … }).",
      });
    if (others.length > 0)
      throw new MadeusError("MADEUS_SEVERAL_ASSEMBLIES", `${file} exports ${assemblies.size} assemblies: ${[...assemblies.keys()].join(", ")}.`, {
        hint: `Say which: madeus deploy FILE ${first[0]}.`,
      });
    return { name: first[0], assembly: first[1] };
  }
  const assembly = assemblies.get(name);
  if (assembly !== undefined) return { name, assembly };
  throw new MadeusError("MADEUS_NO_ASSEMBLY", `${file} exports no assembly called "${name}".`, {
    hint: didYouMean(name, assemblies.keys()),
  });
}

async function importFile(file: string): Promise<Record<string, unknown>> {
  try {
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  } catch (error) {
    throw loadError(file, error);
  }
}

const hints: Readonly<Record<string, string>> = {
  ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX:
    "Node runs TypeScript by leaving the types out: write enums as objects, parameter properties as fields, and no namespaces.",
  ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING: "Packages under node_modules must be published as JavaScript.",
  ERR_MODULE_NOT_FOUND: "Is the package installed, and does the import name the file with its ending (.ts)?",
};

/** What went wrong while the file was imported, with the line it went wrong in, and no stack. */
function loadError(file: string, error: unknown): MadeusError {
  const { code = "", message = String(error), stack = "" } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  const line = sourceLine(stack) ?? file;
  const said = message.split("\n", 1)[0] ?? "";
  const hint = hints[code];
  if (error instanceof SyntaxError || code.includes("TYPESCRIPT_SYNTAX"))
    return new MadeusError("MADEUS_FILE_SYNTAX", `${line} cannot be read: ${said}.`.replace("..", "."), {
      hint: hint ?? "Correct the line, or see it underlined by: npx tsc --noEmit.",
    });
  return new MadeusError("MADEUS_FILE_THREW", `${line} could not be imported: ${said}.`.replace("..", "."), {
    hint: hint ?? "Importing the file must only declare; work belongs into actions.",
  });
}

/** The first place in a file of the user's that a stack names, as `file:line`. */
function sourceLine(stack: string): string | undefined {
  for (const [, url = "", line = ""] of stack.matchAll(/(file:\/\/[^\s:()]+|(?:^|\s|\()\/[^\s:()]+):(\d+)/gm)) {
    const file = url.startsWith("file:") ? fileURLToPath(url) : url.trim().replace("(", "");
    if (!file.includes("/node_modules/")) return `${file}:${line}`;
  }
  return undefined;
}
