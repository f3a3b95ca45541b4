/** Where this Madeus was installed from, where that was no registry: a project that it makes gets the same one. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * As npm writes it: `file:../madeus-0.1.0.tgz`, or the folder of a clone. Undefined: from a registry.
 *
 * @param directory  of the project
 */
export function originFrom(directory: string): string | undefined {
  const path = dirname(own).endsWith("node_modules") ? archive() : own;
  return path && `file:${relative(resolve(directory), path)}`;
}

const own = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** What npm has on record beside what it installed. */
function archive(): string | undefined {
  const record = join(dirname(own), ".package-lock.json");
  if (!existsSync(record)) return undefined;
  const { packages = {} } = JSON.parse(readFileSync(record, "utf8")) as NpmRecord;
  const { resolved = "" } = packages["node_modules/madeus"] ?? {};
  return resolved.startsWith("file:")
    ? resolve(dirname(dirname(own)), resolved.slice("file:".length))
    : undefined;
}

interface NpmRecord {
  readonly packages?: Readonly<Record<string, { readonly resolved?: string }>>;
}
