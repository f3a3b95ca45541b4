/** What a state has on record, for whoever wants to read and nothing else. */
import { realClock } from "../engine/clock-real.ts";
import type { JournalRecord } from "../store/journal.ts";
import { openStateFile } from "../store/sqlite-file.ts";
import { sqliteJournal } from "../store/sqlite.ts";

/**
 * What `read` makes of the records of a state, which is opened for that only.
 *
 * @throws MadeusError  where there is no state, or none that can be read
 */
export function readRecords<Value>(
  directory: string,
  read: (records: Iterable<JournalRecord>) => Value,
): Value {
  const journal = sqliteJournal(openStateFile(directory, { mode: "read" }), realClock);
  try {
    return read(journal.records());
  } finally {
    journal.close();
  }
}
