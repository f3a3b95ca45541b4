/** A log beside a state: cut, damaged, taken away, put beside another file. */
import {
  copyFileSync,
  existsSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { type MadeusError, isMadeusError } from "../../src/model/code.ts";
import { type StateFile, openStateFile } from "../../src/store/sqlite-file.ts";
import { fsckFile } from "../../src/store/sqlite-fsck.ts";
import { sqliteJournal } from "../../src/store/sqlite.ts";
import { stateDirectory, tickingClock } from "./state-directory.ts";

const commits = 12;
/** The third commit takes several pages, the others one. */
const sizeOf = (k: number): number => (k === 3 ? 9_000 : 10);

/** A state that is open still, with one record in each commit, all in its log; and how long that was after each. */
function logged(): {
  readonly directory: string;
  readonly file: StateFile;
  readonly ends: readonly number[];
} {
  const directory = stateDirectory();
  const file = openStateFile(directory, { mode: "create" });
  onTestFinished(() => {
    if (file.database.isOpen) file.close();
  });
  const journal = sqliteJournal(file, tickingClock());
  journal.beginRun();
  const ends = Array.from({ length: commits }, (_, k) => {
    journal.append({ type: "withdraw", instance: "x".repeat(sizeOf(k)) });
    journal.commit();
    return readFileSync(`${file.path}-wal`).length;
  });
  return { directory, file, ends };
}

const names = ["state.sqlite", "state.sqlite-wal"];

function copyOf(directory: string, some: readonly string[] = names): string {
  const copy = stateDirectory();
  for (const name of some) copyFileSync(join(directory, name), join(copy, name));
  return copy;
}

/** How many records one finds there, or what one is told. */
function found(directory: string): number | MadeusError {
  let file: StateFile | undefined;
  try {
    file = openStateFile(directory, { mode: "read" });
    expect(fsckFile(file).findings).toEqual([]);
    return [...sqliteJournal(file, tickingClock()).records()].length;
  } catch (error) {
    if (isMadeusError(error)) return error;
    throw error;
  } finally {
    file?.close();
  }
}

function accepted(directory: string): number | MadeusError {
  openStateFile(directory, { mode: "write", acceptsLoss: true }).close();
  return found(directory);
}

const gone = {
  code: "MADEUS_STATE_DAMAGED",
  message: expect.stringContaining("its log, state.sqlite-wal, is not beside it."),
  hint: expect.stringContaining("Put the log back"),
};

describe("a log that was taken away", () => {
  test("is missed, also by one who only reads; put back, everything is there", () => {
    const { directory } = logged();
    const copy = copyOf(directory, ["state.sqlite"]);
    expect(found(copy)).toMatchObject(gone);
    for (const mode of ["create", "write"] as const)
      expect(() => openStateFile(copy, { mode })).toThrow(expect.objectContaining(gone));
    copyFileSync(join(directory, "state.sqlite-wal"), join(copy, "state.sqlite-wal"));
    expect(found(copy)).toBe(commits);
  });

  test("is not missed after it was given up, and not again before it is needed", () => {
    const { directory } = logged();
    const copy = copyOf(directory, ["state.sqlite"]);
    expect(accepted(copy)).toBe(1);
    for (const mode of ["read", "write", "create"] as const) openStateFile(copy, { mode }).close();
    expect(found(copy)).toBe(1);
  });

  test("is not missed where the state was closed, once or by one of several", () => {
    const { directory, file } = logged();
    const other = openStateFile(directory, { mode: "write" });
    other.transaction(() => undefined);
    other.close();
    expect(existsSync(`${file.path}-wal`)).toBe(true);
    const journal = sqliteJournal(file, tickingClock());
    journal.beginRun();
    journal.append({ type: "stop" });
    journal.commit();
    expect(found(copyOf(directory, ["state.sqlite"]))).toMatchObject(gone);
    file.compact();
    expect(found(copyOf(directory, ["state.sqlite"]))).toBe(commits + 1);
    openStateFile(directory, { mode: "write" }).close();
    file.close();
    expect(readdirSync(directory)).toEqual(["state.sqlite"]);
    expect(found(directory)).toBe(commits + 1);
  });

  test("is missed where somebody was reading in the middle of the journal as it began", () => {
    const { directory, file } = logged();
    file.close();
    const reader = openStateFile(directory, { mode: "read" });
    const rows = reader.database.prepare("SELECT * FROM journal").iterate();
    rows.next();
    const journal = sqliteJournal(openStateFile(directory, { mode: "write" }), tickingClock());
    onTestFinished(() => journal.close());
    const commit = (): void => {
      journal.beginRun();
      journal.append({ type: "stop" });
      journal.commit();
    };
    commit();
    rows.return?.();
    reader.close();
    commit();
    expect(found(copyOf(directory, ["state.sqlite"]))).toMatchObject(gone);
  });

  test("both files together are a copy that is whole", () => {
    const { directory } = logged();
    expect(found(copyOf(directory))).toBe(commits);
  });
});

describe("a log that is damaged", () => {
  test("cut anywhere, it keeps every commit that ends before", () => {
    const { directory, ends } = logged();
    const log = readFileSync(join(directory, "state.sqlite-wal"));
    const began = ends[0] ?? 0;
    fc.assert(
      fc.property(fc.integer({ min: 33, max: log.length }), (length) => {
        const copy = copyOf(directory);
        writeFileSync(join(copy, "state.sqlite-wal"), log.subarray(0, length));
        // The first commit was written back already.
        const kept = ends.filter((end, k) => k > 0 && end > began && end <= length).length;
        expect(found(copy)).toBeGreaterThanOrEqual(Math.max(1, kept));
        rmSync(copy, { recursive: true });
      }),
      { numRuns: 60 },
    );
  });

  test("changed anywhere, it is refused, or only its last commit was not whole", () => {
    const { directory } = logged();
    const log = readFileSync(join(directory, "state.sqlite-wal"));
    const seen = { kept: 0, refused: 0 };
    fc.assert(
      fc.property(fc.nat(log.length - 1), fc.nat(7), (at, bit) => {
        const copy = copyOf(directory);
        const damaged = Buffer.from(log);
        damaged.writeUInt8(damaged.readUInt8(at) ^ (1 << bit), at);
        writeFileSync(join(copy, "state.sqlite-wal"), damaged);
        const what = found(copy);
        if (typeof what === "number") {
          seen.kept += 1;
          expect(what).toBeGreaterThanOrEqual(commits - 2);
        } else {
          seen.refused += 1;
          expect(what.code).toBe("MADEUS_STATE_DAMAGED");
          expect(readFileSync(join(copy, "state.sqlite-wal")).equals(damaged)).toBe(true);
          expect(accepted(copy)).toBeLessThan(commits);
        }
        rmSync(copy, { recursive: true });
      }),
      { numRuns: 60 },
    );
    expect(seen.kept).toBeGreaterThan(0);
    expect(seen.refused).toBeGreaterThan(30);
  });

  test("says how far it is whole", () => {
    const { directory, ends } = logged();
    const copy = copyOf(directory);
    const path = join(copy, "state.sqlite-wal");
    const log = readFileSync(path);
    const good = ends[5] ?? 0;
    log.writeUInt8(log.readUInt8(good + 2_000) ^ 1, good + 2_000);
    writeFileSync(path, log);
    expect(found(copy)).toMatchObject({
      message: expect.stringContaining(
        `state.sqlite-wal, is damaged after ${good} bytes, and commits follow.`,
      ),
      hint: expect.stringContaining("run madeus fsck --accept-loss to go on"),
    });
    expect(accepted(copy)).toBe(6);
  });
});

test("a newer state with a log beside it is refused, and not a byte of either is changed", () => {
  const { directory, file } = logged();
  file.database.exec("PRAGMA user_version = 99");
  const copy = copyOf(directory);
  const before = names.map((name) => readFileSync(join(copy, name)));
  for (const mode of ["create", "write", "read"] as const)
    expect(() => openStateFile(copy, { mode })).toThrow(
      expect.objectContaining({ code: "MADEUS_STATE_NEWER" }),
    );
  expect(names.map((name) => readFileSync(join(copy, name)))).toEqual(before);
});

test("a change of the file itself that was cut off is taken back by the next one, and be it a reader", () => {
  const { directory, file } = logged();
  file.close();
  const path = join(directory, "state.sqlite");
  const database = new DatabaseSync(path);
  database.exec("PRAGMA journal_mode = DELETE; PRAGMA cache_size = 1; BEGIN; DELETE FROM journal");
  database.exec("CREATE TABLE more (text TEXT); INSERT INTO more SELECT hex(zeroblob(50000))");
  const copy = copyOf(directory, ["state.sqlite", "state.sqlite-journal"]);
  database.exec("ROLLBACK");
  database.close();
  expect(readFileSync(join(copy, "state.sqlite")).equals(readFileSync(path))).toBe(false);
  expect(found(copy)).toBe(commits);
});
