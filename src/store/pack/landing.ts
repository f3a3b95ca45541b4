/**
 * Where branches stand after others came in: what was seen elsewhere is noted as `REMOTE/BRANCH`, and a branch of one's own follows it
 * where nothing can be lost by that.
 */
import { isAncestor } from "../ancestor.ts";
import { checkBranchName } from "../branch-name.ts";
import { type Reason, update } from "../branch.ts";
import type { ObjectId } from "../object-id.ts";
import type { Store } from "../store.ts";
import type { SentBranch } from "./bundle.ts";

/**
 * What became of a branch of one's own. `made`: there was none; `forward`: it stands where the other one does now; `same`: it did so
 * before; `ahead`: it goes on from there, and stays; `apart`: both have gone on, and it stays where it is.
 */
export interface Landing {
  readonly branch: string;
  readonly how: "made" | "forward" | "same" | "ahead" | "apart";
  /** Where it stood; missing where it was made. */
  readonly from?: ObjectId;
  /** Where the other one stands. */
  readonly to: ObjectId;
}

/** The name under which it is noted where a branch stands elsewhere. */
export const seenBranch = (remote: string, name: string): string => `${remote}/${name}`;

/** Asked before a branch of one's own is moved: by throwing it keeps the branch where it is, and all else as it was. */
export type EnsureFree = (branch: string) => void;

/**
 * Notes where a branch stands elsewhere, and lets one's own follow. In the caller's transaction.
 *
 * @throws MadeusError  `MADEUS_BAD_BRANCH` where a name is one that git would not have; `MADEUS_BRANCH_MOVED`
 */
export function land(
  store: Store,
  remote: string,
  { name, id: to }: SentBranch,
  reason: Reason,
  ensureFree: EnsureFree = () => undefined,
): Landing {
  checkBranchName(name);
  update(store.branches, seenBranch(remote, name), () => to, reason);
  let landing: Landing = { branch: name, how: "made", to };
  const follow = (from: ObjectId | undefined): ObjectId => {
    landing =
      from === undefined ? landing : { branch: name, how: relation(store, from, to), from, to };
    if (landing.how !== "made" && landing.how !== "forward") return from ?? to;
    ensureFree(name);
    return to;
  };
  update(store.branches, name, follow, reason);
  return landing;
}

function relation({ objects }: Store, from: ObjectId, to: ObjectId): Landing["how"] {
  if (from === to) return "same";
  if (isAncestor(objects, from, to)) return "forward";
  return isAncestor(objects, to, from) ? "ahead" : "apart";
}
