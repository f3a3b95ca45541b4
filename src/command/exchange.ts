/** What push and pull share: an open store, its mirror, and the other store that is meant. */
import { join } from "node:path";
import type { Reason } from "../store/branch.ts";
import type { Exchange } from "../store/mirror/exchange.ts";
import { Mirror } from "../store/mirror/mirror.ts";
import { remember, remoteNamed } from "../store/mirror/remotes.ts";
import { type OpenArchive, inArchive } from "./archive.ts";
import type { Flags } from "./flags.ts";
import { operator } from "./operator.ts";
import { atMost } from "./slip.ts";
import { freeIn } from "./at-work.ts";

/** Beside the state of a directory. */
export const mirrorDirectory = (directory: string): string => join(directory, "mirror.git");

/** Under which branches of bundles are known. */
export const bundleOrigin = "bundle";

export const reasonFor = (why: string, atMs: number): Reason => ({
  atMs,
  by: operator().email,
  why,
});

/**
 * What `work` makes of the two stores. The other one is known by its name from then on.
 *
 * @param args  the file, which may be left out; the other store, by name or address; and names
 * @throws MadeusError  `MADEUS_NO_STATE`, `MADEUS_BAD_REMOTE`, `MADEUS_GIT_MISSING`
 */
export async function inExchange<Value>(
  args: readonly string[],
  flags: Flags,
  why: string,
  work: (
    exchange: Exchange,
    branch: string | undefined,
    archive: OpenArchive,
  ) => Value | Promise<Value>,
): Promise<Value> {
  const open = async (archive: OpenArchive, names: readonly string[]): Promise<Value> => {
    const [where, branch] = atMost(2, names);
    const { directory, store, file, nowMs } = archive;
    const mirror = await Mirror.open(mirrorDirectory(directory));
    const branches = store.branches.list().map(({ name }) => name);
    const remote = await remoteNamed(mirror, where, process.cwd(), branches);
    const reason = reasonFor(`${why} ${remote.name}`, nowMs);
    const value = await work(
      { store, mirror, remote, reason, ensureFree: freeIn(file) },
      branch,
      archive,
    );
    await remember(mirror, remote);
    return value;
  };
  return inArchive(args, flags, open, "write");
}
