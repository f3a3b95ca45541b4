/** Runs that did not come to their end, and which of them is meant by one who goes on. */
import type { Part } from "../engine/part.ts";
import { MadeusError } from "../model/code.ts";
import { quoteAll } from "../model/name.ts";
import type { JournalRecord } from "../store/journal.ts";
import type { LeaseHolder } from "../store/lease.ts";
import { openStateFile } from "../store/sqlite-file.ts";
import { holdersAtWork } from "./at-work.ts";
import type { MeantRun } from "./locate.ts";
import type { Session } from "./session.ts";

/** Is one of these who have it in hand now? */
export const holderOf = (
  { runs }: { readonly runs: readonly number[] },
  holders: readonly LeaseHolder[],
): LeaseHolder | undefined => holders.find(({ run }) => run !== undefined && runs.includes(run));

/**
 * Of which run the file and the settings are to be taken by one who goes on, before anything is replayed: of the part that is meant, or the only
 * one that nobody has in hand.
 */
export const runToGoOnWith =
  (run: number | undefined): MeantRun =>
  ({ directory, open }) => {
    if (run !== undefined) return open.find(({ runs }) => runs.includes(run))?.last;
    if (open.length < 2) return open[0]?.last;
    const file = openStateFile(directory, { mode: "read" });
    try {
      const holders = holdersAtWork(file);
      const left = open.filter(({ runs }) => holderOf({ runs }, holders) === undefined);
      return left.length === 1 ? left[0]?.last : undefined;
    } finally {
      file.close();
    }
  };

/** The records of all runs that had a part in hand. */
export const recordsOf = (
  records: readonly JournalRecord[],
  { runs }: Pick<Part, "runs">,
): readonly JournalRecord[] => records.filter(({ run }) => runs.includes(run));

/**
 * What there is to be gone on with: what the last run about all left, or a part; undefined: nothing.
 *
 * @param run  the number of the run that is meant, or of one that went on with it
 * @throws MadeusError  `MADEUS_SEVERAL_RUNS` where nobody says which of several; `MADEUS_NO_STATE` where that one is not open
 */
export function openRun(session: Session, run: number | undefined): Part | "all" | undefined {
  const { open, last, state, directory } = session;
  const isAllDone =
    last?.scope !== undefined || (last?.outcome === "done" && state.configuration.done);
  if (run !== undefined) {
    const meant = open.find(({ runs }) => runs.includes(run));
    if (meant !== undefined) return meant;
    if (!isAllDone && last?.run === run) return "all";
    const which = open.map(({ runs }) => `${runs[0]}`);
    throw new MadeusError("MADEUS_NO_STATE", `There is no open run ${run} in ${directory}.`, {
      hint: which.length === 0 ? "None is open." : `Open: ${which.join(", ")}.`,
    });
  }
  if (!isAllDone) return "all";
  const holders = holdersAtWork(session.file);
  const left = open.filter((part) => holderOf(part, holders) === undefined);
  const [first, ...others] = left.length > 0 ? left : open;
  if (others.length === 0) return first;
  const each = [first, ...others].map((one) =>
    one === undefined ? "" : `${one.runs[0]} (${quoteAll(one.scope.instances, 3)})`,
  );
  throw new MadeusError(
    "MADEUS_SEVERAL_RUNS",
    `Several runs in ${directory} are not at their end: ${each.join(", ")}.`,
    { hint: `Say which: --run ${first?.runs[0] ?? ""}` },
  );
}
