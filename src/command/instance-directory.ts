/** The directories of instances: each has one of its own, from its first action until it is deleted. */
import { existsSync, readdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Session } from "./session.ts";

/** Where they are. */
export const instancesIn = (directory: string): string => join(directory, "instances");

/**
 * Removes those of instances that are no more.
 *
 * @returns what could not be removed, a sentence each
 */
export async function clearInstances({ directory, state }: Session): Promise<readonly string[]> {
  const folder = instancesIn(directory);
  const { numbers } = state.configuration;
  const gone = existsSync(folder) ? readdirSync(folder).filter((name) => !numbers.has(name)) : [];
  const failures: string[] = [];
  for (const name of gone)
    await rm(join(folder, name), { recursive: true, force: true }).catch((error: Error) =>
      failures.push(`the directory of ${name} could not be removed: ${error.message}`),
    );
  return failures;
}
