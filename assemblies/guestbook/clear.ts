/** Clears what an instance has kept. */
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Shell } from "./daemon.ts";

/** Empties the directory of an instance: it belongs to the instance alone. */
export async function clearDirectory({ directory }: Pick<Shell, "directory">): Promise<void> {
  for (const name of await readdir(directory))
    await rm(join(directory, name), { recursive: true, force: true });
}
