/** One state seen by two processes, and a clock that goes when it is told to. */
import { onTestFinished } from "vitest";
import type { LeaseClock } from "../../src/store/lease.ts";
import { type StateFile, openStateFile } from "../../src/store/sqlite-file.ts";
import { stateDirectory } from "./state-directory.ts";

/** Two connections to one state, as two processes have them. */
export function twoViews(): { readonly file: StateFile; readonly other: StateFile } {
  const directory = stateDirectory();
  const file = openStateFile(directory, { mode: "create" });
  const other = openStateFile(directory, { mode: "write" });
  onTestFinished(() => [file, other].forEach((view) => view.close()));
  return { file, other };
}

/** Its directory. */
export const stateOf = (file: StateFile): string => file.path.replace(/\/state\.sqlite$/, "");

/** Time that passes when it is told to. */
export function manualClock(): LeaseClock & { advance(ms: number): void; waiting(): number } {
  let now = 0;
  const timers = new Set<{ readonly atMs: number; readonly wake: () => void }>();
  return {
    nowMs: () => now,
    after(delayMs, wake) {
      const timer = { atMs: now + delayMs, wake };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance(ms) {
      const end = now + ms;
      for (;;) {
        const next = [...timers].sort((a, b) => a.atMs - b.atMs)[0];
        if (next === undefined || next.atMs > end) break;
        timers.delete(next);
        now = next.atMs;
        next.wake();
      }
      now = end;
    },
    waiting: () => timers.size,
  };
}
