/**
 * Durations as users write them: a JSON object from `instance.transition` to seconds, a list of measured seconds, or a distribution.
 *
 * All that is wrong is found at once, each with its line. Pure: the text comes from outside.
 */
import { type Code, type Finding, MadeusError } from "../model/code.ts";
import { error, finding, refuseErrors } from "../model/finding.ts";
import { quote } from "../model/name.ts";
import { didYouMean } from "../model/nearest.ts";
import type { Position } from "../model/position.ts";
import { type Distribution, type Duration, type DurationTable, distributions } from "./duration.ts";

/** The transitions that a run may take: instance → the names of its transitions. */
export type TransitionNames = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * @param file  its path, for what is said about it
 * @throws MadeusError  `MADEUS_FILE_FORMAT` where it is no JSON object; else with all findings: `MADEUS_BAD_DURATION`,
 *   `MADEUS_UNKNOWN_INSTANCE`, `MADEUS_UNKNOWN_TRANSITION`
 */
export function readDurations(text: string, file: string, names: TransitionNames): DurationTable {
  const table = parse(text, file);
  const findings = Object.entries(table).flatMap(([name, duration]): Finding[] => {
    const remark = wrongName(name, names) ?? wrongDuration(duration);
    const at = positionOf(text, file, name);
    return remark === undefined ? [] : [finding(quote(name), at, remark)];
  });
  refuseErrors(findings);
  return table as DurationTable;
}

function parse(text: string, file: string): Readonly<Record<string, unknown>> {
  let table: unknown;
  try {
    table = JSON.parse(text);
  } catch (cause) {
    throw malformed(`${file} is not JSON: ${(cause as Error).message}.`);
  }
  if (typeof table === "object" && table !== null && !Array.isArray(table))
    return table as Readonly<Record<string, unknown>>;
  throw malformed(`${file} holds no object.`);
}

const malformed = (text: string): MadeusError =>
  new MadeusError("MADEUS_FILE_FORMAT", text, {
    hint: 'Durations are written {"db.install": 12.5, "db.start": [1.9, 2.2]}.',
  });

function wrongName(name: string, names: TransitionNames): ReturnType<typeof error> | undefined {
  const [instance = "", transition] = name.split(".");
  const own = names.get(instance);
  const wrong = (code: Code, what: string, known: Iterable<string>) =>
    error(code, what, didYouMean(name, known));
  if (own === undefined || transition === undefined)
    return wrong("MADEUS_UNKNOWN_INSTANCE", "no instance has this name", paths(names));
  if (own.has(transition)) return undefined;
  const known = [...own].map((one) => `${instance}.${one}`);
  return wrong("MADEUS_UNKNOWN_TRANSITION", "the instance has no such transition", known);
}

function* paths(names: TransitionNames): Iterable<string> {
  for (const [instance, own] of names) for (const one of own) yield `${instance}.${one}`;
}

function wrongDuration(duration: unknown): ReturnType<typeof error> | undefined {
  if (isDuration(duration)) return undefined;
  return error(
    "MADEUS_BAD_DURATION",
    `${JSON.stringify(duration)} is no duration`,
    "Write seconds from 0 up, a list of measured seconds, or a distribution: " +
      distributions.map(([a, b]) => `{"${a}": …, "${b}": …}`).join(", "),
  );
}

/** Has it the form of a duration, and can it be one? */
export function isDuration(duration: unknown): duration is Duration {
  if (isSeconds(duration)) return true;
  if (Array.isArray(duration)) return duration.length > 0 && duration.every(isSeconds);
  if (typeof duration !== "object" || duration === null) return false;
  const names = Object.keys(duration);
  const form = distributions.find((own) => own.every((name) => names.includes(name)));
  if (form === undefined || names.length > 2) return false;
  return Object.values(duration).every(isSeconds) && isInOrder(duration as Distribution);
}

const isInOrder = (one: Distribution): boolean =>
  "minS" in one
    ? one.minS <= one.maxS
    : "meanS" in one || (0 < one.medianS && one.medianS <= one.p95S);

const isSeconds = (value: unknown): value is number =>
  typeof value === "number" && value >= 0 && value < Infinity;

/** Where the name first stands as a key. */
function positionOf(text: string, file: string, name: string): Position {
  const before = text.slice(0, Math.max(0, text.indexOf(JSON.stringify(name)))).split("\n");
  return { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
