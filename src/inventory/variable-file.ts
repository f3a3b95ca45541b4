/** `group_vars` and `host_vars`: files of variables in YAML beside an inventory, named after groups and hosts. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { quote } from "../model/name.ts";
import { type Draft, type Said, type Variables } from "./draft.ts";
import { readText } from "./text-file.ts";
import { isVault, vaultHint } from "./vault.ts";
import { kindIn, readTree } from "./yaml-tree.ts";

/** All that stands there for a group or a host; of several files the last one counts, in the order of their names. */
export function variablesBeside(
  directory: string,
  name: string,
  draft: Draft,
  vault: "refuse" | "skip",
): Variables {
  const variables = new Map<string, Said>();
  // A name that is a path would lead elsewhere.
  if (name.includes("/") || name.startsWith(".")) return variables;
  for (const file of filesFor(directory, name)) {
    const text = readText(file);
    if (isVault(text)) {
      const what = `${quote(name)} has variables that are encrypted as a whole`;
      if (vault === "refuse") draft.wrong("MADEUS_VAULT", what, top(file), vaultHint);
      continue;
    }
    const tree = readTree(text, file, draft);
    if (tree === undefined) continue;
    if (tree.entries === undefined && kindIn(tree) !== "nothing")
      draft.wrong(
        "MADEUS_FILE_FORMAT",
        `variables must be a mapping, but are ${kindIn(tree)}`,
        tree.at,
      );
    for (const [key, under] of tree.entries ?? []) variables.set(key, under.said());
  }
  return variables;
}

const top = (file: string): Said["at"] => ({ file, line: 1, column: 1 });

function filesFor(directory: string, name: string): readonly string[] {
  const named = ["", ".yml", ".yaml", ".json"].map((ending) => join(directory, `${name}${ending}`));
  return named.filter((path) => existsSync(path)).flatMap(filesIn);
}

/** The file, or all files of the directory; what editors leave behind is not meant. */
function filesIn(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((entry) => !/^\.|~$|\.(bak|swp|retry)$/.test(entry))
    .toSorted()
    .flatMap((entry) => filesIn(join(path, entry)));
}
