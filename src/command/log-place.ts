/**
 * Where the logs of a state are: in its directory, and where runs were told to put theirs. That is on record, so that whoever asks later
 * finds them again.
 */
import { accessSync, constants, existsSync, mkdirSync, readdirSync } from "node:fs";
import { basename, isAbsolute, join, normalize, relative, resolve } from "node:path";
import { MadeusError, isMadeusError } from "../model/code.ts";
import type { JournalRecord, RunEntry } from "../store/journal.ts";
import { type DaemonLog, daemonLogs } from "./daemon-log.ts";
import { logPath } from "./log.ts";
import { readRecords } from "./recorded.ts";

/** Those of actions and probes of which nobody said anything else. */
export const ownLogs = (directory: string): string => join(directory, "logs");

/**
 * Makes the directory that somebody asks for, as it is recorded: one that was named from here is found from the state's, since the two are
 * moved together; one that was named from the root stays where it is.
 *
 * @param directory  of the state: absolute
 * @throws MadeusError  `MADEUS_FILE_UNWRITABLE`
 */
export function logsMade(directory: string, asked: string | undefined): string | undefined {
  if (asked === undefined) return undefined;
  ensureWritable(resolve(asked));
  return isAbsolute(asked) ? normalize(asked) : relative(directory, resolve(asked)) || ".";
}

/** Where the logs of a run are: absolute. */
export const logsOfRun = (directory: string, { logs }: Pick<RunEntry, "logs">): string =>
  logs === undefined ? ownLogs(directory) : resolve(directory, logs);

/** All that there may be: absolute; those written to last stand last. */
export function logPlaces(directory: string, records: Iterable<JournalRecord>): readonly string[] {
  const places = new Set([ownLogs(directory)]);
  for (const record of records) {
    if (record.type !== "run") continue;
    const place = logsOfRun(directory, record);
    places.delete(place);
    places.add(place);
  }
  return [...places];
}

export interface KnownLogs {
  /** `instance.transition`, as its files are called → these, those written to last behind. What daemons printed is of `instance.daemon`. */
  readonly files: ReadonlyMap<string, readonly string[]>;
  /** Which of these are of places, printed by their probes. */
  readonly probes: ReadonlySet<string>;
  /** What daemons print on other machines. */
  readonly elsewhere: readonly DaemonLog[];
}

export function knownLogs(directory: string): KnownLogs {
  const { files, daemons, places } = recorded(directory);
  const found = logsByName(directory, places, files);
  const elsewhere = daemons.filter(({ host }) => host !== undefined);
  for (const { instance, host, path } of daemons) {
    const key = basename(logPath("", instance, "daemon"), ending);
    if (host === undefined) found.set(key, [...(found.get(key) ?? []), path]);
  }
  const ofActions = new Set(files.map((file) => basename(file, ending)));
  const isProbe = (key: string): boolean => ofActions.size > 0 && !ofActions.has(key);
  return { files: found, probes: new Set([...found.keys()].filter(isProbe)), elsewhere };
}

function logsByName(
  directory: string,
  places: readonly string[],
  files: readonly string[],
): Map<string, readonly string[]> {
  const own = ownLogs(directory);
  const found = new Map<string, string[]>();
  for (const place of places) {
    // Elsewhere there may be files of others.
    const names = place === own ? logsIn(own) : files.filter((one) => existsSync(join(place, one)));
    for (const name of names) {
      const key = basename(name, ending);
      found.set(key, [...(found.get(key) ?? []), join(place, name)]);
    }
  }
  return found;
}

const ending = ".log";

const logsIn = (folder: string): readonly string[] =>
  existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(ending)) : [];

/** Logs are of use even where the state is not: then the own ones are all that can be found. */
function recorded(directory: string): {
  readonly places: readonly string[];
  readonly files: readonly string[];
  readonly daemons: readonly DaemonLog[];
} {
  try {
    return readRecords(directory, (all) => {
      const records = [...all];
      return {
        places: logPlaces(directory, records),
        files: [...filesOf(records)],
        daemons: daemonLogs(directory, records),
      };
    });
  } catch (error) {
    if (!isMadeusError(error)) throw error;
    return { places: [ownLogs(directory)], files: [], daemons: [] };
  }
}

/** Of all actions that have ever begun, and of the daemons that they may have left. */
function filesOf(records: readonly JournalRecord[]): ReadonlySet<string> {
  const files = new Set<string>();
  for (const record of records) {
    if (record.type !== "started") continue;
    files.add(basename(logPath("", record.instance, record.transition)));
    files.add(basename(logPath("", record.instance, "daemon")));
  }
  return files;
}

function ensureWritable(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    const { message } = error as Error;
    throw new MadeusError("MADEUS_FILE_UNWRITABLE", `Logs cannot be written: ${message}.`, {
      hint: "Nothing was begun. Name another directory with --log-dir, or leave it out.",
      cause: error,
    });
  }
}
