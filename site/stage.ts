/**
 * Writes the pages of the site as Markdown, where its builder looks for them: the documents, and the reference of what users import.
 *
 * Nothing there is kept. The first page and the style of the site stand beside this file.
 */
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { addressOf } from "./address.ts";
import { type Document, pageOf } from "./page.ts";
import { references } from "./reference.ts";

/** From the root of the repository. */
export const pagesFolder = "site/pages";

const pictureFolders = ["docs/pictures", "docs/plots", "docs/screenshots"];

/** @returns the documents, as the repository has them, the generated ones included. */
export function stage(): readonly Document[] {
  const documents = [...writtenDocuments(), ...references()];
  for (const document of documents) write(addressOf(document.path), pageOf(document));
  write("index.md", readFileSync("site/index.md", "utf8"));
  // Pages show pictures, which the builder packs, and link to them by their names.
  for (const folder of pictureFolders)
    for (const place of ["", "public"])
      cpSync(folder, join(pagesFolder, place, addressOf(folder)), { recursive: true });
  return documents;
}

/** The documents that are pages. The README is not: the site has a first page of its own. */
export function writtenDocuments(): readonly Document[] {
  const inDocs = readdirSync("docs").filter((name) => name.endsWith(".md"));
  return [
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    ...inDocs.map((name) => `docs/${name}`),
  ]
    .toSorted()
    .map((path) => ({ path, text: readFileSync(path, "utf8") }));
}

function write(address: string, text: string): void {
  const path = join(pagesFolder, address);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
