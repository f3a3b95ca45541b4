/**
 * Durations as users write them: a JSON object from `instance.transition` to seconds, a list of measured seconds, or a distribution.
 *
 * What is wrong is found at once, each with its line. Pure: the text comes from outside.
 */
import { type Code, type Finding, MadeusError } from "../model/code.ts";
import { error, finding, refuseErrors } from "../model/finding.ts";
import { quote, shown } from "../model/name.ts";
import { didYouMean } from "../model/nearest.ts";
import { type Distribution, type DurationTable, distributions } from "./duration.ts";
import { outerKeys } from "./json-key.ts";

/** The transitions that a run may take: instance → the names of its transitions. */
export type TransitionNames = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * @param file  its path, for what is said about it
 * @throws MadeusError  `MADEUS_FILE_FORMAT` where it is no JSON object; else with findings, the first `findingsMax` of them:
 *   `MADEUS_BAD_DURATION`, `MADEUS_DUPLICATE_NAME`, `MADEUS_UNKNOWN_INSTANCE`, `MADEUS_UNKNOWN_TRANSITION`
 */
export function readDurations(text: string, file: string, names: TransitionNames): DurationTable {
  const table = parse(text.replace(byteOrderMark, ""), file);
  refuseErrors([...findingsIn(text, file, table, names).take(findingsMax)]);
  return table as DurationTable;
}
const byteOrderMark = /^\uFEFF/;
/** Who has mended so many looks again anyway; to find them all may take long. */
const findingsMax = 200;

function* findingsIn(
  text: string,
  file: string,
  table: Readonly<Record<string, unknown>>,
  names: TransitionNames,
): Generator<Finding> {
  const seen = new Set<string>();
  for (const { name, line, column } of outerKeys(text)) {
    const remark = seen.has(name)
      ? error("MADEUS_DUPLICATE_NAME", "it stands here once more", "Leave one of them.")
      : (wrongName(name, names) ?? wrongDuration(table[name]));
    seen.add(name);
    if (remark !== undefined) yield finding(quote(name), { file, line, column }, remark);
  }
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
  const [instance = "", transition, ...more] = name.split(".");
  const own = names.get(instance);
  const wrong = (code: Code, what: string, known: Iterable<string>) =>
    error(code, what, didYouMean(name, known));
  if (own === undefined)
    return wrong("MADEUS_UNKNOWN_INSTANCE", "no instance has this name", paths(names));
  if (transition !== undefined && own.has(transition) && more.length === 0) return undefined;
  const known = [...own].map((one) => `${instance}.${one}`);
  return wrong("MADEUS_UNKNOWN_TRANSITION", "the instance has no such transition", known);
}

function* paths(names: TransitionNames): Iterable<string> {
  for (const [instance, own] of names) for (const one of own) yield `${instance}.${one}`;
}

function wrongDuration(duration: unknown): ReturnType<typeof error> | undefined {
  const wrong = problemOf(duration);
  return wrong === undefined
    ? undefined
    : error(
        "MADEUS_BAD_DURATION",
        wrong,
        'Write seconds: 12.5, [1.9, 2.2] or {"medianS": 4, "p95S": 11}.',
      );
}

/** What keeps it from being a duration. */
function problemOf(duration: unknown): string | undefined {
  if (isSeconds(duration)) return undefined;
  if (Array.isArray(duration)) {
    if (duration.length === 0) return "an empty list tells no duration";
    const wrong = duration.findIndex((one) => !isSeconds(one));
    return wrong < 0 ? undefined : noSeconds(duration[wrong]);
  }
  if (typeof duration !== "object" || duration === null) return noSeconds(duration);
  const form = distributions.find((own) => own.every((name) => Object.hasOwn(duration, name)));
  if (form === undefined || Object.keys(duration).length > form.length)
    return `${json(duration)} is no distribution; there are ${forms}`;
  const wrong = Object.values(duration).find((one) => !isSeconds(one));
  return wrong === undefined ? disorder(duration as Distribution) : noSeconds(wrong);
}

function disorder(one: Distribution): string | undefined {
  if ("minS" in one) return one.minS <= one.maxS ? undefined : "minS is more than maxS";
  if ("meanS" in one) return undefined;
  if (one.medianS === 0) return "medianS is not above 0";
  return one.medianS <= one.p95S ? undefined : "medianS is more than p95S";
}

const forms = distributions.map((names) => names.join(" and ")).join(", ");

const noSeconds = (value: unknown): string =>
  `${typeof value === "number" ? value : json(value)} is no number of seconds from 0 to ${secondsMax}`;

/** More than thirty years. */
const secondsMax = 1_000_000_000;
const isSeconds = (value: unknown): value is number =>
  typeof value === "number" && value >= 0 && value <= secondsMax;

const json = (value: unknown): string => shown(JSON.stringify(value));
