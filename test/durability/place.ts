/** Where a work has its state, and a clock that always shows the same time: what is done twice is then done alike. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The state, below the directory of a trial; beside it is what is not part of it. */
export const stateIn = (directory: string): string => join(directory, "site", ".madeus");

export const atMs = 1_000;
export const stillClock = { nowMs: (): number => atMs, after: () => (): void => undefined };
export const ann = { name: "Ann", email: "ann@build1" };
export const reason = { atMs, by: "ann", why: "a work" };

/** Works in a directory that goes afterwards. */
export async function inPlace<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), "madeus-durability-"));
  try {
    return await work(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
