/**
 * Hosts of an assembly from an inventory of Ansible's, in INI or YAML.
 *
 * It is read when the assembly's file is loaded; all that is wrong with it is told at once, each with its line. What it says of other
 * matters than reaching hosts is left to `variablesOf`, and no secret is ever taken into a description: only where one is kept.
 */
import { dirname, extname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type Finding, MadeusError } from "../model/code.ts";
import { refuseErrors } from "../model/finding.ts";
import type { HostDescription, SshOptions } from "../model/host.ts";
import { quote } from "../model/name.ts";
import { didYouMean } from "../model/nearest.ts";
import { callerPosition } from "../model/position.ts";
import { describedHost } from "./description.ts";
import { type Draft, type Variables, all } from "./draft.ts";
import { type Family, familyOf } from "./family.ts";
import { readIni } from "./ini.ts";
import { readText } from "./text-file.ts";
import { variablesBeside } from "./variable-file.ts";
import { noteVariables } from "./variables.ts";
import { readYaml } from "./yaml.ts";

/** By name, in the order of the inventory. */
export type Hosts = Readonly<Record<string, HostDescription>>;

export interface InventoryOptions {
  /** Only hosts of these names, and of these groups. Default: all. */
  readonly only?: string | readonly string[];
  /** What holds for every host that is reached by SSH, where the inventory does not say otherwise. */
  readonly defaults?: Omit<SshOptions, "host" | "address" | "labels">;
  /** What is encrypted by ansible-vault is refused (the default), or skipped as if it were not there. */
  readonly vault?: "refuse" | "skip";
}

/**
 * The hosts of an inventory: a file that ends in `.yaml`, `.yml` or `.json` is YAML, any other INI. Each has the groups that it is in
 * as labels, `{ web: "true" }`.
 *
 * @param file  relative to the file that calls this
 * @throws MadeusError  with all findings; `MADEUS_FILE_MISSING` where there is no such file
 */
export function inventory(file: string | URL, options: InventoryOptions = {}): Hosts {
  const at = callerPosition(inventory);
  const path =
    typeof file === "string" ? resolve(dirname(at?.file ?? "file"), file) : fileURLToPath(file);
  const text = readText(path, at);
  const isYaml = [".yaml", ".yml", ".json"].includes(extname(path).toLowerCase());
  const draft = isYaml ? readYaml(text, path) : readIni(text, path);
  const family = familyOf(draft);
  const chosen = chosenHosts(draft, family, options.only);
  const hosts = describedHosts(draft, family, chosen, dirname(path), options);
  refuseErrors(distinct(draft.findings));
  return hosts;
}

/** The names of those hosts that are in a group, in their order. */
export const hostsIn = (hosts: Hosts, group: string): readonly string[] =>
  Object.entries(hosts)
    .filter(([, { labels }]) => Object.hasOwn(labels, group))
    .map(([name]) => name);

/** What a group says wrongly is wrong for each of its hosts, and told of the first. */
function distinct(findings: readonly Finding[]): readonly Finding[] {
  const told = new Map<string, Finding>();
  for (const finding of findings) {
    const { code, at, text } = finding;
    const key = JSON.stringify([code, at, text.replace(/^[^:]*: /, "")]);
    if (!told.has(key)) told.set(key, finding);
  }
  return [...told.values()];
}

function describedHosts(
  draft: Draft,
  family: Family,
  names: readonly string[],
  directory: string,
  { defaults = {}, vault = "refuse" }: InventoryOptions,
): Hosts {
  const beside = besideIn(directory, draft, vault);
  return Object.fromEntries(
    names.flatMap((host) => {
      const groups = family.get(host) ?? [];
      const layers = [
        ...groups.map((group) => draft.variables.get(group)),
        ...groups.map((group) => beside("group_vars", group)),
        draft.hosts.get(host),
        beside("host_vars", host),
      ];
      const variables = new Map(layers.flatMap((layer) => [...(layer ?? [])]));
      if (vault === "skip")
        for (const [name, { isEncrypted }] of variables) if (isEncrypted) variables.delete(name);
      const known = { host, variables, draft };
      const described = describedHost(known, {
        directory,
        defaults,
        groups: groups.filter((group) => group !== all),
      });
      if (described === undefined) return [];
      noteVariables(described, known);
      return [[host, described]];
    }),
  );
}

/** Each file is read once, however many hosts it is for. */
function besideIn(
  directory: string,
  draft: Draft,
  vault: "refuse" | "skip",
): (folder: string, name: string) => Variables {
  const read = new Map<string, Variables>();
  return (folder, name) => {
    const key = `${folder}/${name}`;
    const known = read.get(key) ?? variablesBeside(resolve(directory, folder), name, draft, vault);
    read.set(key, known);
    return known;
  };
}

function chosenHosts(
  draft: Draft,
  family: Family,
  only: string | readonly string[] | undefined,
): readonly string[] {
  const names = [...draft.hosts.keys()];
  if (only === undefined) return names;
  const wanted = new Set(typeof only === "string" ? [only] : only);
  const known = new Set([...names, ...[...family.values()].flat()]);
  for (const name of wanted)
    if (!known.has(name))
      throw new MadeusError(
        "MADEUS_UNKNOWN_HOST",
        `The inventory has no host and no group ${quote(name)}.`,
        { hint: didYouMean(name, known) },
      );
  return names.filter(
    (host) => wanted.has(host) || family.get(host)?.some((group) => wanted.has(group)),
  );
}
