/** Records in groups of one to seven, from a directory that is not there yet: the state is made, leased, written and closed. */
import type { Entry } from "../../src/store/journal.ts";
import { takeLease } from "../../src/store/lease.ts";
import { openStateFile } from "../../src/store/sqlite-file.ts";
import { endOf, sqliteJournal } from "../../src/store/sqlite.ts";
import { stateIn, stillClock } from "./place.ts";
import type { Work } from "./work.ts";

const recordsMax = 36;

export const journalWork: Work = {
  prepare: () => [],
  act(directory, { say, durable }) {
    const file = openStateFile(stateIn(directory), { mode: "create", durable });
    const lease = takeLease(file, stillClock, { command: "a work" });
    const journal = sqliteJournal(file, stillClock);
    journal.beginRun();
    for (let { last } = endOf(file); last < recordsMax; ) {
      const group = Math.min(1 + ((last * 5) % 7), recordsMax - last);
      for (let k = 0; k < group; k += 1) last = journal.append(entryOf(last + 1)).seq;
      journal.commit();
      say(`record ${last}`);
    }
    lease.release();
    journal.close();
  },
};

/** The seventh of each ten takes more than a page. */
const entryOf = (seq: number): Entry => ({
  type: "withdraw",
  instance: `instance-${seq}${seq % 10 === 7 ? "x".repeat(9_000) : ""}`,
});
