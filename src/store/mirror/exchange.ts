/** Two stores, brought together through a mirror: what one has goes to the other, and nothing is lost on either side. */
import { checkBranchName } from "../branch-name.ts";
import { type Reason, headOf, update } from "../branch.ts";
import type { ObjectId } from "../object-id.ts";
import { keepArrival } from "../pack/arrival.ts";
import type { SentBranch } from "../pack/bundle.ts";
import { type EnsureFree, type Landing, land, seenBranch } from "../pack/landing.ts";
import type { Store } from "../store.ts";
import type { Mirror } from "./mirror.ts";
import { type Pushed, type Remote, fetch, push } from "./transfer.ts";

export interface Exchange {
  readonly store: Store;
  readonly mirror: Mirror;
  readonly remote: Remote;
  readonly reason: Reason;
  readonly ensureFree?: EnsureFree;
}

/**
 * Sends a branch.
 *
 * @returns  where it stands now in both, and how it came there
 * @throws MadeusError  `MADEUS_UNKNOWN_BRANCH`, `MADEUS_PUSH_REFUSED`, `MADEUS_REMOTE_FAILED`, `MADEUS_GIT_FAILED`
 */
export async function pushBranch(
  { store, mirror, remote, reason }: Exchange,
  branch: string,
): Promise<{ readonly id: ObjectId; readonly how: Pushed }> {
  const id = headOf(store.branches, branch);
  await mirror.take(store, [{ name: branch, id }]);
  const how = await push(mirror, remote, branch, id);
  store.transaction(() =>
    update(store.branches, seenBranch(remote.name, branch), () => id, reason),
  );
  return { id, how };
}

/** What is fetched of another store. */
export interface Wanted {
  /** Undefined: all its branches. */
  readonly branch?: string | undefined;
  /** How many commits of each, where nothing was fetched yet; undefined: all. */
  readonly depth?: number | undefined;
  /** Also what lies before the ends of a partial copy, or of a history that was pruned. */
  readonly isWhole?: boolean | undefined;
}

/**
 * Fetches branches, and lets those of one's own follow where nothing is lost by it.
 *
 * @throws MadeusError  `MADEUS_UNKNOWN_BRANCH`, `MADEUS_REMOTE_FAILED`, `MADEUS_PACK_REFUSED`, `MADEUS_OBJECT_DAMAGED`,
 *   `MADEUS_GIT_FAILED`, `MADEUS_BAD_BRANCH`, and what `ensureFree` throws; then nothing is changed
 */
export async function pullBranches(
  { store, mirror, remote, reason, ensureFree }: Exchange,
  { branch, depth, isWhole = false }: Wanted = {},
): Promise<readonly Landing[]> {
  // Git would take it for a pattern, or for where to write to.
  if (branch !== undefined) checkBranchName(branch);
  const found = await fetch(mirror, remote, branch, isWhole ? "whole" : depth);
  const branches: readonly SentBranch[] = [...found].map(([name, id]) => ({ name, id }));
  const arrival = await mirror.arrival(store, [...found.values()], isWhole);
  return store.transaction(() => {
    keepArrival(store, arrival);
    return branches.map((one) => land(store, remote.name, one, reason, ensureFree));
  });
}
