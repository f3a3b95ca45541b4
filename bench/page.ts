/** The pages that show figures, each between two comments. What stands there is made from the kept results and from nothing else. */
import { readFileSync, writeFileSync } from "node:fs";
import { keptResults, newest } from "./kept.ts";
import type { Result } from "./result.ts";
import { fullTable, shortTable } from "./table.ts";

const root = new URL("../", import.meta.url);

/** Path from the root of the repository → the table that it shows. */
export const pages: ReadonlyMap<string, (results: readonly Result[]) => string> = new Map([
  ["docs/speed.md", fullTable],
  ["README.md", shortTable],
]);

const figures = /(<!-- figures -->\n)[\s\S]*?(<!-- \/figures -->)/;

/** A page with this table between its comments. */
export const withFigures = (page: string, table: string): string =>
  page.replace(figures, (_, begin: string, end: string) => `${begin}\n${table}\n\n${end}`);

/** A page as it should be. */
export function pageOf(path: string): { readonly is: string; readonly shouldBe: string } {
  const is = readFileSync(new URL(path, root), "utf8");
  const table = pages.get(path)?.(newest(keptResults())) ?? "";
  return { is, shouldBe: withFigures(is, table) };
}

export function writePages(): void {
  for (const path of pages.keys()) writeFileSync(new URL(path, root), pageOf(path).shouldBe);
}
