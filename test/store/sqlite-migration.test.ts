/** States of older and newer versions. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { realClock } from "../../src/engine/clock-real.ts";
import { thisProcess } from "../../src/store/lease-process.ts";
import { leaseHolders, takeLease } from "../../src/store/lease.ts";
import { openStateFile } from "../../src/store/sqlite-file.ts";
import { migrate } from "../../src/store/sqlite-migration.ts";
import { applicationId, schemaVersion, scripts } from "../../src/store/sqlite-schema.ts";
import { sqliteStore } from "../../src/store/sqlite-store.ts";
import { sqliteJournal } from "../../src/store/sqlite.ts";
import { descentsOf, lineage } from "./lineage.ts";
import { stateDirectory, tickingClock } from "./state-directory.ts";
import { reason } from "./store-shelf.ts";

/** A state as that version made it, with a record in its journal. */
function oldState(version: number): string {
  const directory = stateDirectory();
  const database = new DatabaseSync(join(directory, "state.sqlite"));
  database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA journal_mode = WAL;
    ${scripts.slice(0, version).join("")} PRAGMA user_version = ${version}`);
  if (version < 3) database.exec(`INSERT INTO record VALUES (1, 1, 5, '{"type":"stop"}')`);
  else database.exec(`INSERT INTO journal VALUES (1, 1, 1, '[{"type":"stop","atMs":5}]')`);
  database.close();
  return directory;
}
/** Without what SQLite keeps there while it has a state open, or has had it for reading. */
const filesIn = (directory: string): readonly string[] =>
  readdirSync(directory)
    .filter((name) => !/-(wal|shm)$/.test(name))
    .toSorted();
const versionOf = (path: string): unknown => {
  const database = new DatabaseSync(path, { readOnly: true });
  const found = database.prepare("PRAGMA user_version").get();
  database.close();
  return found?.["user_version"];
};

test.each([1, 2, 3, 4])(
  "a state of version %i is brought up to date, and stays beside as it was",
  (version) => {
    for (const mode of ["write", "read"] as const) {
      const directory = oldState(version);
      const file = openStateFile(directory, { mode });
      expect([...sqliteJournal(file, tickingClock()).records()]).toEqual([
        { seq: 1, run: 1, atMs: 5, type: "stop" },
      ]);
      expect(sqliteStore(file).branches.list()).toEqual([]);
      file.close();
      const copy = join(directory, `state-version-${version}.sqlite`);
      expect([versionOf(copy), versionOf(join(directory, "state.sqlite"))]).toEqual([
        version,
        schemaVersion,
      ]);
      const old = new DatabaseSync(copy);
      const table = version < 3 ? "record" : "journal";
      expect(old.prepare(`SELECT count(*) AS count FROM ${table}`).get()).toEqual({ count: 1 });
      expect(old.prepare("PRAGMA application_id").get()).toEqual({ application_id: applicationId });
      old.close();
      const names = readdirSync(directory).filter((name) => !/-(wal|shm)$/.test(name));
      expect(names.toSorted()).toEqual([`state-version-${version}.sqlite`, "state.sqlite"]);
    }
  },
);

test("who held a state of an older version holds all of it still", () => {
  const directory = oldState(4);
  const database = new DatabaseSync(join(directory, "state.sqlite"));
  const holder = {
    ...thisProcess(),
    id: "a1",
    user: "ann",
    host: "build1",
    command: "x",
    sinceMs: 0,
  };
  database.prepare("INSERT INTO lease VALUES (1, ?, 7)").run(JSON.stringify(holder));
  database.close();
  const file = openStateFile(directory, { mode: "write" });
  expect(leaseHolders(file)).toEqual([{ ...holder, heartbeatMs: 7 }]);
  const scope = { instances: ["web"], beside: [], hosts: ["a"] };
  expect(() => takeLease(file, realClock, { command: "y", scope })).toThrow("is in use by ann");
  file.close();
});

test("what was only in its log is in the copy too", () => {
  const directory = oldState(3);
  const path = join(directory, "state.sqlite");
  const other = new DatabaseSync(path);
  other.exec(`INSERT INTO journal VALUES (2, 2, 1, '[{"type":"go","atMs":6}]')`);
  expect(existsSync(`${path}-wal`)).toBe(true);
  openStateFile(directory, { mode: "write" }).close();
  other.close();
  const copy = new DatabaseSync(join(directory, "state-version-3.sqlite"));
  expect(copy.prepare("SELECT count(*) AS count FROM journal").get()).toEqual({ count: 2 });
  copy.close();
});

test("of two who bring it up to date at once, the slower one leaves the copy of the other as it is", () => {
  const directory = oldState(3);
  const path = join(directory, "state.sqlite");
  const database = new DatabaseSync(path);
  const prepare = database.prepare.bind(database);
  let others = 0;
  database.prepare = (sql) => {
    if (sql.startsWith("VACUUM INTO") && others++ === 0)
      openStateFile(directory, { mode: "write" }).close();
    return prepare(sql);
  };
  migrate(database, path);
  database.close();
  expect(others).toBeGreaterThan(0);
  expect(versionOf(join(directory, "state-version-3.sqlite"))).toBe(3);
  expect(versionOf(path)).toBe(schemaVersion);
  expect(filesIn(directory)).toEqual(["state-version-3.sqlite", "state.sqlite"]);
});

test("a state that is up to date has no copy made", () => {
  const directory = stateDirectory();
  for (const mode of ["create", "write", "read"] as const)
    openStateFile(directory, { mode }).close();
  expect(filesIn(directory)).toEqual(["state.sqlite"]);
});

test("a copy that cannot be made leaves the state as it was", () => {
  const directory = oldState(3);
  const path = join(directory, "state.sqlite");
  const blocker = new DatabaseSync(path);
  const before = readFileSync(path);
  // A directory of that name stands in its way.
  const inTheWay = join(directory, "state-version-3.sqlite", "kept");
  openStateFile(inTheWay, { mode: "create" }).close();
  expect(() => openStateFile(directory, { mode: "write" })).toThrow(
    expect.objectContaining({ code: "MADEUS_STATE_UNWRITABLE" }),
  );
  blocker.close();
  expect(versionOf(path)).toBe(3);
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(filesIn(directory)).toEqual(["state-version-3.sqlite", "state.sqlite"]);
});

test("a newer state is refused, and not a byte of it is changed", () => {
  const directory = stateDirectory();
  const file = openStateFile(directory, { mode: "create" });
  const { objects, branches } = sqliteStore(file);
  const { id } = lineage(objects, descentsOf("a"));
  branches.move("main", undefined, id("a"), reason);
  file.database.exec(`PRAGMA user_version = ${schemaVersion + 1}`);
  file.close();
  const path = join(directory, "state.sqlite");
  const before = readFileSync(path);
  for (const mode of ["create", "write", "read"] as const)
    expect(() => openStateFile(directory, { mode })).toThrow(
      expect.objectContaining({ code: "MADEUS_STATE_NEWER" }),
    );
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(filesIn(directory)).toEqual(["state.sqlite"]);
});
