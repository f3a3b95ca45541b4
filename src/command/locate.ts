/**
 * Finds what a command line is about before the file is imported: the file, and the states that were made from it.
 *
 * A state stands beside its file and knows the file by name. So its settings can be given to the file again, and what is on record
 * can be read even while the file is broken.
 */
import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { Assembly } from "../model/assembly.ts";
import { MadeusError, isMadeusError } from "../model/code.ts";
import { quoteAll } from "../model/name.ts";
import { type Program, assemblyOf } from "../model/program.ts";
import { type OpenRun, type RunSummary, lastRun, openRunsIn, originsOf } from "../store/run.ts";
import type { FileFlags, Flags } from "./flags.ts";
import { type Loaded, chooseDeclaration, fileDefault, load } from "./load.ts";
import { readRecords } from "./recorded.ts";
import { stateDirectory } from "./session.ts";

/** A state that exists, with the last run in it. */
export interface Recorded {
  readonly directory: string;
  readonly last: RunSummary;
  /** From what its runs were made, the last first. */
  readonly origins: ReturnType<typeof originsOf>;
  /** Parts that are not at their end. */
  readonly open: readonly OpenRun[];
}
/** Which of the runs of a state is meant; undefined: the last. */
export type MeantRun = (recorded: Recorded) => RunSummary | undefined;
export interface Located {
  /** As given, else the last from which the state was made and which is there, else the usual one. */
  readonly file: string;
  readonly recorded: Recorded | undefined;
}

/** What is said about a state. */
export interface Named {
  readonly file?: string | undefined;
  /** Of the export. */
  readonly name?: string | undefined;
}

/**
 * @param meant  its file is taken, and its settings
 * @throws MadeusError  `MADEUS_SEVERAL_STATES` where it could be one or another
 */
export function locate(named: Named, flags: Flags & Partial<FileFlags>, meant?: MeantRun): Located {
  if (flags.state !== undefined) {
    const recorded = about(recordedIn(resolve(flags.state)), meant);
    const file = named.file ?? (recorded?.last.file || fileDefault);
    return { file: resolve(file), recorded };
  }
  const { beside } = surroundings(named.file);
  const fits = statesOf(named.file).filter(
    ({ origins }) => named.name === undefined || origins.some((one) => one.export === named.name),
  );
  const recorded = about(theOne(fits, flags.set ?? new Map()), meant);
  const known = recorded?.origins.flatMap(({ file }) =>
    file === "" ? [] : [join(beside, basename(file))],
  );
  const found = known?.find((file) => existsSync(file)) ?? known?.[0];
  return { file: resolve(named.file ?? found ?? fileDefault), recorded };
}

/** As if the run that is meant were the last. */
function about(recorded: Recorded | undefined, meant: MeantRun | undefined): Recorded | undefined {
  if (recorded === undefined) return undefined;
  const last = meant?.(recorded);
  if (last === undefined) return recorded;
  const own = { file: last.file, export: last.export };
  return { ...recorded, last, origins: [own, ...recorded.origins] };
}

/** The only state beside a file, from whatever it was made; undefined where there are none, or several. */
export function onlyStateBeside(file: string): Recorded | undefined {
  const [only, ...others] = statesIn(join(dirname(file), ".madeus"));
  return others.length === 0 ? only : undefined;
}

/** The states beside the file that were made from it; without a file those of the usual one, or if there is none, all. */
export function statesOf(path: string | undefined): readonly Recorded[] {
  const { file, beside } = surroundings(path);
  return statesIn(join(beside, ".madeus")).filter(({ last, origins }) =>
    file === undefined
      ? last.file !== ""
      : origins.some((one) => basename(one.file) === basename(file)),
  );
}

function surroundings(path: string | undefined): {
  readonly file?: string | undefined;
  readonly beside: string;
} {
  const file = path ?? (existsSync(fileDefault) ? fileDefault : undefined);
  return { file, beside: dirname(resolve(file ?? fileDefault)) };
}

/** A file, what is meant of all that it exports, and where the state of that is. */
export interface LoadedDeclaration {
  readonly loaded: Loaded;
  /** Under which the file exports it. */
  readonly name: string;
  readonly declared: Assembly | Program;
  /** Itself, or what the program starts from. */
  readonly assembly: Assembly;
  readonly directory: string;
}

/** Under the settings of the last run, or the one that is meant, where no others are given; of several exports that of this run. */
export async function loadLocated(
  named: Named,
  flags: FileFlags,
  meant?: MeantRun,
): Promise<LoadedDeclaration> {
  const { file, recorded } = locate(named, flags, meant);
  const loaded = await load(file, flags.set, recorded?.last.settings);
  const [name, declared] = chooseDeclaration(loaded, named.name ?? knownName(loaded, recorded));
  const assembly = assemblyOf(declared);
  const directory = stateDirectory(file, assembly, flags.state);
  return { loaded, name, declared, assembly, directory };
}

function knownName(
  { assemblies, programs }: Loaded,
  recorded: Recorded | undefined,
): string | undefined {
  const isThere = (name: string): boolean => assemblies.has(name) || programs.has(name);
  return recorded?.origins.find((one) => isThere(one.export))?.export;
}

/** Of several states those whose settings are the ones given; undefined if there is none at all. */
function theOne(
  states: readonly Recorded[],
  given: ReadonlyMap<string, string>,
): Recorded | undefined {
  const agrees = ({ last: { settings = {} } }: Recorded): boolean =>
    given.entries().every(([name, text]) => String(settings[name]) === text);
  const agreeing = states.filter(agrees);
  const left = agreeing.length > 0 ? agreeing : states;
  if (left.length < 2) return left[0];
  throw new MadeusError(
    "MADEUS_SEVERAL_STATES",
    `Several deployments were made from this file: ${quoteAll(namesOf(left))}.`,
    { hint: `Say which: --state ${left[0]?.directory ?? ""}, or name the export after the file.` },
  );
}

/** Of their assemblies; where that does not tell them apart, of their directories. */
function namesOf(states: readonly Recorded[]): readonly string[] {
  const names = states.map(({ last }) => last.assembly);
  return new Set(names).size === names.length
    ? names
    : states.map(({ directory }) => basename(directory));
}

function statesIn(folder: string): readonly Recorded[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  const all = entries.flatMap((entry) => recordedIn(join(folder, entry.name)) ?? []);
  const home = new Set(all.filter(isAtHome).map(({ last }) => last.assembly));
  return all.filter((one) => isAtHome(one) || !home.has(one.last.assembly));
}

/** Where `deploy` looks for it. One that somebody has put beside it with `--state` is meant only where that is said again. */
const isAtHome = ({ directory, last }: Recorded): boolean => basename(directory) === last.assembly;

/** What cannot be read is not looked for; whoever names it is told why. */
function recordedIn(directory: string): Recorded | undefined {
  if (!existsSync(join(directory, "state.sqlite"))) return undefined;
  try {
    return readRecords(directory, (records) => {
      const all = [...records];
      const last = lastRun(all);
      if (last === undefined) return undefined;
      return { directory, last, origins: originsOf(all), open: openRunsIn(all) };
    });
  } catch (error) {
    if (!isMadeusError(error)) throw error;
    return undefined;
  }
}
