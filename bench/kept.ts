/** The results that are kept, one JSON object a line, oldest first. Lines are only added. */
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Result } from "./result.ts";

const file = join(import.meta.dirname, "results.jsonl");

export function keptResults(): readonly Result[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Result);
}

export function keep(results: readonly Result[]): void {
  appendFileSync(file, results.map((result) => `${JSON.stringify(result)}\n`).join(""));
}

/** Of each bench and case what it said when it was last run. */
export function newest(results: readonly Result[]): readonly Result[] {
  const last = new Map<string, string>();
  const keyOf = ({ bench, case: on }: Result): string => `${bench}: ${on}`;
  for (const one of results)
    if (one.date > (last.get(keyOf(one)) ?? "")) last.set(keyOf(one), one.date);
  return results.filter((one) => last.get(keyOf(one)) === one.date);
}
