/** Whether a state is the one whose runs brought about what stands: another one may have gone on since. */
import { MadeusError } from "../model/code.ts";
import { causeOf } from "../store/commit.ts";
import { mainBranch } from "../store/historian.ts";
import type { JournalRecord } from "../store/journal.ts";
import type { ObjectId } from "../store/object-id.ts";
import type { StoredCommit } from "../store/object-commit.ts";
import type { StateFile } from "../store/sqlite-file.ts";
import type { Store } from "../store/store.ts";
import { shortId } from "./commit-name.ts";
import type { Output } from "./output.ts";
import { tellFinding } from "./told.ts";

/** A state as it was opened. */
export interface Known {
  readonly store: Pick<Store, "objects">;
  readonly file: Pick<StateFile, "id">;
  readonly records: readonly JournalRecord[];
  /** Where `main` stood before the records were read: a run at work goes on committing, and has on record what it commits. */
  readonly head: ObjectId | undefined;
}

/** Where `main` is, if others moved it there since this state made a commit, or took one over; undefined: the state is current. */
export function behindOf(known: Known): ObjectId | undefined {
  const { store, records, head } = known;
  const commit = head === undefined ? undefined : store.objects.get(head);
  if (head === undefined || commit?.kind !== "commit" || isOwn(known, commit)) return undefined;
  const taken = records.findLast(({ type }) => type === "taken");
  return taken?.type === "taken" && taken.commit === head ? undefined : head;
}

/**
 * Was `main` moved by others since this state made a commit, or took one over?
 *
 * @throws MadeusError  `MADEUS_STATE_BEHIND`
 */
export function ensureCurrent(known: Known): void {
  const head = behindOf(known);
  if (head !== undefined)
    throw new MadeusError("MADEUS_STATE_BEHIND", textOf(head), {
      hint: `${hint} No action is run by that.`,
    });
}

/** Was `main` moved by others after a state was opened? What runs of its own commit there does not count. */
export function isLeftBehind({ store, file, head }: LeftBehind): boolean {
  const now = store.branches.find(mainBranch);
  if (now === undefined || now === head) return false;
  const commit = store.objects.get(now);
  return commit?.kind !== "commit" || causeOf(commit)?.state !== file.id;
}
type LeftBehind = Omit<Known, "records"> & { readonly store: Pick<Store, "branches"> };

/** For verbs that only read: a warning, if what they tell is not what stands. */
export function tellBehind(to: Output, known: Known): void {
  const head = behindOf(known);
  if (head === undefined) return;
  const text = `${textOf(head)} ${hint}`;
  tellFinding(to, {
    code: "MADEUS_STATE_BEHIND",
    severity: "warning",
    at: undefined,
    text,
    hint: undefined,
  });
}

const textOf = (head: ObjectId): string =>
  `Others have changed what stands: ${shortId(head)}, where main is, was not made from what is on record here.`;
const hint = "Put it on record, then go on: madeus adopt --recorded.";

/** Made by a run of this state that is on record. A backup of it that was brought back lacks later ones, and has others in their place. */
function isOwn({ file, records }: Known, commit: StoredCommit): boolean {
  const cause = causeOf(commit);
  if (cause?.state !== file.id) return false;
  const record = records.findLast(({ seq }) => seq === cause.record);
  return record !== undefined && Math.floor(record.atMs / 1000) === commit.author.atS;
}
