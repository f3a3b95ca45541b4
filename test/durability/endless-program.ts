/**
 * The program of a guest whose power is cut: `DIRECTORY durable|fast`. Commits to the journal and to a branch for ever, and says what is
 * acknowledged, as a work does.
 */
import { writeSync } from "node:fs";
import { openStateFile } from "../../src/store/sqlite-file.ts";
import { sqliteStore } from "../../src/store/sqlite-store.ts";
import { endOf, sqliteJournal } from "../../src/store/sqlite.ts";
import { commitNext } from "./commit-work.ts";
import { stateIn, stillClock } from "./place.ts";

const [directory = "", durability] = process.argv.slice(2);
const say = (word: string): void => void writeSync(1, `${word}\n`);

const file = openStateFile(stateIn(directory), {
  mode: "create",
  durable: durability === "durable",
});
const store = sqliteStore(file);
const journal = sqliteJournal(file, stillClock);
journal.beginRun();
for (let { last } = endOf(file); ; ) {
  for (let k = 0; k <= last % 5; k += 1)
    last = journal.append({ type: "withdraw", instance: `instance-${last + 1}` }).seq;
  journal.commit();
  say(`record ${last}`);
  if (last % 3 === 0) say(`head main ${commitNext(store, last)}`);
}
