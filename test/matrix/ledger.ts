/** What trials for real have come to: a line of JSON each, kept beside this file. */
import { appendFileSync, existsSync, readFileSync } from "node:fs";
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

export const keep = (tally: Tally): void => appendFileSync(file, `${JSON.stringify(tally)}\n`);
