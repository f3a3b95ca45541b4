import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, expect, test } from "vitest";
import type { Entry } from "../../src/store/journal.ts";
import { openStateFile } from "../../src/store/sqlite-file.ts";
import { applicationId, scripts } from "../../src/store/sqlite-schema.ts";
import { sqliteJournal } from "../../src/store/sqlite.ts";
import { journalSuite } from "./journal-suite.ts";
import { stateDirectory, tickingClock } from "./state-directory.ts";

const shelves = mkdtempSync(join(tmpdir(), "madeus-store-"));
afterAll(() => rmSync(shelves, { recursive: true }));

for (const durable of [false, true])
  journalSuite(`a journal in SQLite${durable ? ", durable" : ""}`, () => {
    const directory = join(shelves, randomUUID());
    return {
      open: (clock) => sqliteJournal(openStateFile(directory, { mode: "create", durable }), clock),
    };
  });

test("a full disk commits nothing, says so, and lets the same records be committed later", () => {
  const directory = stateDirectory();
  const file = openStateFile(directory, { mode: "create" });
  const journal = sqliteJournal(file, tickingClock());
  journal.beginRun();
  journal.append(entry(1));
  journal.commit();
  file.database.exec("PRAGMA max_page_count = 8");
  for (let k = 2; k <= 1_000; k += 1) journal.append(entry(k));
  expect(() => journal.commit()).toThrow(
    expect.objectContaining({
      code: "MADEUS_STATE_UNWRITABLE",
      message: `The state ${directory}/state.sqlite cannot be written: the disk is full.`,
    }),
  );
  expect([...journal.records()]).toHaveLength(1);
  file.database.exec("PRAGMA max_page_count = 100000");
  journal.append(entry(1_001));
  journal.commit();
  expect([...journal.records()].map(({ seq }) => seq)).toEqual(
    Array.from({ length: 1_001 }, (_, k) => k + 1),
  );
  journal.close();
});

test("a journal that another process has written to meanwhile is not written over", () => {
  const directory = stateDirectory();
  const [one, other] = ["create", "create"].map((mode) =>
    sqliteJournal(openStateFile(directory, { mode: mode as "create" }), tickingClock()),
  );
  one?.beginRun();
  other?.beginRun();
  one?.append(entry(1));
  other?.append(entry(2));
  one?.commit();
  expect(() => other?.commit()).toThrow(expect.objectContaining({ code: "MADEUS_STATE_LOCKED" }));
  expect([...(other?.records() ?? [])]).toMatchObject([entry(1)]);
  one?.close();
  other?.close();
});

test("a record that is missing, or is not JSON, is damage and not the end of the journal", () => {
  const directory = stateDirectory();
  const file = openStateFile(directory, { mode: "create" });
  const journal = sqliteJournal(file, tickingClock());
  journal.beginRun();
  for (let k = 1; k <= 3; k += 1) {
    journal.append(entry(2 * k - 1));
    journal.append(entry(2 * k));
    journal.commit();
  }
  file.database.exec("UPDATE journal SET records = '[{\"type\":' WHERE first = 5");
  expect(() => [...journal.records()]).toThrow("is damaged: record 5 cannot be read.");
  file.database.exec("UPDATE journal SET records = json_remove(records, '$[1]') WHERE first = 3");
  expect(() => [...journal.records()]).toThrow("is damaged: record 4 is missing.");
  file.database.exec("DELETE FROM journal WHERE first = 3");
  expect(() => [...journal.records()]).toThrow("is damaged: record 3 is missing.");
  journal.close();
});

test("many records that are committed at once are read back as they were", () => {
  const journal = sqliteJournal(
    openStateFile(stateDirectory(), { mode: "create" }),
    tickingClock(),
  );
  journal.beginRun();
  const given = Array.from({ length: 2_500 }, (_, k) => ({
    ...journal.append(entry(k)),
    ...entry(k),
  }));
  journal.commit();
  expect([...journal.records()]).toEqual(given);
  journal.close();
});

test("records that were written one in a row are found in a state that was brought up to date", () => {
  const directory = stateDirectory();
  const old = new DatabaseSync(join(directory, "state.sqlite"));
  old.exec(`PRAGMA application_id = ${applicationId}; PRAGMA journal_mode = WAL;
    ${scripts.slice(0, 2).join("")} PRAGMA user_version = 2`);
  const insert = old.prepare("INSERT INTO record VALUES (?, ?, ?, ?)");
  const entries: readonly Entry[] = [
    { type: "ended", instance: "db", transition: "start", values: { size: 1.5, none: null } },
    { type: "result", outcome: "done" },
  ];
  for (const [k, one] of entries.entries()) insert.run(k + 1, 1, 1_000.5 + k, JSON.stringify(one));
  old.close();
  const journal = sqliteJournal(openStateFile(directory, { mode: "write" }), tickingClock());
  expect([...journal.records()]).toEqual(
    entries.map((one, k) => ({ seq: k + 1, run: 1, atMs: 1_000.5 + k, ...one })),
  );
  journal.append(entry(3));
  journal.commit();
  expect([...journal.records()].at(-1)).toMatchObject({ seq: 3, run: 1 });
  journal.close();
});

test("what a reader of records throws is left as it is", () => {
  const journal = sqliteJournal(
    openStateFile(stateDirectory(), { mode: "create" }),
    tickingClock(),
  );
  journal.beginRun();
  journal.append(entry(1));
  journal.commit();
  expect(() => {
    for (const _record of journal.records()) throw new RangeError("of the reader");
  }).toThrow(RangeError);
  journal.close();
});

test("the view history shows every record to an SQLite shell", () => {
  const file = openStateFile(stateDirectory(), { mode: "create" });
  const journal = sqliteJournal(file, tickingClock());
  journal.beginRun();
  journal.append({ type: "unknown", instance: "db", transition: "start" });
  journal.append({ type: "stop" });
  journal.commit();
  const rows = file.database.prepare("SELECT * FROM history").all();
  expect(rows.map((row) => Object.values(row))).toEqual([
    [
      1,
      1,
      1_001,
      "unknown",
      "db",
      "start",
      `{"type":"unknown","instance":"db","transition":"start"}`,
    ],
    [2, 1, 1_002, "stop", null, null, `{"type":"stop"}`],
  ]);
  journal.close();
});

const entry = (k: number): Entry => ({ type: "withdraw", instance: `instance-${k}` });
