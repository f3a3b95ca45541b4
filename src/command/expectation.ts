/** What the flags say is to be expected: how long actions take, and what goes wrong. All of it is checked against the declaration. */
import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { type TransitionNames, readDurations } from "../engine/duration-file.ts";
import { DurationHistory } from "../engine/duration-history.ts";
import type { DurationTable } from "../engine/duration.ts";
import type { ForecastOptions } from "../host/forecast.ts";
import type { Fate, History, SimulatedTry } from "../host/simulated-script.ts";
import type { Assembly } from "../model/assembly.ts";
import { type Code, MadeusError } from "../model/code.ts";
import type { AnyComponent } from "../model/component.ts";
import { quote } from "../model/name.ts";
import { didYouMean } from "../model/nearest.ts";
import { type Program, isProgram } from "../model/program.ts";
import { openStateFile } from "../store/sqlite-file.ts";
import { sqliteJournal } from "../store/sqlite.ts";
import { type BoundFlags, boundsOf, count, several } from "./flags.ts";

export interface ExpectationFlags {
  readonly durations: readonly string[];
  readonly seed?: number;
  readonly runs?: number;
}
export interface FaultFlags {
  readonly fail: readonly string[];
  readonly hostDown: readonly string[];
}

export const withExpectationFlags = (command: Command): Command =>
  command
    .addOption(
      new Option(
        "--durations <path>",
        "how long actions take: a JSON file, or a state to learn from; may be repeated",
      )
        .argParser(several)
        .default([], "what the file declares"),
    )
    .option("--seed <n>", "draw durations by chance from this number", whole)
    .option("--runs <n>", "draw durations n times, and say how far the ends lie apart", count);

export const withFaultFlags = (command: Command): Command =>
  command
    .addOption(
      new Option(
        "--fail <instance.transition[=n]>",
        "let this action fail (its first n tries; without n all); may be repeated",
      )
        .argParser(several)
        .default([], "none"),
    )
    .addOption(
      new Option(
        "--host-down <host[@seconds]>",
        "let this host go down (after so long; without it at once); may be repeated",
      )
        .argParser(several)
        .default([], "none"),
    );

/** @throws MadeusError  with findings for names that are not in the declaration, and for durations that are none */
export function expectationOf(
  declared: Assembly | Program,
  flags: BoundFlags & Partial<ExpectationFlags & FaultFlags>,
): ForecastOptions {
  const names = transitionNames(declared);
  return {
    ...boundsOf(flags),
    ...learned(flags.durations ?? [], names),
    ...fault(declared, names, flags),
    seed: flags.seed,
    runs: flags.runs,
  };
}

function whole(text: string): number {
  if (!/^\d{1,15}$/.test(text))
    throw new InvalidArgumentError("It must be a whole number from 0 up.");
  return Number(text);
}

/** The transitions of all instances that are there or come. */
function transitionNames(declared: Assembly | Program): TransitionNames {
  const { components } = isProgram(declared) ? declared.from : declared;
  const added = isProgram(declared)
    ? declared.instructions.flatMap((one) =>
        one.op === "add" ? [[one.instance, one.component] as const] : [],
      )
    : [];
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
  return new Map(
    [...Object.entries(components), ...added].map(([name, one]) => [name, namesOf(one)]),
  );
}

/** Later files win over earlier ones, files over states. */
function learned(
  paths: readonly string[],
  names: TransitionNames,
): Pick<Fate, "durations" | "history"> {
  const durations: Record<string, DurationTable[string]> = {};
  let history: History | undefined;
  for (const path of paths.map((one) => resolve(one))) {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined)
      throw new MadeusError("MADEUS_FILE_MISSING", `There is no file ${path}.`, {
        hint: "--durations wants a JSON file of durations, or the directory of a state.",
      });
    if (stat.isDirectory()) history = historyIn(path);
    else Object.assign(durations, readDurations(readFileSync(path, "utf8"), path, names));
  }
  return { durations, history };
}

/** @throws MadeusError  where there is no state, or none that can be read */
export function historyIn(directory: string): DurationHistory {
  const journal = sqliteJournal(openStateFile(directory, { mode: "read" }), { nowMs: () => 0 });
  try {
    return new DurationHistory(journal.records());
  } finally {
    journal.close();
  }
}

function fault(
  declared: Assembly | Program,
  names: TransitionNames,
  { fail = [], hostDown = [] }: Partial<FaultFlags>,
): Pick<Fate, "fail" | "hostDown"> {
  const failing = new Map(fail.map((text) => failure(text, names)));
  const { hosts } = isProgram(declared) ? declared.from : declared;
  return {
    hostDown: Object.fromEntries(hostDown.map((text) => downfall(text, hosts))),
    fail:
      failing.size === 0
        ? undefined
        : ({ instance, transition, attempt }: SimulatedTry) =>
            attempt <= (failing.get(`${instance}.${transition}`) ?? 0),
  };
}

function failure(text: string, names: TransitionNames): readonly [string, number] {
  const [, name = "", tries] = /^(.*?)(?:=(\d+))?$/.exec(text) ?? [];
  const [instance = "", transition = ""] = name.split(".");
  if (!names.has(instance))
    throw unknown("MADEUS_UNKNOWN_INSTANCE", "--fail", name, pathsOf(names, [...names.keys()]));
  if (names.get(instance)?.has(transition) !== true)
    throw unknown("MADEUS_UNKNOWN_TRANSITION", "--fail", name, pathsOf(names, [instance]));
  return [name, tries === undefined ? Infinity : Number(tries)];
}

const pathsOf = (names: TransitionNames, instances: readonly string[]): Iterable<string> =>
  instances.flatMap((one) => [...(names.get(one) ?? [])].map((own) => `${one}.${own}`));

function downfall(text: string, hosts: Assembly["hosts"]): readonly [string, number] {
  const [, host = "", atS = "0"] = /^(.*?)(?:@(\d+(?:\.\d+)?))?$/.exec(text) ?? [];
  if (host !== "local" && !Object.hasOwn(hosts, host))
    throw unknown("MADEUS_UNKNOWN_HOST", "--host-down", host, [...Object.keys(hosts), "local"]);
  return [host, Number(atS)];
}

const unknown = (code: Code, flag: string, name: string, known: Iterable<string>): MadeusError =>
  new MadeusError(code, `${flag} names ${quote(name)}, which is not there.`, {
    hint: didYouMean(name, known),
  });
