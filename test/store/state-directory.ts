/** A directory for one test's state, which goes when the test ends. */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

export function stateDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "madeus-store-"));
  // Also for the unprivileged user of some tests.
  chmodSync(directory, 0o755);
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Each look at it is a millisecond later. */
export function tickingClock(): { nowMs(): number } {
  let now = 1_000;
  return { nowMs: () => (now += 1) };
}
