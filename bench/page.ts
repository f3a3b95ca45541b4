/** The pages that show figures, each between two comments, and plots. What stands there is made from the kept results and from nothing else. */
import { readFileSync, writeFileSync } from "node:fs";
import { keptResults, newest } from "./kept.ts";
import { mergeTables, timePlot } from "./merge-page.ts";
import type { Result } from "./result.ts";
import { fullTable, shortTable } from "./table.ts";

const root = new URL("../", import.meta.url);

/** Path from the root of the repository → the table that it shows. */
export const pages: ReadonlyMap<string, (results: readonly Result[]) => string> = new Map([
  ["docs/speed.md", fullTable],
  ["README.md", shortTable],
  ["docs/merge.md", mergeTables],
]);

/** Path from the root of the repository → the picture that is all of it. */
export const plots: ReadonlyMap<string, (results: readonly Result[]) => string> = new Map([
  ["docs/plots/queue-time.svg", timePlot],
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

/** A picture as it should be. */
export const plotOf = (path: string): string => plots.get(path)?.(newest(keptResults())) ?? "";

export function writePages(): void {
  for (const path of pages.keys()) writeFileSync(new URL(path, root), pageOf(path).shouldBe);
  for (const path of plots.keys()) writeFileSync(new URL(path, root), plotOf(path));
}
