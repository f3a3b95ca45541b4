/** What trials for real have come to: a line of JSON each, kept beside this file in the order of their names. */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Subject } from "./subject.ts";
import { type Trial, trialText } from "./trial.ts";
import type { Tried } from "./real-trial.ts";

export interface Tally extends Trial, Tried {
  readonly subject: Subject["name"];
}

const file = fileURLToPath(new URL("tried.jsonl", import.meta.url));

/** The last of each trial. */
export function tallies(): ReadonlyMap<string, Tally> {
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const all = text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as Tally]));
  return new Map(all.map((one) => [keyOf(one.subject, one), one]));
}

export const keyOf = (subject: Subject["name"], trial: Trial): string =>
  `${subject} ${trialText(trial)}`;

/** In the place of what the same trial came to before. */
export function keep(tally: Tally): void {
  const all = new Map(tallies()).set(keyOf(tally.subject, tally), tally);
  const sorted = [...all].toSorted(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(`${file}.new`, sorted.map(([, one]) => `${JSON.stringify(one)}\n`).join(""));
  renameSync(`${file}.new`, file);
}
