/** Opens what is remembered of a deployment, for verbs that look at commits and need no journal. */
import { realClock } from "../engine/clock-real.ts";
import { type StateFile, type StateMode, openStateFile } from "../store/sqlite-file.ts";
import { sqliteStore } from "../store/sqlite-store.ts";
import { checkedOut } from "./checked-out.ts";
import type { Archive } from "./commit-name.ts";
import type { Flags } from "./flags.ts";
import { target } from "./target.ts";

export interface OpenArchive extends Archive {
  /** Where the state lives: absolute. */
  readonly directory: string;
  readonly file: StateFile;
}

/**
 * What `look` makes of it.
 *
 * @param args  the file, which may be left out, and names
 * @throws MadeusError  where there is no state, or none that can be read
 */
export async function inArchive<Value>(
  args: readonly string[],
  flags: Flags,
  look: (archive: OpenArchive, names: readonly string[]) => Value | Promise<Value>,
  mode: StateMode = "read",
): Promise<Value> {
  const { directory, names } = await target(args, flags);
  const file = openStateFile(directory, { mode });
  try {
    const store = sqliteStore(file);
    const branch = checkedOut(directory, store);
    return await look({ directory, file, store, branch, nowMs: realClock.nowMs() }, names);
  } finally {
    file.close();
  }
}
