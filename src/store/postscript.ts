/**
 * A postscript: one entry at the end of a journal, by somebody who holds no lease on the state.
 *
 * That nobody is at work and that nothing has been written since he looked is certain in the transaction that writes it. So whoever wants
 * the lease never finds the state locked for a postscript.
 */
import { MadeusError, isMadeusError } from "../model/code.ts";
import type { Entry } from "./journal.ts";
import { type LeaseClock, isStale, leaseHolders, locked } from "./lease.ts";
import type { StateFile } from "./sqlite-file.ts";
import { endOf, sqliteJournal } from "./sqlite.ts";

/**
 * @param file  opened to be written, and for postscripts alone
 * @param last  the number of the last record that is known
 * @returns  false: somebody is at work, or has written more than is known; then nothing is written
 */
export function postscript(
  file: StateFile,
  clock: Pick<LeaseClock, "nowMs">,
  entry: Entry,
  last: number,
): boolean {
  file.fence = () => {
    const holder = leaseHolders(file).find((one) => !isStale(one, clock.nowMs()));
    if (holder !== undefined) throw locked(file, holder);
    if (endOf(file).last !== last) throw outrun();
  };
  const journal = sqliteJournal(file, clock);
  journal.append(entry);
  try {
    journal.commit();
    return true;
  } catch (error) {
    if (isMadeusError(error) && error.code === "MADEUS_STATE_LOCKED") return false;
    throw error;
  }
}

const outrun = (): MadeusError =>
  new MadeusError("MADEUS_STATE_LOCKED", "Somebody else has written to the state meanwhile.");
