/** Are runs at work on a state just now? A reader sees it by the leases. */
import { realClock } from "../engine/clock-real.ts";
import { mainBranch } from "../store/historian.ts";
import { type LeaseHolder, isStale, leaseHolders, locked } from "../store/lease.ts";
import type { EnsureFree } from "../store/pack/landing.ts";
import type { StateFile } from "../store/sqlite-file.ts";

/** Who holds leases on the state and lives, the first one first. */
export const holdersAtWork = (file: StateFile): readonly LeaseHolder[] =>
  leaseHolders(file).filter((holder) => !isStale(holder, realClock.nowMs()));

/** The first of them. */
export const holderAtWork = (file: StateFile): LeaseHolder | undefined => holdersAtWork(file)[0];

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
