/**
 * Where the directories of instances are: with the state that made the deployment, whoever works on it.
 *
 * An operator who took a deployment over goes on in the directories that its actions know: on hosts they bear the id of the state that made
 * it; those of instances of this machine are where that state is, if it is on this machine.
 */
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import type { State } from "../engine/fold.ts";
import type { Home } from "../store/journal.ts";
import { idAt } from "../store/sqlite-reader.ts";

/** What is known of a session. */
export interface Housed {
  readonly state: Pick<State, "home">;
  /** Where its own state lives: absolute. */
  readonly directory: string;
  readonly file: { readonly id: string };
}

/** That of the deployment; its own where it made that, even if it has been moved since. */
export function homeOf({ state: { home }, directory, file: { id } }: Housed): Home {
  if (home !== undefined && home.state !== id) return home;
  return { state: id, machine: hostname(), directory: instancesIn(directory) };
}

/**
 * Where instances of this machine have their directories.
 *
 * @throws MadeusError  where the state that made the deployment is on this machine and cannot be read
 */
export function instancesOf(housed: Housed): string {
  const home = homeOf(housed);
  const isOwn = home.state === housed.file.id;
  return isOwn || isHere(home) ? home.directory : instancesIn(housed.directory);
}

/** The folder of the deployment on hosts, in the home of the user there. */
export const folderOf = (housed: Housed): string => `.madeus/${homeOf(housed).state}`;

const instancesIn = (directory: string): string => join(directory, "instances");

/** A path that came with commits is believed only where the very state is there that it tells of. */
function isHere({ state, machine, directory }: Home): boolean {
  const beside = dirname(directory);
  const isLikely = machine === hostname() && directory === instancesIn(beside);
  return isLikely && idAt(join(beside, "state.sqlite")) === state;
}
