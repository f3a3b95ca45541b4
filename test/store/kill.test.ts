/** A process that is killed at any moment loses nothing that it was told is committed, and leaves nothing half-written. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { openStateFile } from "../../src/store/sqlite-file.ts";
import { sqliteJournal } from "../../src/store/sqlite.ts";
import { groupEntry } from "./group-entry.ts";
import { stateDirectory, tickingClock } from "./state-directory.ts";
import { startStoreProcess } from "./store-process.ts";

const cuts = 26;

test(`${cuts} processes killed one after another while they commit to one state`, async () => {
  const directory = join(stateDirectory(), ".madeus");
  let acknowledged = 0;
  for (let cut = 0; cut < cuts; cut += 1) {
    const writer = startStoreProcess("keep-appending", directory);
    expect(await writer.line()).toBe("begin");
    // The first are killed while they make and open the state, the others within or between commits.
    const lines = cut < 4 ? 0 : (cut * 37) % 101;
    for (let k = 0; k < lines; k += 1) acknowledged = Number(await writer.line());
    for (const line of await writer.kill()) acknowledged = Number(line);
    const records = committed(directory);
    expect(records.length).toBeGreaterThanOrEqual(acknowledged);
    expect(records).toEqual(wholeGroups(records));
  }
  expect(acknowledged).toBeGreaterThan(1_000);
});

function committed(directory: string): readonly object[] {
  const journal = sqliteJournal(openStateFile(directory, { mode: "create" }), tickingClock());
  const records = [...journal.records()].map(({ atMs: _atMs, ...record }) => record);
  journal.close();
  return records;
}

/** What the journal must hold if it begins with the first record and ends with a whole group. */
function wholeGroups(records: readonly object[]): readonly object[] {
  const expected: object[] = [];
  let last: { run: number; group: number } = { run: 0, group: 0 };
  while (expected.length < records.length) {
    const { run } = records[expected.length] as { run: number };
    const group = run === last.run ? last.group + 1 : 1;
    expect(run - last.run).toBeLessThanOrEqual(1);
    const size = 1 + ((group * 7 + run * 13) % 20);
    for (let k = 1; k <= size; k += 1)
      expected.push({ seq: expected.length + 1, run, ...groupEntry(run, group, k, size) });
    last = { run, group };
  }
  return expected;
}
