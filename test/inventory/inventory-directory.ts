/** Inventories in a directory of their own, and what is told of those that are wrong. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { type Hosts, type InventoryOptions, inventory } from "../../src/inventory/inventory.ts";
import { isMadeusError } from "../../src/model/code.ts";

/** Writes files by name, and reads the first of them. */
export function read(
  files: Readonly<Record<string, string>>,
  options?: InventoryOptions,
): { readonly hosts: Hosts; readonly directory: string } {
  const directory = mkdtempSync(join(tmpdir(), "madeus-inventory-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
  const [first = ""] = Object.keys(files);
  return { hosts: inventory(join(directory, first), options), directory };
}

/** `line CODE: text (hint)` of all that is wrong with an inventory; with the file where it is not the first. */
export function findingsIn(files: Readonly<Record<string, string>>): readonly string[] {
  try {
    read(files);
  } catch (error) {
    if (!isMadeusError(error)) throw error;
    const [first = ""] = Object.keys(files);
    return error.findings.map(({ code, at, text, hint }) => {
      const file = at?.file.endsWith(first) ? "" : `${at?.file.split("/").at(-1)}:`;
      return `${file}${at?.line} ${code}: ${text}${hint === undefined ? "" : ` (${hint})`}`;
    });
  }
  return [];
}
