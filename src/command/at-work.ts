/** Is a run at work on a state just now? A reader sees it by the lease. */
import { realClock } from "../engine/clock-real.ts";
import { mainBranch } from "../store/historian.ts";
import { type LeaseHolder, isStale, leaseHolder, locked } from "../store/lease.ts";
import type { EnsureFree } from "../store/pack/landing.ts";
import type { StateFile } from "../store/sqlite-file.ts";

/** Who holds the state, if that one lives. */
export function holderAtWork(file: StateFile): LeaseHolder | undefined {
  const holder = leaseHolder(file);
  return holder === undefined || isStale(holder, realClock.nowMs()) ? undefined : holder;
}

/**
 * Keeps `main` where a run at work has found it: what the run does next is committed on top of that, and what had come in between would be
 * undone there without a word. Call it within a transaction.
 *
 * @throws MadeusError  `MADEUS_STATE_LOCKED`
 */
export const freeIn =
  (file: StateFile): EnsureFree =>
  (branch) => {
    const holder = branch === mainBranch ? holderAtWork(file) : undefined;
    if (holder !== undefined) throw locked(file, holder);
  };
