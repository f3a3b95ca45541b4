/**
 * Finds what a command line is about before the file is imported: the file, and the states that were made from it.
 *
 * A state stands beside its file and knows the file by name. So its settings can be given to the file again, and what is on record
 * can be read even while the file is broken.
 */
import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { MadeusError, isMadeusError } from "../model/code.ts";
import { quoteAll } from "../model/name.ts";
import { type RunSummary, lastRun } from "../store/run.ts";
import type { FileFlags, Flags } from "./flags.ts";
import { type Loaded, chooseAssembly, fileDefault, load } from "./load.ts";
import { readRecords, stateDirectory } from "./session.ts";

/** A state that exists, with the last run in it. */
export interface Recorded {
  readonly directory: string;
  readonly last: RunSummary;
}
export interface Located {
  /** As given, else as recorded, else the usual one. */
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
 * @throws MadeusError  `MADEUS_SEVERAL_STATES` where it could be one or another
 */
export function locate(named: Named, flags: Flags & Partial<FileFlags>): Located {
  if (flags.state !== undefined) {
    const recorded = recordedIn(resolve(flags.state));
    const file = named.file ?? (recorded?.last.file || fileDefault);
    return { file: resolve(file), recorded };
  }
  const { file, beside } = surroundings(named.file);
  const fits = statesOf(named.file).filter(
    ({ last }) => named.name === undefined || last.export === named.name,
  );
  const recorded = theOne(fits, flags.set ?? new Map());
  const found = recorded === undefined ? undefined : join(beside, basename(recorded.last.file));
  return { file: resolve(file ?? found ?? fileDefault), recorded };
}

/** The states beside the file that were made from it; without a file those of the usual one, or if there is none, all. */
export function statesOf(path: string | undefined): readonly Recorded[] {
  const { file, beside } = surroundings(path);
  return statesIn(join(beside, ".madeus")).filter(({ last }) =>
    file === undefined ? last.file !== "" : basename(last.file) === basename(file),
  );
}

function surroundings(path: string | undefined): {
  readonly file?: string | undefined;
  readonly beside: string;
} {
  const file = path ?? (existsSync(fileDefault) ? fileDefault : undefined);
  return { file, beside: dirname(resolve(file ?? fileDefault)) };
}

/** The file and its assembly, under the settings of the last run where no others are given; and where their state is. */
export async function loadLocated(
  named: Named,
  flags: FileFlags,
): Promise<
  { readonly loaded: Loaded; readonly directory: string } & ReturnType<typeof chooseAssembly>
> {
  const { file, recorded } = locate(named, flags);
  const loaded = await load(file, flags.set, recorded?.last.settings);
  const chosen = chooseAssembly(loaded, named.name ?? knownName(loaded, recorded));
  return { loaded, directory: stateDirectory(file, chosen.assembly, flags.state), ...chosen };
}

const knownName = ({ assemblies }: Loaded, recorded: Recorded | undefined): string | undefined =>
  recorded !== undefined && assemblies.has(recorded.last.export) ? recorded.last.export : undefined;

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
    `Several deployments were made from this file: ${quoteAll(left.map(({ last }) => last.assembly))}.`,
    { hint: `Say which: --state ${left[0]?.directory ?? ""}, or name the export after the file.` },
  );
}

function statesIn(folder: string): readonly Recorded[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.flatMap((entry) => recordedIn(join(folder, entry.name)) ?? []);
}

/** What cannot be read is not looked for; whoever names it is told why. */
function recordedIn(directory: string): Recorded | undefined {
  if (!existsSync(join(directory, "state.sqlite"))) return undefined;
  try {
    const last = readRecords(directory, lastRun);
    return last === undefined ? undefined : { directory, last };
  } catch (error) {
    if (!isMadeusError(error)) throw error;
    return undefined;
  }
}
