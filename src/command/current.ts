/** Whether a state is the one whose runs brought about what stands: another one may have gone on since. */
import { MadeusError } from "../model/code.ts";
import { causeOf } from "../store/commit.ts";
import { mainBranch } from "../store/historian.ts";
import type { JournalRecord } from "../store/journal.ts";
import type { StateFile } from "../store/sqlite-file.ts";
import type { Store } from "../store/store.ts";
import { shortId } from "./commit-name.ts";

/**
 * Was `main` moved by others since this state made a commit, or took one over?
 *
 * @throws MadeusError  `MADEUS_STATE_BEHIND`
 */
export function ensureCurrent({ store, file, records }: Known): void {
  const head = store.branches.find(mainBranch);
  const commit = head === undefined ? undefined : store.objects.get(head);
  const by = commit?.kind === "commit" ? causeOf(commit)?.state : undefined;
  if (head === undefined || by === undefined || by === file.id) return;
  const taken = records.findLast(({ type }) => type === "taken");
  if (taken?.type === "taken" && taken.commit === head) return;
  throw new MadeusError(
    "MADEUS_STATE_BEHIND",
    `Others have changed what stands: ${shortId(head)}, where main is, was made from another state.`,
    {
      hint: "Put it on record here, then go on: madeus adopt --recorded. No action is run by that.",
    },
  );
}

interface Known {
  readonly store: Pick<Store, "objects" | "branches">;
  readonly file: Pick<StateFile, "id">;
  readonly records: readonly JournalRecord[];
}
