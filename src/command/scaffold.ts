/** What `madeus init` writes: the files of a template, and those that make a directory a project of TypeScript. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { MadeusError } from "../model/code.ts";
import { quoteAll } from "../model/name.ts";
import { originFrom } from "./origin.ts";
import { version } from "./version.ts";
import { writeWholeWithin } from "./whole-file.ts";

/** Name → what it is. Each is a folder of `templates/`. */
export const templates = {
  hello: "two components that only pretend, to see how it all fits",
  web: "a database and two web servers, as real programs on this machine",
  hosts: "a cache and two web servers on three hosts, by SSH",
} as const;
export type Template = keyof typeof templates;

/** path, from the directory → text */
export type Scaffold = ReadonlyMap<string, string>;

/** A `package.json` that is there already is left as it is. */
export function scaffoldOf(template: Template, directory: string): Scaffold {
  const own = [...filesIn(join(folder, template))];
  const made = new Map([...project(directory), ...own]);
  if (existsSync(join(directory, "package.json"))) made.delete("package.json");
  return made;
}

/**
 * @throws MadeusError  `MADEUS_FILE_EXISTS` where a file is there that would be overwritten: then nothing is written;
 * `MADEUS_FILE_UNWRITABLE`
 */
export function writeScaffold(directory: string, scaffold: Scaffold): void {
  const present = [...scaffold.keys()].filter((path) => existsSync(join(directory, path)));
  if (present.length > 0)
    throw new MadeusError("MADEUS_FILE_EXISTS", `${quoteAll(present)} would be overwritten.`, {
      hint: "name a directory that is new or empty: madeus init NAME",
    });
  for (const [path, text] of scaffold) writeWholeWithin(join(directory, path), text);
}

const folder = fileURLToPath(new URL("../../templates", import.meta.url));

function* filesIn(from: string): Iterable<readonly [path: string, text: string]> {
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) {
      const path = join(entry.parentPath, entry.name);
      yield [path.slice(from.length + 1), readFileSync(path, "utf8")];
    }
}

/** What npm takes as the name of a package. */
const nameFor = (directory: string): string =>
  basename(resolve(directory))
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .replace(/^-+|-+$/g, "") || "deployment";

const project = (directory: string): Scaffold =>
  new Map([
    ["package.json", json(manifestOf(directory))],
    ["tsconfig.json", json(compilerSettings)],
    [".gitignore", "node_modules/\n.madeus/\n"],
  ]);

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

const manifestOf = (directory: string): object => ({
  name: nameFor(directory),
  private: true,
  type: "module",
  engines: { node: ">=24" },
  scripts: { check: "tsc && madeus check", deploy: "madeus deploy", down: "madeus down" },
  dependencies: { madeus: originFrom(directory) ?? `^${version}` },
  devDependencies: { "@types/node": "^24.0.0", typescript: "^7.0.0" },
});

/** Node runs the files as they are: types are stripped, and nothing else. */
const compilerSettings = {
  compilerOptions: {
    target: "esnext",
    module: "nodenext",
    types: ["node"],
    strict: true,
    erasableSyntaxOnly: true,
    verbatimModuleSyntax: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    noEmit: true,
  },
};
