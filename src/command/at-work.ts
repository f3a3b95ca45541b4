/** Is a run at work on a state just now? A reader sees it by the lease. */
import { realClock } from "../engine/clock-real.ts";
import { type LeaseHolder, isStale, leaseHolder } from "../store/lease.ts";
import type { StateFile } from "../store/sqlite-file.ts";

/** Who holds the state, if that one lives. */
export function holderAtWork(file: StateFile): LeaseHolder | undefined {
  const holder = leaseHolder(file);
  return holder === undefined || isStale(holder, realClock.nowMs()) ? undefined : holder;
}
