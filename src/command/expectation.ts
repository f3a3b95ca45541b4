/** What the flags say is to be expected: how long actions take, and what goes wrong. All of it is checked against the declaration. */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { type TransitionNames, readDurations } from "../engine/duration-file.ts";
import { DurationHistory } from "../engine/duration-history.ts";
import type { DurationTable } from "../engine/duration.ts";
import type { ForecastOptions } from "../host/forecast.ts";
import type { Fate, History } from "../host/simulated-script.ts";
import type { Assembly } from "../model/assembly.ts";
import type { AnyComponent, AnyTransition } from "../model/component.ts";
import { quote } from "../model/name.ts";
import { didYouMean } from "../model/nearest.ts";
import { type Program, isProgram } from "../model/program.ts";
import { type FaultFlags, faultsOf } from "./fault.ts";
import { type BoundFlags, boundsOf, count, several } from "./flags.ts";
import { readRecords } from "./recorded.ts";
import { unknown, usage } from "./slip.ts";
import { readWhole } from "./whole-file.ts";

export interface DurationFlags {
  readonly durations: readonly string[];
}
export interface ExpectationFlags extends DurationFlags {
  readonly seed?: number;
  readonly runs?: number;
}
export const withDurationFlag = (command: Command): Command =>
  command.addOption(
    new Option(
      "--durations <path>",
      "how long actions take: a JSON file, or a state to learn from; may be repeated",
    )
      .argParser(several)
      .default([], "what the file declares"),
  );

export const withExpectationFlags = (command: Command): Command =>
  withDurationFlag(command)
    .option("--seed <n>", "draw durations by chance from this number", whole)
    .option("--runs <n>", "draw durations n times, and say how far the ends lie apart", count);

/** @throws MadeusError  with findings for names that are not in the declaration, and for durations that are none */
export function expectationOf(
  declared: Assembly | Program,
  flags: BoundFlags & Partial<ExpectationFlags & FaultFlags>,
): ForecastOptions {
  const names = transitionNames(declared);
  ensureNamed(declared, flags, names);
  return {
    ...boundsOf(flags),
    ...learned(flags.durations ?? [], names),
    ...faultsOf(declared, names, flags),
    seed: flags.seed,
    runs: flags.runs,
  };
}

/** What the flags say of durations alone. @throws MadeusError  as `expectationOf` */
export const knownDurations = (
  declared: Assembly | Program,
  { durations }: DurationFlags,
): Pick<Fate, "durations" | "history"> => learned(durations, transitionNames(declared));

function whole(text: string): number {
  if (!/^\d{1,15}$/.test(text))
    throw new InvalidArgumentError("It must be a whole number from 0 up.");
  return Number(text);
}

/** All that are there or come. */
function allInstances(declared: Assembly | Program): readonly (readonly [string, AnyComponent])[] {
  if (!isProgram(declared)) return Object.entries(declared.components);
  const added = declared.instructions.flatMap((one) =>
    one.op === "add" ? [[one.instance, one.component] as const] : [],
  );
  return [...Object.entries(declared.from.components), ...added];
}

/** The transitions of each. */
function transitionNames(declared: Assembly | Program): TransitionNames {
  const known = new Map<AnyComponent, ReadonlySet<string>>();
  const namesOf = (component: AnyComponent): ReadonlySet<string> => {
    const before = known.get(component);
    if (before !== undefined) return before;
    const names = new Set(
      Object.values(component.behaviors).flatMap((b) => Object.keys(b as object)),
    );
    known.set(component, names);
    return names;
  };
  return new Map(allInstances(declared).map(([name, one]) => [name, namesOf(one)]));
}

/** Later files win over earlier ones, files over states. */
function learned(
  paths: readonly string[],
  names: TransitionNames,
): Pick<Fate, "durations" | "history"> {
  const durations: Record<string, DurationTable[string]> = {};
  let history: History | undefined;
  for (const path of paths.map((one) => resolve(one)))
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true)
      history = readRecords(path, (records) => new DurationHistory(records));
    else Object.assign(durations, readDurations(readWhole(path, durationsWanted), path, names));
  return { durations, history };
}
const durationsWanted = "--durations wants a JSON file of durations, or the directory of a state.";

/** A limit that no transition names, and a policy for an instance that is not there, are slips. */
function ensureNamed(
  declared: Assembly | Program,
  { limit, onError }: BoundFlags,
  names: TransitionNames,
): void {
  for (const instance of Object.keys(onError.of))
    if (!names.has(instance))
      throw unknown("MADEUS_UNKNOWN_INSTANCE", "--on-error", instance, [...names.keys()]);
  const given = Object.keys(limit);
  if (given.length === 0) return;
  const known = limitsIn(declared);
  const stranger = given.find((name) => !known.has(name));
  if (stranger !== undefined)
    throw usage(
      `--limit names ${quote(stranger)}, which no transition names.`,
      didYouMean(stranger, known) ?? 'A transition names it as in limits: ["apt"].',
    );
}

const limitsIn = (declared: Assembly | Program): ReadonlySet<string> =>
  new Set(
    [...new Set(allInstances(declared).map(([, component]) => component))].flatMap(
      ({ behaviors }) =>
        Object.values(behaviors).flatMap((transitions) =>
          Object.values(transitions as Record<string, AnyTransition>).flatMap(
            ({ limits }) => limits ?? [],
          ),
        ),
    ),
  );
