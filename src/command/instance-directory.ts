/** The directories of instances: each has one of its own, from its first action until it is deleted. */
import { existsSync, readdirSync } from "node:fs";
import { copyFile, mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { State } from "../engine/fold.ts";
import type { Host } from "../engine/host.ts";
import { instancesOf } from "./home.ts";
import { logPath } from "./log.ts";
import { ownLogs } from "./log-place.ts";
import type { Session } from "./session.ts";

/**
 * Removes those of instances that are no more, as far as this state has ever known them: another one may have more there.
 *
 * What a daemon printed may be all that tells why it is no more: that is kept beside the logs of its actions, as if `daemon` were one of
 * them.
 *
 * @param logs  where those of the run are
 * @returns what could not be removed, a sentence each
 */
export async function clearInstances(
  session: Session,
  logs: string = ownLogs(session.directory),
): Promise<readonly string[]> {
  const { state, part } = session;
  const folder = instancesOf(session);
  const { numbers } = state.configuration;
  const own = new Set(part === undefined ? knownIn(session) : part.scope.instances);
  const isGone = (name: string): boolean => !numbers.has(name) && own.has(name);
  const gone = existsSync(folder) ? readdirSync(folder).filter(isGone) : [];
  const failures: string[] = [];
  for (const name of gone)
    try {
      await keepLog(join(folder, name, "daemon.log"), logPath(logs, name, "daemon"));
      await rm(join(folder, name), { recursive: true, force: true });
    } catch (error) {
      const { message } = error as Error;
      failures.push(`the directory of ${name} could not be removed: ${message}`);
    }
  return failures;
}

/** What is lost with the directories of instances on this machine: a line for each that keeps more than its daemons need. */
export function doomedLines(session: Session, instances: readonly string[]): readonly string[] {
  const folder = instancesOf(session);
  return instances.flatMap((name) => {
    const directory = join(folder, name);
    const kept = existsSync(directory) ? readdirSync(directory).filter(isKept) : [];
    if (kept.length === 0) return [];
    const more = kept.length > keptMax ? ` and ${kept.length - keptMax} more` : "";
    return [`${name}: ${directory} is removed, with ${kept.slice(0, keptMax).join(", ")}${more}`];
  });
}
const isKept = (file: string): boolean => file !== "daemon.log" && !/(^|\.)pid$/.test(file);
const keptMax = 5;

/** All instances that the state has ever had. */
function* knownIn({ records, state: { configuration } }: Session): Iterable<string> {
  for (const record of records) {
    if (record.type === "taken") yield* Object.keys(record.instances);
    if (record.type === "program") yield* addedBy(record.instructions);
  }
  yield* addedBy(configuration.program);
}

const addedBy = (
  instructions: readonly { readonly op: string; readonly instance?: string }[],
): readonly string[] =>
  instructions.flatMap(({ op, instance }) => (op === "add" && instance) || []);

async function keepLog(from: string, to: string): Promise<void> {
  if (!existsSync(from)) return;
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  await rename(from, to).catch(async (error: NodeJS.ErrnoException) => {
    // It is on another file system.
    if (error.code !== "EXDEV") throw error;
    await copyFile(from, to);
  });
}

/**
 * Removes those of instances that are deleted from now on, on hosts far away. What cannot be removed there is left: nobody comes across it.
 *
 * @returns to be called at the end of the run, while the hosts are connected
 */
export function clearLater(
  state: State,
  hosts: Readonly<Record<string, Host>>,
): () => Promise<void> {
  const gone = (): string[] =>
    [...state.on.keys()].filter((name) => !state.configuration.numbers.has(name));
  const before = new Set(gone());
  return async () => {
    const departed = gone().filter((name) => !before.has(name));
    await Promise.allSettled(
      departed.map(async (name) => {
        const host = hosts[state.on.get(name) ?? ""];
        const root = await host?.instances?.();
        if (root !== undefined) await host?.removeDirectory(`${root}/${name}`);
      }),
    );
  };
}
